import socket

print(socket.inet_aton("127.0.0.1"), socket.inet_ntoa(b"\x7f\0\0\1"), socket.inet_aton("127.1"))
print(socket.inet_pton(socket.AF_INET6, "::1"), socket.inet_ntop(socket.AF_INET, b"\1\2\3\4"))
print(socket.htons(8080), socket.ntohs(0x1234), hex(socket.htonl(1)), socket.ntohl(0x01000000))
print(socket.gethostbyname("localhost"), socket.gethostbyname("127.0.0.1"))
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
print(socket.getaddrinfo("127.0.0.1", "http", proto=socket.IPPROTO_TCP))
print(socket.getservbyname("http"), socket.getprotobyname("tcp"))
print(socket.AF_INET, repr(socket.AF_INET), socket.SOCK_STREAM, repr(socket.SOCK_DGRAM), socket.SOMAXCONN)
print(socket.gaierror.__mro__[1].__name__, socket.error is OSError, socket.has_ipv6)
for f, arg in (
    (socket.inet_aton, "1.2.3"), (socket.inet_aton, "300.1.1.1"), (socket.inet_ntoa, b"123"),
    (socket.inet_pton, "x"), (socket.htons, 70000), (socket.htons, -1), (socket.gethostbyname, "no.such.name.invalid"),
):
    try:
        print(f(socket.AF_INET, arg) if f == socket.inet_pton else f(arg))
    except socket.gaierror as e:
        print(type(e).__name__)
    except Exception as e:
        print(type(e).__name__, e)
