import socket

a, b = socket.socketpair()
f = a.makefile("rw", newline="\n")
g = b.makefile("rb")
f.write("one\ntwo\n")
f.flush()
print(g.readline(), g.readline())
b.sendall(b"answer 1\nanswer 2\n")
print(f.readline(), end="")
for line in f:
    print(line.rstrip())
    break
a.close()
print(a.fileno() >= 0)
f.close()
print(a.fileno())
print(b.recv(10), g.read())
