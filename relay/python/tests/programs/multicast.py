import socket
import struct

GROUP = "224.1.1.7"
for name in """
    IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP IP_MULTICAST_IF IP_MULTICAST_LOOP IP_MULTICAST_TTL IP_DEFAULT_MULTICAST_TTL
    IP_DEFAULT_MULTICAST_LOOP IP_MAX_MEMBERSHIPS IP_HDRINCL IPPROTO_IGMP IPV6_JOIN_GROUP IPV6_LEAVE_GROUP
    IPV6_MULTICAST_HOPS SO_PRIORITY SO_PEERCRED MSG_CONFIRM MSG_FASTOPEN
""".split():
    print(name, int(getattr(socket, name)))

member = socket.inet_aton(GROUP) + socket.inet_aton("127.0.0.1")
with (
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver,
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
):
    receiver.bind(("", 0))
    receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
    try:
        receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
    except OSError as e:
        print(type(e).__name__, e)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, struct.pack("b", 1))
    print(sender.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL))
    port = receiver.getsockname()[1]
    print(sender.sendto(b"to the group", (GROUP, port)))
    receiver.settimeout(5)
    data, source = receiver.recvfrom(100)
    print(data, source[0])
    receiver.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, member)
