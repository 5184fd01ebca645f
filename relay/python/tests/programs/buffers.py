import socket

a, b = socket.socketpair()
buf = bytearray(b"........")
a.send(b"hello")
print(b.recv_into(buf), buf)
a.send(memoryview(b"memory"))
view = memoryview(buf)[2:]
print(b.recv_into(view, 3), bytes(buf))
a.send(bytearray(b"!"))
print(b.recv(100))
for args in ((buf, -1), (buf, 100), (b"const",), ("text",)):
    try:
        print(b.recv_into(*args))
    except Exception as e:
        print(type(e).__name__)
