import socket
import threading

a, b = socket.socketpair()
data = bytearray(4 << 20)
sender = threading.Thread(target=a.sendall, args=(data,))
sender.start()
received = len(b.recv(1))
data[-1] = 1
print("changed")
try:
    data.clear()
except BufferError as e:
    print(e)
while received < len(data):
    received += len(b.recv(1 << 20))
sender.join()
data.clear()
print(received, len(data))
