import socket

try:
    raise KeyboardInterrupt
except KeyboardInterrupt:
    print("bye")
s = socket.socket()
try:
    s.connect(("127.0.0.1", 1))
except:
    print("could not connect")
finally:
    s.close()
assert s.fileno() == 0, "closed"
