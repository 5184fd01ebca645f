import socket
import time

SERVER = ("127.0.0.1", 8001)
PAUSE = 0.2  # seconds between the sends
URGENT = b"!"  # only the last byte is urgent

client = socket.socket()
client.connect(SERVER)
client.sendall(b"before")
time.sleep(PAUSE)
client.send(URGENT, socket.MSG_OOB)
time.sleep(PAUSE)
client.sendall(b"after")
client.close()
