import socket

a, b = socket.socketpair()
a.settimeout(0.01)
reader = a.makefile("r", encoding="utf-8", newline="\n")
try:
    reader.readline()
except TimeoutError as e:
    print(type(e).__name__, e)
try:
    reader.readline()
except OSError as e:
    print(type(e).__name__, e)
b.close()
