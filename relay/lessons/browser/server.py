import socket
import struct

HEADER = "!I"  # a length of 4 bytes, network byte order

def read(n):
    data = b""
    while len(data) < n and (part := conn.recv(n - len(data))):
        data += part
    return data

sock = socket.create_server(("127.0.0.1", 8001))
conn, addr = sock.accept()
visits = 0
while header := read(4):
    (n,) = struct.unpack(HEADER, header)
    print(read(n).decode())
    visits += 1
    body = f"Hello, 你好: {visits}".encode()
    conn.sendall(struct.pack(HEADER, len(body)) + body)
conn.close()
sock.close()
