import select
import socket

with socket.create_server(("127.0.0.1", 0)) as server:
    client = socket.create_connection(server.getsockname())
    conn, _ = server.accept()
client.sendall(b"abc")
print(client.send(b"!", socket.MSG_OOB))
print(select.select([], [], [conn], 5)[2] == [conn])
print(conn.recv(1, socket.MSG_OOB))
try:
    conn.recv(1, socket.MSG_OOB)
except OSError as e:
    print(type(e).__name__, e)
print(conn.recv(10))
conn.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
client.send(b"d")
client.send(b"?", socket.MSG_OOB)
client.close()
print(b"".join(iter(lambda: conn.recv(1), b"")))
conn.close()
