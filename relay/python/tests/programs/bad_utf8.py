import socket

a, b = socket.socketpair()
a.sendall("世界".encode()[:4])
data = b.recv(10)
print(data, data.decode("utf-8", "replace"), data.decode(errors="ignore"), data.decode("latin-1"))
try:
    data.decode()
except UnicodeDecodeError as e:
    print(e)
    print(e.start, e.end, e.reason, e.object)
try:
    "世界".encode("ascii")
except UnicodeEncodeError as e:
    print(e)
try:
    a.send("text")
except TypeError as e:
    print(e)
for wrong in (lambda: b"a" + "b", lambda: bytes([256]), lambda: "a" + b"b", lambda: bytes(-1), lambda: b"%d" % "x"):
    try:
        wrong()
    except Exception as e:
        print(type(e).__name__)
print(b"\xff\x00" in data, data.hex(" "), bytes.fromhex("e4 b8 96").decode(), list(data[:2]), data[0])
a.sendall(b"\xff\xfe")
print(b.makefile("r", encoding="utf-8", errors="backslashreplace").read(2))
