import select
import socket

a, b = socket.socketpair()
p = select.poll()
p.register(a, select.POLLIN)
p.register(b.fileno())
print([(fd == b.fileno(), event) for fd, event in p.poll(0)])
b.send(b"1")
print([(fd == a.fileno(), event) for fd, event in p.poll(1000)])
p.modify(b, 0)
p.unregister(a)
for f, arg in ((p.unregister, a), (p.modify, 77)):
    try:
        f(arg, 1) if f == p.modify else f(arg)
    except Exception as e:
        print(type(e).__name__, str(e).replace(str(a.fileno()), "fd"))
with select.epoll() as e:
    e.register(a, select.EPOLLIN | select.EPOLLET)
    print(len(e.poll(1)), e.poll(0), e.poll(timeout=0.01, maxevents=5))
    try:
        e.register(a, select.EPOLLIN)
    except OSError as x:
        print(repr(x))
    e.modify(a, select.EPOLLOUT)
    print([event for _, event in e.poll()])
    e.unregister(a)
    print(e.closed)
print(e.closed)
e.poll()
