import socket
import threading

server = socket.create_server(("127.0.0.1", 0))


def serve():
    conn, _ = server.accept()
    with conn:
        request = b""
        while b"\r\n\r\n" not in request:
            request += conn.recv(7)
        line, *headers = request.decode().split("\r\n")
        method, path, version = line.split()
        print(method, path, version)
        print(sorted(h.split(": ", 1)[0] for h in headers if h))
        body = "<h1>Hi</h1>".encode()
        conn.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


t = threading.Thread(target=serve)
t.start()
with socket.create_connection(server.getsockname()) as c:
    c.sendall(b"GET /index.html HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n")
    reply = b"".join(iter(lambda: c.recv(16), b""))
head, _, body = reply.partition(b"\r\n\r\n")
print(head.split(b"\r\n"), body)
t.join()
