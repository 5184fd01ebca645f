import socket

SERVER = ("127.0.0.1", 8001)

client = socket.socket()
client.connect(SERVER)
while line := input("say: "):
    client.sendall(line.encode())
    print(client.recv(1024).decode())
client.close()
