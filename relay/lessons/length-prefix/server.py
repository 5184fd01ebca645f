import socket
import struct

ADDR = ("127.0.0.1", 8001)
HEADER = "i"  # B, H, i, q: a header of 1, 2, 4, 8 bytes
ORDER = "="  # "=": as this machine has it, "!": big-endian
SWAPPED = False  # True: misreads the header's byte order
ONCE = False  # True: takes what one recv returns for all

def read(n):
    data = b""
    while len(data) < n:
        part = conn.recv(min(n - len(data), 1024))
        data += part
        if not part or ONCE:
            break
    return data

sock = socket.create_server(ADDR)
conn, addr = sock.accept()
while header := read(struct.calcsize(ORDER + HEADER)):
    header = header[::-1] if SWAPPED else header
    (n,) = struct.unpack(ORDER + HEADER, header)
    body = read(n)
    print(n, len(body), body.decode(errors="replace")[:16])
