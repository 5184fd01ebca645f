import socket
import struct

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
conn, _ = server.accept()
client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
client.close()
try:
    conn.recv(10)
except ConnectionResetError as e:
    print(repr(e), e)
conn.sendall(b"too late")
