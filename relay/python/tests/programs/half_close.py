import socket
import threading

server = socket.create_server(("127.0.0.1", 0))
log = []


def serve():
    conn, _ = server.accept()
    received = b""
    while chunk := conn.recv(4):
        received += chunk
    log.append(received)
    conn.sendall(b"got %d" % len(received))
    conn.shutdown(socket.SHUT_WR)
    log.append(conn.recv(1))
    conn.close()


t = threading.Thread(target=serve)
t.start()
client = socket.create_connection(server.getsockname())
client.sendall(b"all I have to say")
client.shutdown(socket.SHUT_WR)
try:
    client.send(b"more")
except BrokenPipeError as e:
    print(e)
print(client.recv(100), client.recv(100), client.recv(100))
client.close()
t.join()
print(log)
a, b = socket.socketpair()
a.shutdown(socket.SHUT_RD)
print(a.recv(1))
try:
    b.send(b"x")
except OSError as e:
    print(type(e).__name__)
