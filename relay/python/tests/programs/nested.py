import socket


def outer():
    inner()


def inner():
    s = socket.socket()
    s.close()
    s.listen()


class Worker:
    def run(self):
        outer()


Worker().run()
