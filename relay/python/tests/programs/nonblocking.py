import errno
import socket

server = socket.socket()
server.setblocking(False)
server.bind(("localhost", 0))
server.listen()
print(server.getblocking(), server.gettimeout(), server.timeout)
try:
    server.accept()
except BlockingIOError as e:
    print(repr(e), e, e.errno == errno.EAGAIN, e.args)
client = socket.socket()
client.setblocking(False)
print(client.connect_ex(server.getsockname()) in (0, errno.EINPROGRESS))
client.setblocking(True)
conn, _ = server.accept()
print(conn.getblocking(), conn.gettimeout())
conn.setblocking(0)
try:
    conn.recv(10)
except OSError as e:
    print(type(e), e.strerror, e.filename)
conn.recv(10)
