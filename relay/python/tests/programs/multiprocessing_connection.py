import threading
from multiprocessing.connection import Client, Listener, Pipe, wait

listener = Listener(("127.0.0.1", 0), authkey=b"secret")


def serve():
    with listener.accept() as connection:
        print(connection.recv())
        connection.send(["answer", 2, None])
        print(connection.recv_bytes())
        connection.send_bytes(b"x" * 100_000)
        try:
            connection.recv()
        except EOFError as e:
            print("EOF", e)


server = threading.Thread(target=serve)
server.start()
with Client(listener.address, authkey=b"secret") as connection:
    connection.send({"question": 1})
    print(connection.recv(), connection.poll(0))
    connection.send_bytes(b"bytes")
    print(len(connection.recv_bytes()), wait([connection], 0))
server.join()
listener.close()
one, other = Pipe()
one.send(1)
print(other.recv(), one.poll(0), other.closed)
one, other = Pipe(duplex=False)
other.send("one way")
print(one.recv())
