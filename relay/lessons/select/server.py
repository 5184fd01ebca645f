import select
import socket

ADDR = ("127.0.0.1", 8001)
CLIENTS = 3  # to serve before it ends

sock = socket.create_server(ADDR)
sock.setblocking(False)
rlist, left = [sock], CLIENTS
while left:
    readable, writable, broken = select.select(rlist, [], [])
    for s in readable:
        if s is sock:
            conn, addr = sock.accept()
            conn.setblocking(False)
            rlist.append(conn)
            continue
        data = s.recv(1024)
        if data:
            s.sendall(data.upper())
        else:
            rlist.remove(s)
            s.close()
            left -= 1
sock.close()
