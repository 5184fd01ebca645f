import socket
import struct

HEADER = "!I"  # as the server has it: both are ours

def read(n):
    data = b""
    while len(data) < n and (part := client.recv(n - len(data))):
        data += part
    return data

client = socket.socket()
client.connect(("127.0.0.1", 8001))
request = b"greet me"
client.sendall(struct.pack(HEADER, len(request)) + request)
(n,) = struct.unpack(HEADER, read(4))
print(read(n).decode())
client.close()
