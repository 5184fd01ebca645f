import socket
import time

SERVER = ("127.0.0.1", 8001)
COUNT = 3  # messages
PAUSE = 0.1  # seconds before each
TYPED = False  # True: you type them; an empty line ends it

client = socket.socket()
client.connect(SERVER)
for i in range(COUNT):
    time.sleep(PAUSE)
    text = input("say: ") if TYPED else f"message {i + 1}"
    if not text:
        break
    client.sendall(text.encode())
    print(client.recv(1024).decode())
client.close()
