import select
import socket

ADDR = ("127.0.0.1", 8001)
SNDBUF = 8192  # send buffer, bytes: the kernel doubles it
TIMEOUT = 0.1  # seconds until select gives up

sock = socket.create_server(ADDR)
conn, addr = sock.accept()
conn.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SNDBUF)
conn.setblocking(False)
data = b"0123456789" * 10_000
while True:
    wlist = [conn] if data else []  # nothing to send: do not ask
    readable, writable, broken = select.select(
        [conn], wlist, [], TIMEOUT)
    if writable:
        sent = conn.send(data)
        data = data[sent:]
    if readable and not conn.recv(1024):
        break
conn.close()
sock.close()
