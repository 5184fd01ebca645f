import socket

for call in (
    lambda: socket.gethostbyname("localhost"),
    lambda: socket.gethostbyname("127.0.0.1"),
    lambda: socket.getaddrinfo("127.0.0.1", 80, socket.AF_INET, socket.SOCK_STREAM),
    lambda: socket.getaddrinfo("127.0.0.1", "http", type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP),
    lambda: socket.getaddrinfo("::1", 53, type=socket.SOCK_DGRAM),
    lambda: socket.getaddrinfo(None, 8001, socket.AF_INET, socket.SOCK_STREAM, 0, socket.AI_PASSIVE),
    lambda: socket.inet_aton("10.1"),
    lambda: socket.inet_ntoa(b"\x7f\0\0\1"),
    lambda: socket.inet_pton(socket.AF_INET6, "::ffff:1.2.3.4"),
    lambda: socket.inet_ntop(socket.AF_INET6, bytes(15) + b"\1"),
    lambda: socket.inet_aton("256.0.0.1"),
    lambda: socket.inet_pton(socket.AF_INET, "1.2.3"),
    lambda: socket.inet_ntoa(b"123"),
    lambda: (socket.htons(8001), socket.ntohs(1), socket.htonl(1), socket.ntohl(0x7f000001)),
    lambda: socket.htons(-1),
    lambda: socket.htons(70000),
    lambda: socket.getservbyname("http"),
    lambda: socket.getservbyport(22),
    lambda: socket.getservbyname("no such service"),
    lambda: socket.getprotobyname("tcp"),
    lambda: (socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP, int(socket.MSG_PEEK)),
    lambda: socket.has_dualstack_ipv6() in (True, False),
    lambda: socket.getnameinfo(("127.0.0.1", 8001), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV),
    lambda: (socket.getdefaulttimeout(), socket.SOMAXCONN, socket.has_ipv6),
    lambda: isinstance(socket.gethostname(), str),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
for call in (
    lambda: socket.getaddrinfo("ff02::1%lo", 1234, socket.AF_INET6, socket.SOCK_DGRAM)[0][4],
    lambda: socket.getaddrinfo("ff02::1%42", 1234, socket.AF_INET6, socket.SOCK_DGRAM)[0][4],
    lambda: socket.getnameinfo(("ff02::1", 1234, 0, 1), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV),
    lambda: socket.getnameinfo(("ff02::1", 1234, 1 << 20, 1), 0),
    lambda: socket.getaddrinfo("127.0.0.1", "\ud800"),
):
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)
with socket.socket(socket.AF_INET6) as s:
    for address in (("::1", 0, -10), ("::1", 0, 1 << 20)):
        try:
            print(s.bind(address))
        except OverflowError as e:
            print(type(e).__name__)
