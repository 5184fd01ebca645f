import socket
import time

SERVER = ("127.0.0.1", 8001)
DELAY = 0.5  # seconds before connect, and before send

time.sleep(DELAY)
client = socket.socket()
client.connect(SERVER)
time.sleep(DELAY)
client.sendall(b"hello")
client.close()
