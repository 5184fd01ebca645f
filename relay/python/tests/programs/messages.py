import socket

a, b = socket.socketpair()
print(a.sendmsg([b"one", bytearray(b"two"), memoryview(b"three")]), b.recvmsg(100))
x, y = bytearray(3), bytearray(10)
a.sendall(b"abcdef")
print(b.recvmsg_into([x, y]), x, y)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as u, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as v:
    u.bind(("127.0.0.1", 0))
    v.bind(("127.0.0.1", 0))
    print(u.sendmsg([b"12", b"345"], (), 0, v.getsockname()))
    data, ancillary, flags, address = v.recvmsg(3)
    print(data, ancillary, flags == socket.MSG_TRUNC, address == u.getsockname())
for call in (
    lambda: a.sendmsg(b"text"),
    lambda: a.sendmsg(["text"]),
    lambda: a.sendmsg(5),
    lambda: b.recvmsg(-1),
    lambda: b.recvmsg(1, -1),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__)
a.close()
print(b.recvmsg(10))
