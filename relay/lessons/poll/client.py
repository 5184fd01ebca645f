import socket
import struct
import time

SERVER = ("127.0.0.1", 8001)
COUNT = 2  # messages
PAUSE = 0.1  # seconds before each
LEAVE = "close"  # or "shutdown", or "reset"

client = socket.socket()
client.connect(SERVER)
for i in range(COUNT):
    time.sleep(PAUSE)
    client.sendall(f"message {i + 1}".encode())
    print(client.recv(1024).decode())
if LEAVE == "shutdown":  # no more from here, but it still listens
    client.shutdown(socket.SHUT_WR)
    client.recv(1024)
if LEAVE == "reset":     # close sends RST instead of FIN
    linger = struct.pack("ii", 1, 0)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
client.close()
