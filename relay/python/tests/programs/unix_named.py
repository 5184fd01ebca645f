import os
import socket
import threading

path = "server.sock"
try:
    os.unlink(path)
except FileNotFoundError as e:
    print("not there:", e.errno, e.strerror)
server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
server.bind(path)
server.listen(1)
print(server.getsockname(), server.family, server.type)


names = []


def serve():
    conn, address = server.accept()
    names.append(address)
    with conn:
        while data := conn.recv(100):
            conn.sendall(data.upper())


thread = threading.Thread(target=serve)
thread.start()
with socket.socket(socket.AF_UNIX) as client:
    client.connect(path)
    print(repr(client.getpeername()), repr(client.getsockname()))
    client.sendall(b"hello")
    print(client.recv(100))
thread.join()
print("from", names)
other = socket.socket(socket.AF_UNIX)
try:
    other.bind(path)
except OSError as e:
    print(type(e).__name__, e)
server.close()
try:
    other.connect(path)
except OSError as e:
    print(type(e).__name__, e)
os.remove(path)
try:
    other.connect(path)
except OSError as e:
    print(type(e).__name__, e)
for bad in ("x" * 108, 5, ("a", 1), ""):
    try:
        other.connect(bad)
    except (OSError, TypeError) as e:
        print(type(e).__name__, e)
with socket.socket(socket.AF_UNIX) as escaped:
    escaped.bind("caf\udce9")
    print(ascii(escaped.getsockname()))
    os.remove("caf\udce9")
