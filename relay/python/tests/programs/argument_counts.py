import socket

sock = socket.socket()
wrong = [
    ("connect", ("127.0.0.1", 8001)),
    ("connect", ()),
    ("connect_ex", ("127.0.0.1", 8001)),
    ("bind", ("127.0.0.1", 8001)),
    ("bind", ()),
    ("listen", (1, 2)),
    ("accept", (1,)),
    ("send", ()),
    ("send", (b"a", 0, 1)),
    ("sendall", ()),
    ("recv", ()),
    ("recv", (1, 2, 3)),
    ("recvfrom", ()),
    ("sendto", (b"a",)),
    ("sendto", (b"a", 0, ("127.0.0.1", 1), 1)),
    ("setsockopt", (1, 2)),
    ("setsockopt", (1, 2, 3, 4, 5)),
    ("getsockopt", (1,)),
    ("getsockopt", (1, 2, 3, 4)),
    ("recv_into", (b"not to be written",)),
    ("recvfrom_into", ("text",)),
    ("settimeout", ()),
    ("setblocking", (True, False)),
    ("shutdown", ()),
    ("close", (1,)),
]
for name, arguments in wrong:
    try:
        getattr(sock, name)(*arguments)
    except TypeError as e:
        print(name, arguments, e)
for call in [lambda: sock.bind(address=("", 0)), lambda: sock.connect(address=("", 0))]:
    try:
        call()
    except TypeError as e:
        print(e)
sock.close()
