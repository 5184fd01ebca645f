import socket

ADDR = ("127.0.0.1", 8001)

sock = socket.socket()
sock.bind(ADDR)
sock.listen(5)
conn, addr = sock.accept()
message = b""
while data := conn.recv(65536):
    message += data
for i in range(0, min(len(message), 48), 6):
    part = message[i:i + 6]
    print(f"{i:2} {part.hex(' ')} {part.decode()}")
print("received:", len(message), "bytes, and not one of a header")
conn.close()
sock.close()
