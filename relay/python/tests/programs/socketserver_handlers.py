import socket
import socketserver
import threading


class Handler(socketserver.BaseRequestHandler):
    def setup(self):
        print("setup", self.client_address[0])

    def handle(self):
        data = self.request.recv(100)
        print("handle", data)
        if data == b"bad":
            raise ValueError("bad request")
        self.request.sendall(data[::-1])

    def finish(self):
        print("finish")


class Server(socketserver.TCPServer):
    def verify_request(self, request, client_address):
        return True

    def handle_error(self, request, client_address):
        import sys
        print("error", sys.exc_info()[1])


class Datagrams(socketserver.BaseRequestHandler):
    def handle(self):
        data, sock = self.request
        sock.sendto(data * 2, self.client_address)


with Server(("127.0.0.1", 0), Handler) as server:
    for data in (b"abc", b"bad"):
        with socket.create_connection(server.server_address) as client:
            client.sendall(data)
            server.handle_request()
            print(client.recv(10))
    server.timeout = 0.01
    server.handle_timeout = lambda: print("nobody came")
    server.handle_request()
with socketserver.UDPServer(("127.0.0.1", 0), Datagrams) as server:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.sendto(b"ab", server.server_address)
        server.handle_request()
        print(client.recv(10))
