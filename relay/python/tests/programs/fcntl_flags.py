import fcntl
import os
import socket

a, b = socket.socketpair()
flags = fcntl.fcntl(a, fcntl.F_GETFL)
print(flags & os.O_NONBLOCK, fcntl.fcntl(a.fileno(), fcntl.F_GETFD) == fcntl.FD_CLOEXEC)
print(fcntl.fcntl(a, fcntl.F_SETFL, flags | os.O_NONBLOCK))
try:
    a.recv(1)
except BlockingIOError as e:
    print(e)
print(bool(fcntl.fcntl(a, fcntl.F_GETFL) & os.O_NONBLOCK))
fcntl.fcntl(a, fcntl.F_SETFL, flags)
b.send(b"x")
print(a.recv(1))
try:
    fcntl.fcntl(1000, fcntl.F_GETFL)
except OSError as e:
    print(e)
