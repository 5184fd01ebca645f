import select
import socket
import threading

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 0))
server.listen(5)
sockets = [server]
names = {}


def broadcast(sender, text):
    for sock in sockets:
        if sock is not server and sock is not sender:
            try:
                sock.send(text)
            except:
                sock.close()
                sockets.remove(sock)


def serve(expected):
    left = 0
    while left < expected:
        readable, _, _ = select.select(sockets, [], [])
        for sock in readable:
            if sock is server:
                conn, address = server.accept()
                sockets.append(conn)
                names[conn] = f"client {len(names) + 1}"
                conn.send(b"welcome\n")
            else:
                try:
                    data = sock.recv(1024)
                    if not data:
                        raise Exception
                    broadcast(sock, names[sock].encode() + b": " + data)
                except:
                    sockets.remove(sock)
                    sock.close()
                    left += 1
                    broadcast(sock, names[sock].encode() + b" left\n")


t = threading.Thread(target=serve, args=(2,))
t.start()
a = socket.create_connection(server.getsockname())
ra = a.makefile("r")
print(ra.readline(), end="")
b = socket.create_connection(server.getsockname())
rb = b.makefile("r")
print(rb.readline(), end="")
a.sendall(b"hello\n")
print(rb.readline(), end="")
b.sendall("嗨\n".encode())
print(ra.readline(), end="")
ra.close()
a.close()
print(rb.readline(), end="")
rb.close()
b.close()
t.join()
server.close()
