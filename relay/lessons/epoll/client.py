import socket

SERVER = ("127.0.0.1", 8001)

client = socket.socket()
client.connect(SERVER)
client.sendall(b"0123456789")
print(client.recv(1024))
client.close()
