import socket
import struct

a, b = socket.socketpair()


def send_message(sock, body):
    sock.sendall(struct.pack(">I", len(body)) + body)


def recv_exactly(sock, n):
    chunks = []
    while n:
        chunk = sock.recv(min(n, 3))
        if not chunk:
            raise EOFError("connection closed early")
        chunks.append(chunk)
        n -= len(chunk)
    return b"".join(chunks)


def recv_message(sock):
    (n,) = struct.unpack(">I", recv_exactly(sock, 4))
    return recv_exactly(sock, n)


for text in ["你好", "", "third message"]:
    send_message(a, text.encode())
for _ in range(3):
    print(recv_message(b).decode())
a.send(b"\x00\x00\x00\x09half")
a.close()
print(recv_message(b))
