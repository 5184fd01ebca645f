import socket
from contextlib import suppress

VISITS = 4  # requests to answer, then it ends
WAIT = 300.0  # seconds to wait for the next browser
HEAD = ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n")

sock = socket.create_server(("127.0.0.1", 8080))
sock.settimeout(WAIT)
visits = 0
while visits < VISITS:
    try:
        conn, addr = sock.accept()
    except TimeoutError:
        break  # nobody came
    with conn, suppress(OSError):
        conn.settimeout(1)  # some connect and ask nothing
        head = data = conn.recv(1024)
        while data and b"\r\n\r\n" not in head:
            head += (data := conn.recv(1024))
        if data:
            visits += 1
            body = f"Hello, 你好: {visits}".encode()
            conn.sendall(HEAD.format(len(body)).encode() + body)
