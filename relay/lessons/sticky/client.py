import socket
import time

SERVER = ("127.0.0.1", 8001)
COUNT = 2  # messages to send
DELAY = 0.0  # seconds between them
NODELAY = False  # True: send small segments at once

client = socket.socket()
if NODELAY:
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
client.connect(SERVER)
client.sendall(b"hello")
for i in range(COUNT - 1):
    if DELAY:
        time.sleep(DELAY)
    client.sendall(b" world")
client.close()
