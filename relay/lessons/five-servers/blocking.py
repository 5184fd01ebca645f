import socket

CLIENTS = 12  # to serve before it ends

sock = socket.create_server(("127.0.0.1", 8001), backlog=CLIENTS)
for i in range(CLIENTS):
    conn, addr = sock.accept()
    while data := conn.recv(1024):
        conn.sendall(data.upper())
    conn.close()
