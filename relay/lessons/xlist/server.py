import select
import socket

ADDR = ("127.0.0.1", 8001)
INLINE = False  # True: urgent bytes among the others

sock = socket.create_server(ADDR)
conn, addr = sock.accept()
if INLINE:
    conn.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
while True:
    readable, writable, urgent = select.select([conn], [], [conn])
    if urgent and not INLINE:
        print("urgent:", conn.recv(1, socket.MSG_OOB))
    if readable:
        data = conn.recv(1024)
        if not data:
            break
        print("normal:", data)
conn.close()
sock.close()
