import select
import socket

a, b = socket.socketpair()
with select.epoll() as epoll:
    epoll.register(a.fileno(), select.EPOLLIN | select.EPOLLET | select.EPOLLRDHUP)
    b.send(b"12345")
    print(epoll.poll(1) == [(a.fileno(), select.EPOLLIN)], epoll.poll(0.01), a.recv(2), epoll.poll(0))
    b.send(b"6")
    print(epoll.poll(1) == [(a.fileno(), select.EPOLLIN)], a.recv(100))
    b.shutdown(socket.SHUT_WR)
    print(epoll.poll(1) == [(a.fileno(), select.EPOLLIN | select.EPOLLRDHUP)])
    epoll.modify(a, select.EPOLLOUT | select.EPOLLONESHOT)
    print(len(epoll.poll(1)), epoll.poll(0))
    for call in (
        lambda: epoll.register(a),
        lambda: epoll.modify(b, 1),
        lambda: epoll.unregister(99),
        lambda: epoll.register("x"),
        lambda: epoll.poll(maxevents=0),
    ):
        try:
            print(call())
        except Exception as e:
            print(type(e).__name__, e)
    epoll.unregister(a)
    b.close()
    print(epoll.poll(0, 5), epoll.closed)
print(epoll.closed)
try:
    epoll.poll(0)
except ValueError as e:
    print(e)
