import socket
import time

ADDR = ("127.0.0.1", 8001)
BACKLOG = 5  # connections that may wait for accept
WAIT = 0.0  # seconds before accept
LINGER = 0.3  # seconds between end of stream and close

sock = socket.socket()
sock.bind(ADDR)
sock.listen(BACKLOG)
if WAIT:
    time.sleep(WAIT)
conn, addr = sock.accept()
print("connected:", addr)
data = conn.recv(1024)
print("received:", data)
conn.sendall(data.upper())
data = conn.recv(1024)
print("then:", data)
time.sleep(LINGER)
conn.close()
sock.close()
