import io
import socket

a, b = socket.socketpair()
print(a.sendfile(io.BytesIO(b"0123456789"), offset=2, count=5), b.recv(100))
file = io.BytesIO(b"0123456789")
print(a.sendfile(file), b.recv(100), file.tell())
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as u:
    try:
        u.sendfile(file)
    except ValueError as e:
        print(e)
for bad in (io.StringIO("x"), "name"):
    try:
        a.sendfile(bad)
    except Exception as e:
        print(type(e).__name__)
