import select
import socket

ADDR = ("127.0.0.1", 8001)
RDHUP = True  # True: ask for POLLRDHUP, too

sock = socket.create_server(ADDR)
events = select.POLLIN | (select.POLLRDHUP if RDHUP else 0)
poll = select.poll()
poll.register(sock, select.POLLIN)
conns = {}  # poll returns descriptors: whose are they?
left = 3    # clients to serve before it ends
while left:
    for fd, revents in poll.poll():
        if fd == sock.fileno():
            conn, addr = sock.accept()
            conns[conn.fileno()] = conn
            poll.register(conn, events)
        elif (revents & select.POLLERR
              or not (data := conns[fd].recv(1024))):
            poll.unregister(fd)
            conns.pop(fd).close()
            left -= 1
        else:
            conns[fd].sendall(data.upper())
