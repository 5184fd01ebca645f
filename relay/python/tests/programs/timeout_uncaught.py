import socket

server = socket.create_server(("127.0.0.1", 0))
server.settimeout(0.01)
print("waiting")
server.accept()
