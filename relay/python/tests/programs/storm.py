"""A busy wait, and a non-blocking connect that ends well and one that does not."""
import errno
import select
import socket

server = socket.create_server(("127.0.0.1", 0))
server.setblocking(False)
tries = 0
client = socket.socket()
client.setblocking(False)
print(client.connect_ex(server.getsockname()) in (0, errno.EINPROGRESS))
while True:
    try:
        conn, _ = server.accept()
        break
    except BlockingIOError:
        tries += 1
print(conn.getblocking(), conn.gettimeout())
select.select([], [client], [], 5)
print(client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), client.connect_ex(server.getsockname()))
try:
    client.connect(server.getsockname())
except OSError as e:
    print(type(e).__name__, e)
failing = socket.socket()
failing.setblocking(False)
failing.connect_ex(("127.0.0.1", 1))
select.select([], [failing], [], 5)
print(errno.errorcode[failing.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)])
sent = 0
client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
try:
    while True:
        sent += client.send(b"x" * 65536)
except BlockingIOError as e:
    print(e.errno == errno.EWOULDBLOCK, sent > 8192)
conn.setblocking(True)
received = 0
while received < sent:
    received += len(conn.recv(1 << 20))
print(received == sent, tries >= 0)
try:
    conn.setblocking(False)
    conn.recv(1)
except OSError as e:
    print(e.args)
