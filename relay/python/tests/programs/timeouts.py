import socket

a, b = socket.socketpair()
a.settimeout(0.02)
print(a.gettimeout(), a.getblocking(), a.timeout)
try:
    a.recv(1)
except socket.timeout as e:
    print(repr(e), str(e), e.errno, isinstance(e, TimeoutError), socket.timeout is TimeoutError)
b.send(b"x")
print(a.recv(10))
a.settimeout(None)
print(a.gettimeout())
for bad in (-1, "2", float("nan")):
    try:
        a.settimeout(bad)
    except Exception as e:
        print(type(e).__name__, e)
socket.setdefaulttimeout(1.5)
c = socket.socket()
print(c.gettimeout(), socket.getdefaulttimeout())
socket.setdefaulttimeout(None)
server = socket.create_server(("127.0.0.1", 0))
server.settimeout(0.02)
server.accept()
