from socket import *
import threading

server = socket(AF_INET, SOCK_DGRAM)
server.bind(("127.0.0.1", 0))


def serve():
    while True:
        message, address = server.recvfrom(2048)
        if message == b"quit":
            return
        server.sendto(message.decode().upper().encode(), address)


t = threading.Thread(target=serve)
t.start()
client = socket(AF_INET, SOCK_DGRAM)
client.settimeout(10)
for message in ("ping", "", "x" * 1500):
    client.sendto(message.encode(), server.getsockname())
    data, address = client.recvfrom(2048)
    print(len(data), data[:10], address == server.getsockname())
client.connect(server.getsockname())
client.send(b"quit")
t.join()
try:
    client.sendto(b"x" * 70000, server.getsockname())
except OSError as e:
    print(type(e).__name__, e)
server.close()
client.send(b"anyone?")
try:
    client.recv(10)
except ConnectionRefusedError as e:
    print(e)
broadcast = socket(AF_INET, SOCK_DGRAM)
try:
    broadcast.sendto(b"x", ("255.255.255.255", 9))
except OSError as e:
    print(type(e).__name__, e)
try:
    broadcast.listen(1)
except OSError as e:
    print(e)
try:
    broadcast.send(b"x")
except OSError as e:
    print(e)
