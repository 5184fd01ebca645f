import socket
import threading

ADDR = ("127.0.0.1", 8001)

def serve(conn):
    while data := conn.recv(1024):
        conn.sendall(data.upper())
    conn.close()

sock = socket.socket()
sock.bind(ADDR)
sock.listen(5)
while True:
    conn, addr = sock.accept()
    threading.Thread(target=serve, args=(conn,)).start()
