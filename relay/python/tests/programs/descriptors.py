import os
import select
import socket
import stat
import threading

reader, writer = os.pipe()
print(os.write(writer, b"hello"), os.read(reader, 100), stat.S_ISFIFO(os.fstat(reader).st_mode))
print(select.select([reader], [writer], [], 0) == ([], [writer], []))
os.set_blocking(reader, False)
print(os.get_blocking(reader), os.get_blocking(writer), os.get_inheritable(reader))
try:
    os.read(reader, 1)
except BlockingIOError as e:
    print(e)
os.set_blocking(reader, True)
threading.Timer(0.05, lambda: os.write(writer, b"later")).start()
print(os.read(reader, 10))
os.close(writer)
print(os.read(reader, 1))
os.close(reader)
for call in (lambda: os.read(reader, 1), lambda: os.write(writer, b"x"), lambda: os.close(reader), lambda: os.fstat(reader)):
    try:
        print(call())
    except OSError as e:
        print(e)
reader, writer = os.pipe()
os.close(reader)
try:
    os.write(writer, b"x")
except BrokenPipeError as e:
    print(e)
with os.fdopen(writer, "wb") as file:
    print(file.fileno() == writer, file.readable(), file.writable())

a, b = socket.socketpair()
print(os.write(a.fileno(), b"abc"), os.read(b.fileno(), 2), b.recv(2), stat.S_ISSOCK(os.fstat(a.fileno()).st_mode))
print(a.get_inheritable(), os.get_inheritable(a.fileno()))
a.set_inheritable(True)
print(a.get_inheritable(), os.get_blocking(a.fileno()))
os.set_blocking(b.fileno(), False)
try:
    os.read(b.fileno(), 1)
except BlockingIOError as e:
    print(e)
try:
    os.read(b.fileno(), -1)
except OSError as e:
    print(e)
copy = os.dup(a.fileno())
os.write(copy, b"copy")
os.close(copy)
print(b.recv(10), a.fileno() != copy)
with open(os.dup(a.fileno()), "wb", buffering=0) as file:
    print(file.write(b"as a file"))
print(b.recv(100))
fd = a.detach()
os.close(fd)
print(b.recv(1), os.read(b.fileno(), 1))
epoll = select.epoll()
same = select.epoll.fromfd(epoll.fileno())
print(same.fileno() == epoll.fileno(), same.closed)

c, d = socket.socketpair()
e, f = socket.socketpair()
number = c.fileno()
print(os.dup2(e.fileno(), number) == number, os.get_inheritable(number))
print(d.recv(1), c.send(b"the other pair's"), f.recv(100))
print(os.dup2(number, number) == number, os.dup2(f.fileno(), 90, False), os.get_inheritable(90))
os.write(90, b"by 90")
os.close(90)
print(e.recv(10))
for numbers in ((99, 98), (number, -1)):
    try:
        print(os.dup2(*numbers))
    except OSError as error:
        print(error)
