import socket
import time

SERVER = ("127.0.0.1", 8001)
MESSAGE = "hello"
THINK = 0.2  # seconds between connect and send

client = socket.socket()
client.connect(SERVER)
time.sleep(THINK)
client.sendall(MESSAGE.encode())
reply = client.recv(1024)
print("reply:", reply.decode())
client.close()
