import socket

a, b = socket.socketpair()
b.close()
try:
    a.send(b"x")
except BrokenPipeError as e:
    print(e.errno, e.strerror, e.filename, e.args)
    raise RuntimeError("the peer is gone") from e
