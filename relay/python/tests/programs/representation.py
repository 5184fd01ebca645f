import re
import socket


def show(s):
    print(re.sub(r"'127.0.0.1', [1-9]\d*", "'127.0.0.1', PORT", repr(s)))


s = socket.socket()
show(s)
s.bind(("127.0.0.1", 0))
show(s)
s.listen()
c = socket.create_connection(s.getsockname())
show(c)
conn, _ = s.accept()
show(conn)
c.close()
show(c)
print(s.family, s.type, s.proto, repr(s.family), repr(s.type))
with s as same:
    print(same is s)
print(s._closed)
d = socket.socket(fileno=conn.detach())
show(d)
show(conn)
print(d.dup().fileno() not in (-1, d.fileno()))
