import socket

a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
a.sendall(b"last words")
a.shutdown(socket.SHUT_WR)
try:
    a.send(b"more")
except BrokenPipeError as e:
    print(repr(e))
data = b""
while chunk := b.recv(4):
    data += chunk
print(data)
b.sendall(b"answer")
b.close()
print(a.recv(100), a.recv(100))
