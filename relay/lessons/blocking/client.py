import socket
import time

SERVER = ("127.0.0.1", 8001)
DELAY = 1.0  # seconds before connect, and before send
RECV_FIRST = False  # True: waits for a greeting first

client = socket.socket()
time.sleep(DELAY)
client.connect(SERVER)
if RECV_FIRST:
    print("greeting:", client.recv(1024))
time.sleep(DELAY)
client.sendall(b"hello")
print("reply:", client.recv(1024))
client.close()
