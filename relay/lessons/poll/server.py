import select
import socket

ADDR = ("127.0.0.1", 8001)
RDHUP = True  # True: ask for POLLRDHUP, too
CLIENTS = 3  # to serve before it ends

sock = socket.create_server(ADDR)
events = select.POLLIN | (select.POLLRDHUP if RDHUP else 0)
poll = select.poll()
poll.register(sock, select.POLLIN)
conns, left = {}, CLIENTS  # poll returns descriptors: whose are they?
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
