import socket

probe = socket.socket()
probe.bind(("127.0.0.1", 0))
port = probe.getsockname()
s = socket.socket()
try:
    s.connect(port)
except ConnectionRefusedError as e:
    print(repr(e), e)
s = socket.socket()
print(s.connect_ex(port))
s = socket.socket()
s.settimeout(1)
print(s.connect_ex(port))
s = socket.socket()
s.connect(port)
