import socket

a, b = socket.socketpair()
try:
    a.recv(1, socket.MSG_DONTWAIT)
except BlockingIOError as e:
    print(e, e.errno)
b.send(b"hello")
print(a.recv(3, socket.MSG_PEEK), a.recv(3, socket.MSG_PEEK), a.recv(3), a.recv(9))
b.send(b"12")
b.send(b"34")
print(a.recv(4, socket.MSG_WAITALL))
buffer = bytearray(6)
b.send(b"xyz")
print(a.recv_into(buffer, 2, socket.MSG_PEEK), buffer, a.recv_into(buffer), buffer)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as u:
    u.bind(("127.0.0.1", 0))
    u.sendto(b"a datagram", u.getsockname())
    print(u.recvfrom(3, socket.MSG_PEEK)[0], u.recv(100))
    u.sendto(b"a datagram", 0, u.getsockname())
    print(u.recv(4))
    u.sendto(b"", u.getsockname())
    print(u.recv(4))
