import select
import socket

ADDR = ("127.0.0.1", 8001)
EDGE = False  # True: edge-triggered, False: level-triggered
ONESHOT = False  # True: one report, then none until it is renewed
TIMEOUT = 1.0  # seconds until it gives up

sock = socket.create_server(ADDR)
conn, addr = sock.accept()
interest = select.EPOLLIN | (select.EPOLLET if EDGE else 0)
interest |= select.EPOLLONESHOT if ONESHOT else 0
epoll = select.epoll()
epoll.register(conn, interest)
while events := epoll.poll(TIMEOUT):
    for fd, event in events:
        print("ready:", fd, "read:", conn.recv(4))
print("nothing is reported any more")
conn.setblocking(False)
try:
    print("left:", conn.recv(1024))
except BlockingIOError:
    print("left: nothing")
conn.sendall(b"bye")
conn.close()
