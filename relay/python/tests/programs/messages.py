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
c, d = socket.socketpair()
for pieces in (None, object(), [object()], [(0, 0)], [(object(), 0, b"x")], [(0, object(), b"x")], [(0, 0, object())]):
    try:
        print(c.sendmsg([b"x"], pieces))
    except Exception as e:
        print(type(e).__name__)
most = 0x7fffffff
print(socket.CMSG_LEN(most - socket.CMSG_LEN(0)), socket.CMSG_SPACE(most - socket.CMSG_SPACE(1)))
for call, len in ((socket.CMSG_LEN, most - socket.CMSG_LEN(0) + 1), (socket.CMSG_SPACE, most - socket.CMSG_SPACE(1) + 1)):
    try:
        print(call(len))
    except OverflowError as e:
        print(e)
