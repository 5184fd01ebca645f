import socket


class ProtocolError(Exception):
    pass


def read(sock):
    try:
        return sock.recv(10)
    except BlockingIOError as e:
        raise ProtocolError("no data yet") from e


a, b = socket.socketpair()
a.setblocking(False)
try:
    read(a)
except ProtocolError as e:
    print(repr(e), repr(e.__cause__))
try:
    a.recv(1)
except BlockingIOError:
    read(a)
