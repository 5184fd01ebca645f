import socket
import time

CLIENTS = 3  # to serve before it ends
NAP = 0.0  # seconds between two rounds
sock = socket.create_server(("127.0.0.1", 8001))
sock.setblocking(False)
conns, left = [], CLIENTS
while left:
    try:
        conns.append(sock.accept()[0])
        conns[-1].setblocking(False)
    except BlockingIOError:
        pass  # nobody has connected
    for conn in conns[:]:
        try:
            data = conn.recv(1024)
        except BlockingIOError:
            continue  # nothing has arrived from this one
        if data:
            conn.sendall(data.upper())
        else:
            conns.remove(conn)
            left -= 1
    if NAP: time.sleep(NAP)
