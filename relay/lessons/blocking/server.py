import socket

ADDR = ("127.0.0.1", 8001)

sock = socket.socket()
sock.bind(ADDR)
sock.listen(5)
print("waiting for a client")
conn, addr = sock.accept()
print("waiting for a message")
data = conn.recv(1024)
print("received:", data.decode())
conn.sendall(data.upper())
conn.close()
sock.close()
