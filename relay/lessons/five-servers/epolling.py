import select
import socket

CLIENTS = 12  # to serve before it ends

sock = socket.create_server(("127.0.0.1", 8004), backlog=CLIENTS)
epoll, conns, left = select.epoll(), {}, CLIENTS
epoll.register(sock, select.EPOLLIN)
while left:
    for fd, event in epoll.poll():
        if fd == sock.fileno():
            conn, addr = sock.accept()
            conns[conn.fileno()] = conn
            epoll.register(conn, select.EPOLLIN)
            continue
        data = conns[fd].recv(1024)
        if data:
            conns[fd].sendall(data.upper())
        else:
            epoll.unregister(fd)
            conns.pop(fd).close()
            left -= 1
