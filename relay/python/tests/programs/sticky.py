import socket

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
client.send(b"hello ")
client.send(b"world")
print(conn.recv(5, socket.MSG_PEEK))
print(conn.recv(100, socket.MSG_WAITALL | socket.MSG_DONTWAIT))
try:
    conn.recv(1, socket.MSG_DONTWAIT)
except BlockingIOError as e:
    print(type(e).__name__, e, e.errno)
