import select
import socket

CLIENTS = 12  # to serve before it ends

sock = socket.create_server(("127.0.0.1", 8003), backlog=CLIENTS)
rlist, left = [sock], CLIENTS
while left:
    readable, writable, broken = select.select(rlist, [], [])
    for s in readable:
        if s is sock:
            conn, addr = sock.accept()
            rlist.append(conn)
            continue
        data = s.recv(1024)
        if data:
            s.sendall(data.upper())
        else:
            rlist.remove(s)
            s.close()
            left -= 1
