"""Each end waits for the other by turns; what a call returns while another thread closes or sends."""
import socket
import threading

ready = threading.Event()
results = []
server = socket.create_server(("127.0.0.1", 0), backlog=1)


def accept_one():
    ready.set()
    conn, address = server.accept()
    results.append(address[0])
    with conn:
        results.append(conn.recv(10))
        conn.sendall(conn.recv(10) + b"!")


t = threading.Thread(target=accept_one)
t.start()
ready.wait()
with socket.create_connection(server.getsockname()) as client:
    client.send(b"one")
    while len(results) < 2:
        pass
    client.send(b"two")
    print(client.recv(10), client.recv(10))
t.join()
print(results)
big = b"0123456789" * 300_000
a, b = socket.socketpair()
t = threading.Thread(target=a.sendall, args=(big,))
t.start()
received = bytearray()
while len(received) < len(big):
    received += b.recv(65536)
t.join()
print(received == big)
