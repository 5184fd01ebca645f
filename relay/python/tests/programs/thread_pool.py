import concurrent.futures
import socket


def ask(address, n):
    with socket.create_connection(address) as s:
        s.sendall(b"%d" % n)
        return int(s.recv(10))


def serve(server, count):
    for _ in range(count):
        conn, _ = server.accept()
        with conn:
            conn.sendall(b"%d" % (int(conn.recv(10)) * 2))


with socket.create_server(("127.0.0.1", 0)) as server, concurrent.futures.ThreadPoolExecutor(4) as pool:
    pool.submit(serve, server, 5)
    print(list(pool.map(lambda n: ask(server.getsockname(), n), range(5))))
    failed = pool.submit(int, "x")
    print(repr(failed.exception(10)))
    try:
        failed.result()
    except ValueError as e:
        print(e)
