import socket
import threading


def work(sock):
    data = sock.recv(10)
    return int(data)


a, b = socket.socketpair()
t = threading.Thread(target=work, args=(a,), name="worker")
t.start()
b.send(b"seven")
t.join()
print("still here", t.is_alive())
