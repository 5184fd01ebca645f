import socket
import time

ADDR = ("127.0.0.1", 8001)
RECV_SIZE = 1024  # most bytes that one recv returns
WAIT = 0.3  # seconds before the first recv

sock = socket.socket()
sock.bind(ADDR)
sock.listen(5)
conn, addr = sock.accept()
time.sleep(WAIT)
while True:
    data = conn.recv(RECV_SIZE)
    if not data:
        break
    print(data.decode())
conn.close()
sock.close()
