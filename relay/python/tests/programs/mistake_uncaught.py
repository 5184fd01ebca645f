import socket


def send(sock, name):
    sock.sendall(b"hello " + name)


a, b = socket.socketpair()
send(a, "Anna")
