import socket
import struct

a, b = socket.socketpair()
a.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 20000))
try:
    a.recv(1)
except BlockingIOError as e:
    print(type(e).__name__, e)
b.send(b"in time")
print(a.recv(10))
