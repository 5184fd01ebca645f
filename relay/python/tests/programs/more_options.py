import socket
import struct

s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 5))
print(struct.unpack("ii", s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)))
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 2, 500000))
print(struct.unpack("ll", s.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16)))
for name in ("SO_KEEPALIVE", "SO_BROADCAST", "SO_REUSEADDR", "SO_REUSEPORT", "SO_OOBINLINE"):
    option = getattr(socket, name)
    before = s.getsockopt(socket.SOL_SOCKET, option)
    s.setsockopt(socket.SOL_SOCKET, option, True)
    print(name, before, s.getsockopt(socket.SOL_SOCKET, option))
for name, value in (("TCP_NODELAY", 1), ("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3), ("TCP_CORK", 1)):
    option = getattr(socket, name)
    s.setsockopt(socket.IPPROTO_TCP, option, value)
    print(name, s.getsockopt(socket.IPPROTO_TCP, option))
s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, 7)
print(s.getsockopt(socket.IPPROTO_IP, socket.IP_TTL))
info = s.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
print(type(info), len(info), info[0])
print(s.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_STREAM, s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
for bad in ((1, 2, "x"), (socket.SOL_SOCKET, 9999, 1), (socket.SOL_SOCKET, socket.SO_REUSEADDR, b"")):
    try:
        s.setsockopt(*bad)
    except Exception as e:
        print(type(e).__name__)
for size in (-1, 5000):
    try:
        s.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, size)
    except OSError as e:
        print(e)
