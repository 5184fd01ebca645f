import socket

SERVER = ("127.0.0.1", 8001)
SIZE = 15  # bytes of the message

message = (b"Hello, network! " * (SIZE // 16 + 1))[:SIZE]
client = socket.socket()
client.connect(SERVER)
sent = client.send(message)
for i in range(0, min(SIZE, 48), 6):
    part = message[i:i + 6]
    print(f"{i:2} {part.hex(' ')} {part.decode()}")
print("sent:", sent, "bytes, all of them mine")
client.close()
