import socket

print((1, "lo") in socket.if_nameindex(), socket.if_nametoindex("lo"), socket.if_indextoname(1))
stream = {"type": socket.SOCK_STREAM}
for call in (
    lambda: socket.if_nametoindex("no such interface"),
    lambda: socket.if_indextoname(9999),
    lambda: socket.if_indextoname(-1),
    lambda: socket.if_nametoindex(1),
    lambda: socket.getaddrinfo(None, 80, **stream, flags=socket.AI_PASSIVE),
    lambda: socket.getaddrinfo(None, 80, **stream),
    lambda: socket.getaddrinfo(None, 80),
    lambda: socket.getaddrinfo(None, 80, socket.AF_INET6, **stream, flags=socket.AI_PASSIVE),
    lambda: socket.getaddrinfo(None, None),
    lambda: socket.getaddrinfo("", 80),
    lambda: socket.getaddrinfo("a b", 80),
    lambda: socket.getaddrinfo("http://localhost", 80),
    lambda: socket.getaddrinfo("127.0.0.1:80", 80),
    lambda: socket.getaddrinfo("::1", 80, socket.AF_INET),
    lambda: socket.getaddrinfo("127.0.0.1", 80, socket.AF_INET6),
    lambda: socket.getaddrinfo("localhost", 80, flags=socket.AI_NUMERICHOST),
    lambda: socket.getaddrinfo("127.0.0.1", 80, 77),
    lambda: socket.getaddrinfo("127.0.0.1", 80, 0, 77),
    lambda: socket.getaddrinfo("127.0.0.1", 80, flags=1 << 20),
    lambda: socket.getaddrinfo("127.0.0.1", 80, 0, 1, 17),
    lambda: socket.getaddrinfo("127.0.0.1", 80, 0, 0, 6),
    lambda: socket.getaddrinfo("127.0.0.1", "no such service"),
    lambda: socket.getaddrinfo("127.0.0.1", "http", **stream, flags=socket.AI_NUMERICSERV),
    lambda: socket.getaddrinfo("127.0.0.1", 80, **stream, flags=socket.AI_CANONNAME),
    lambda: socket.getaddrinfo("127.0.0.1", 70000, **stream),
    lambda: socket.getaddrinfo("127.0.0.1", "70000", **stream),
    lambda: socket.getaddrinfo("127.0.0.1", -1, **stream),
    lambda: socket.getnameinfo(("127.0.0.1", 80), 0),
    lambda: socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV),
    lambda: socket.getnameinfo(("127.0.0.1", 12345), 0),
    lambda: socket.getnameinfo(("::1", 80, 0, 0), socket.NI_NUMERICHOST),
    lambda: socket.getnameinfo(("localhost", 80), 0),
    lambda: socket.getnameinfo("x", 0),
    lambda: socket.getnameinfo(("127.0.0.1",), 0),
    lambda: socket.getnameinfo(("127.0.0.1", 80, 0, 0), 0),
    lambda: socket.getnameinfo(("::1", 80, 1 << 20, 0), 0),
    lambda: socket.getnameinfo(("127.0.0.1", 70000), 0),
    lambda: socket.getnameinfo(("127.0.0.1", "80"), 0),
    lambda: socket.getnameinfo((b"127.0.0.1", 80), 0),
    lambda: socket.gethostbyaddr("127.0.0.1"),
    lambda: socket.gethostbyname("::1"),
    lambda: (socket.CMSG_LEN(4), socket.CMSG_SPACE(4)),
    lambda: socket.CMSG_LEN(-1),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
    peer, _ = server.accept()
    print(client.sendmsg([b"ab", b"cd"], []), peer.recvmsg(100, 100)[:3])
    peer.close()
