import socket
import time

ADDR = ("127.0.0.1", 8001)
WAIT = 0.0  # seconds before the first accept, and recv
RETRY = 0.2  # seconds between two tries
CATCH = True  # False: the exception ends the program

def keep_trying(call, *arguments):
    time.sleep(WAIT)
    while True:
        try:
            return call(*arguments)
        except BlockingIOError as error:
            print(call.__name__, "->", error)
            if not CATCH:
                raise
            time.sleep(RETRY)

sock = socket.create_server(ADDR)
sock.setblocking(False)
conn, addr = keep_trying(sock.accept)
conn.setblocking(False)
data = keep_trying(conn.recv, 1024)
print("received:", data.decode())
