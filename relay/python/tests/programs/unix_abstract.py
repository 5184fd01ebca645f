import os
import socketserver
import socket
import threading

name = "\0socketscope-%d" % os.getpid()


class Upper(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


with socketserver.UnixStreamServer(name, Upper) as server:
    print(type(server.server_address).__name__, server.server_address[:13])
    threading.Thread(target=server.handle_request).start()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(name)
        client.sendall(b"one\ntwo\n")
        client.shutdown(socket.SHUT_WR)
        print(client.makefile("rb").read())
