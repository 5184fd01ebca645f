import select
import socket
import time

PORT = 8001  # of the server that it visits
CLIENTS = 12  # all at the same time
COUNT = 2  # messages of each
PAUSE = 0.2  # seconds before each further one

epoll, clients, thinking = select.epoll(), {}, []
for i in range(CLIENTS):
    client = socket.create_connection(("127.0.0.1", PORT))
    client.sendall(f"client {i + 1}".encode())
    epoll.register(client, select.EPOLLIN)
    clients[client.fileno()] = client, [b"again"] * (COUNT - 1)
while clients:
    for fd, event in epoll.poll(PAUSE / 10 if thinking else None):
        client, more = clients[fd]
        client.recv(1024)
        if more:
            thinking.append((time.time() + PAUSE, client, more.pop()))
        else:
            clients.pop(fd)[0].close()
    while thinking and thinking[0][0] <= time.time():
        thinking[0][1].sendall(thinking.pop(0)[2])
