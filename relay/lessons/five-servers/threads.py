import socket
import threading

CLIENTS = 12  # to serve before it ends


def serve(conn):
    while data := conn.recv(1024):
        conn.sendall(data.upper())
    conn.close()


sock = socket.create_server(("127.0.0.1", 8005), backlog=CLIENTS)
for i in range(CLIENTS):
    conn, addr = sock.accept()
    threading.Thread(target=serve, args=(conn,)).start()
