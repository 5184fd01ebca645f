import socket

with socket.socket() as s:
    print(s.fileno() >= 0)
print(s.fileno(), s)
for call in (
    lambda: s.recv(1),
    lambda: s.send(b"x"),
    lambda: s.connect(("127.0.0.1", 1)),
    lambda: s.getsockname(),
    lambda: s.bind(("127.0.0.1", 0)),
    lambda: s.accept(),
    lambda: s.settimeout(1),
    lambda: s.shutdown(2),
    lambda: s.listen(),
):
    try:
        print(call())
    except OSError as e:
        print(type(e).__name__, e)
s.close()
try:
    with socket.socket() as s:
        raise RuntimeError("inside")
except RuntimeError as e:
    print(e, s.fileno())
with socket.create_server(("", 0), backlog=3, reuse_port=True) as server:
    print(server.getsockname()[0], server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT))
    again = socket.create_server(server.getsockname(), reuse_port=True)
    again.close()
try:
    socket.create_server("127.0.0.1")
except Exception as e:
    print(type(e).__name__)
with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
    with socket.create_connection(server.getsockname()[:2]) as client:
        print(server.accept()[1][0], client.family)
try:
    socket.create_connection(("localhost", 1), timeout=1)
except ConnectionRefusedError as e:
    print(e)
try:
    socket.create_connection(("no.such.host.invalid", 80))
except socket.gaierror as e:
    print(type(e).__name__, isinstance(e, OSError))
