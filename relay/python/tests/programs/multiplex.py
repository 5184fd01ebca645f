import selectors
import socket

sel = selectors.DefaultSelector()
server = socket.create_server(("127.0.0.1", 0))
server.setblocking(False)
sel.register(server, selectors.EVENT_READ, "accept")
clients = [socket.create_connection(server.getsockname()) for _ in range(3)]
for i, c in enumerate(clients):
    c.sendall(f"client {i}".encode())
got = []
while len(got) < 3:
    for key, mask in sel.select(timeout=1):
        if key.data == "accept":
            conn, _ = server.accept()
            sel.register(conn, selectors.EVENT_READ, "echo")
        else:
            got.append(key.fileobj.recv(100).decode())
            sel.unregister(key.fileobj)
            key.fileobj.close()
print(sorted(got))
print(len(sel.get_map()))
