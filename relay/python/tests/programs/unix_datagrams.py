import os
import socket

a = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
b = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
a.bind("a.sock")
b.bind(b"b.sock")
print(a.sendto(b"one", "b.sock"), b.recvfrom(10))
b.connect("a.sock")
print(b.send(b"two"), a.recvfrom(2))
print(b.sendmsg([b"th", b"ree"]), a.recvmsg(2))
print(a.sendmsg([b"four"], [], 0, "b.sock"), b.recvmsg(10))
print(b.getpeername(), repr(a))
a.close()
try:
    b.send(b"x")
except OSError as e:
    print(type(e).__name__, e)
os.unlink("a.sock")
os.unlink("b.sock")
