import socket

a, b = socket.socketpair()
c = a.dup()
print(c.fileno() != a.fileno(), c.family, c.type, c.gettimeout())
a.close()
b.send(b"through the copy")
print(c.recv(100))
fd = c.detach()
print(c.fileno(), c)
d = socket.socket(fileno=fd)
print(d.family, d.type, d.fileno() == fd)
b.send(b"again")
print(d.recv(10))
e = socket.fromfd(d.fileno(), socket.AF_UNIX, socket.SOCK_STREAM)
d.close()
b.send(b"still")
print(e.recv(10))
socket.close(e.detach())
try:
    b.send(b"x")
except BrokenPipeError as error:
    print(error)
for number in (-1, 77, "x"):
    try:
        socket.socket(fileno=number)
    except Exception as error:
        print(type(error).__name__, error)
