import hashlib
import io
import os
import socket
import struct
import threading

CHUNK = 4096


def send_file(sock, name, file):
    data = file.read()
    header = struct.pack("!HQ", len(name.encode()), len(data)) + name.encode()
    sock.sendall(header)
    file.seek(0)
    while chunk := file.read(CHUNK):
        sock.sendall(chunk)


def recv_exactly(sock, count):
    data = bytearray()
    while len(data) < count:
        chunk = sock.recv(min(CHUNK, count - len(data)))
        if not chunk:
            raise ConnectionError(f"{count - len(data)} bytes missing")
        data += chunk
    return bytes(data)


def recv_file(sock):
    name_length, size = struct.unpack("!HQ", recv_exactly(sock, 10))
    name = recv_exactly(sock, name_length).decode()
    return os.path.basename(name), recv_exactly(sock, size)


files = {"dir/empty.txt": b"", "照片.jpg": bytes(range(256)) * 400, "a.txt": b"line\n" * 3}
server = socket.create_server(("127.0.0.1", 0))


def send_all():
    with socket.create_connection(server.getsockname()) as sock:
        for name, data in files.items():
            send_file(sock, name, io.BytesIO(data))
        sock.sendall(b"\0\1\0")


t = threading.Thread(target=send_all)
t.start()
conn, _ = server.accept()
with conn:
    for _ in files:
        name, data = recv_file(conn)
        print(name, len(data), hashlib.sha256(data).hexdigest()[:16])
    t.join()
    try:
        recv_file(conn)
    except ConnectionError as e:
        print(type(e).__name__, e)
