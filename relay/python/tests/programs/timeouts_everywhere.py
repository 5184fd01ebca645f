import socket

server = socket.create_server(("127.0.0.1", 0))
server.settimeout(0.02)
try:
    server.accept()
except TimeoutError as e:
    print("accept", repr(e))
client = socket.create_connection(server.getsockname(), timeout=5)
conn, _ = server.accept()
print(client.gettimeout(), conn.gettimeout())
conn.settimeout(0.02)
try:
    conn.recv(1)
except socket.timeout as e:
    print("recv", e)
try:
    while True:
        conn.sendall(b"x" * 1_000_000)
except OSError as e:
    print("sendall", type(e).__name__, e)
conn.setblocking(False)
try:
    conn.send(b"x")
except BlockingIOError as e:
    print("send", e)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as u:
    u.settimeout(0.01)
    u.bind(("127.0.0.1", 0))
    try:
        u.recvfrom(10)
    except OSError as e:
        print("recvfrom", e)
reader = client.makefile("rb")
client.settimeout(0.01)
print(len(reader.read(1000)))
conn.close()
