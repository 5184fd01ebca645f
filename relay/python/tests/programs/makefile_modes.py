import socket

a, b = socket.socketpair()
with a.makefile("w", encoding="utf-8", newline="\r\n") as w, b.makefile("r", encoding="utf-8") as r:
    print("héllo", "世界", file=w)
    w.write("second\nthird")
    w.flush()
    a.shutdown(socket.SHUT_WR)
    print(r.readline(), r.readlines())
    print(r.closed, w.writable(), r.readable(), w.mode, r.mode)
both = b.makefile("rwb", buffering=0)
print(type(both).__name__, both.write(b"raw"), a.recv(10))
b.close()
try:
    print(b.fileno() >= 0, a.fileno() >= 0)
    both.write(b"still open")
    print(a.recv(100))
finally:
    both.close()
print(a.recv(1), b)
c, d = socket.socketpair()
for mode in ("x", "rt", "rw+"):
    try:
        c.makefile(mode)
        print(mode, "ok")
    except ValueError as e:
        print(e)
try:
    c.makefile("r", buffering=0)
except ValueError as e:
    print(e)
d.sendall(b"a\nbb\nccc")
d.close()
f = c.makefile("rb")
print(f.peek(1)[:1], f.readline(), f.read(1), f.readinto(bytearray(1)), list(f), f.read())
