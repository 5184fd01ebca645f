import selectors
import socket
import types

selector = selectors.DefaultSelector()
server = socket.create_server(("127.0.0.1", 0))
server.setblocking(False)
selector.register(server, selectors.EVENT_READ, data=None)
client = socket.create_connection(server.getsockname())
client.sendall(b"echo me")
client.shutdown(socket.SHUT_WR)
open_connections = None
while open_connections != 0:
    for key, mask in selector.select(timeout=10):
        if key.data is None:
            conn, address = key.fileobj.accept()
            conn.setblocking(False)
            selector.register(conn, selectors.EVENT_READ | selectors.EVENT_WRITE, types.SimpleNamespace(out=b""))
            open_connections = 1
            continue
        sock, data = key.fileobj, key.data
        if mask & selectors.EVENT_READ:
            received = sock.recv(3)
            if received:
                data.out += received
            elif not data.out:
                selector.unregister(sock)
                sock.close()
                open_connections = 0
                continue
        if mask & selectors.EVENT_WRITE and data.out:
            data.out = data.out[sock.send(data.out):]
print(client.recv(100), client.recv(100))
print(len(selector.get_map()), selector.get_key(server).events)
try:
    selector.register(server, selectors.EVENT_READ)
except KeyError as e:
    print(type(e).__name__)
try:
    selector.register(client, 0)
except ValueError as e:
    print(e)
try:
    selector.unregister(client)
except KeyError as e:
    print(type(e).__name__)
print(selector.select(0))
selector.close()
for kind in (selectors.SelectSelector, selectors.PollSelector, selectors.EpollSelector):
    with kind() as s:
        s.register(client, selectors.EVENT_READ | selectors.EVENT_WRITE, "data")
        [(key, mask)] = s.select(1)
        print(kind.__name__, key.fileobj is client, key.data, mask)
