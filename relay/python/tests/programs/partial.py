import socket

server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
server.bind(("127.0.0.1", 0))
server.listen()
client = socket.socket()
client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
client.connect(server.getsockname())
conn, _ = server.accept()
client.setblocking(False)
payload = bytes(1_000_000)
sent = client.send(payload)
print(0 < sent < len(payload))
try:
    while True:
        sent += client.send(payload[sent:])
except BlockingIOError as e:
    print(e)
client.setblocking(True)
client.settimeout(0.05)
try:
    client.sendall(payload)
except TimeoutError as e:
    print(repr(e))
print(client.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) >= 8192)
