import socket
import time

SERVER = ("127.0.0.1", 8001)
RCVBUF = 4096  # receive buffer, bytes: the kernel doubles it
PAUSE = 0.6  # seconds in which it reads nothing
LENGTH = 100_000

client = socket.socket()
client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RCVBUF)
client.connect(SERVER)
time.sleep(PAUSE)
got = 0
while got < LENGTH:
    got += len(client.recv(LENGTH))
print(got, "bytes")
client.close()
