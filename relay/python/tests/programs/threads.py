import queue
import socket
import threading

server = socket.create_server(("127.0.0.1", 0))
results = queue.Queue()


def serve(conn):
    with conn:
        while data := conn.recv(1024):
            conn.sendall(data.upper())


def accept():
    for _ in range(3):
        conn, _ = server.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()


threading.Thread(target=accept).start()


def client(n):
    with socket.create_connection(server.getsockname()) as s:
        s.sendall(f"hello {n}".encode())
        results.put(s.recv(100))


threads = [threading.Thread(target=client, args=(i,)) for i in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results.get() for _ in range(3)))
lock = threading.Lock()
with lock:
    print(lock.locked(), threading.current_thread().name, threading.active_count() >= 1)
