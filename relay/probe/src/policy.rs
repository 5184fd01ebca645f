//! Which sockets a program may make, and which options it may set: one list for the calls and for the sandbox.

use crate::errno::Errno;

/// The bits of a socket's type that are flags.
pub(crate) const TYPE_FLAGS: i32 = libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;

/// Family, type and protocol of every socket that exists here. Others (MPTCP, UDP-Lite, SCTP, ICMP, raw and packet
/// sockets) would move bytes that nothing records, or reach further than the session.
pub(crate) const SOCKETS: [(i32, i32, i32); 11] = [
    (libc::AF_INET, libc::SOCK_STREAM, 0),
    (libc::AF_INET, libc::SOCK_STREAM, libc::IPPROTO_TCP),
    (libc::AF_INET, libc::SOCK_DGRAM, 0),
    (libc::AF_INET, libc::SOCK_DGRAM, libc::IPPROTO_UDP),
    (libc::AF_INET6, libc::SOCK_STREAM, 0),
    (libc::AF_INET6, libc::SOCK_STREAM, libc::IPPROTO_TCP),
    (libc::AF_INET6, libc::SOCK_DGRAM, 0),
    (libc::AF_INET6, libc::SOCK_DGRAM, libc::IPPROTO_UDP),
    (libc::AF_UNIX, libc::SOCK_STREAM, 0),
    (libc::AF_UNIX, libc::SOCK_DGRAM, 0),
    (libc::AF_UNIX, libc::SOCK_SEQPACKET, 0),
];

/// Level and number of every option that may be set on a shared network, where others would join groups of the machine's
/// network, choose a device, or give a Unix socket a name that the machine can see.
pub(crate) const SHARED_OPTIONS: [(i32, i32); 37] = [
    (libc::SOL_SOCKET, libc::SO_REUSEADDR),
    (libc::SOL_SOCKET, libc::SO_REUSEPORT),
    (libc::SOL_SOCKET, libc::SO_KEEPALIVE),
    (libc::SOL_SOCKET, libc::SO_LINGER),
    (libc::SOL_SOCKET, libc::SO_SNDBUF),
    (libc::SOL_SOCKET, libc::SO_RCVBUF),
    (libc::SOL_SOCKET, libc::SO_SNDTIMEO),
    (libc::SOL_SOCKET, libc::SO_RCVTIMEO),
    (libc::SOL_SOCKET, libc::SO_RCVLOWAT),
    (libc::SOL_SOCKET, libc::SO_BROADCAST),
    (libc::SOL_SOCKET, libc::SO_OOBINLINE),
    (libc::SOL_SOCKET, libc::SO_TIMESTAMP),
    (libc::SOL_SOCKET, libc::SO_TIMESTAMPNS),
    (libc::SOL_SOCKET, libc::SO_PRIORITY),
    (libc::SOL_SOCKET, libc::SO_DONTROUTE),
    (libc::IPPROTO_TCP, libc::TCP_NODELAY),
    (libc::IPPROTO_TCP, libc::TCP_MAXSEG),
    (libc::IPPROTO_TCP, libc::TCP_CORK),
    (libc::IPPROTO_TCP, libc::TCP_KEEPIDLE),
    (libc::IPPROTO_TCP, libc::TCP_KEEPINTVL),
    (libc::IPPROTO_TCP, libc::TCP_KEEPCNT),
    (libc::IPPROTO_TCP, libc::TCP_SYNCNT),
    (libc::IPPROTO_TCP, libc::TCP_LINGER2),
    (libc::IPPROTO_TCP, libc::TCP_DEFER_ACCEPT),
    (libc::IPPROTO_TCP, libc::TCP_WINDOW_CLAMP),
    (libc::IPPROTO_TCP, libc::TCP_QUICKACK),
    (libc::IPPROTO_TCP, libc::TCP_CONGESTION),
    (libc::IPPROTO_TCP, libc::TCP_USER_TIMEOUT),
    (libc::IPPROTO_TCP, libc::TCP_FASTOPEN),
    (libc::IPPROTO_TCP, libc::TCP_NOTSENT_LOWAT),
    (libc::IPPROTO_IP, libc::IP_TOS),
    (libc::IPPROTO_IP, libc::IP_TTL),
    (libc::IPPROTO_IP, libc::IP_MTU_DISCOVER),
    (libc::IPPROTO_IP, libc::IP_RECVERR),
    (libc::IPPROTO_IP, libc::IP_MULTICAST_TTL),
    (libc::IPPROTO_IP, libc::IP_MULTICAST_LOOP),
    (libc::IPPROTO_IP, libc::IP_BIND_ADDRESS_NO_PORT),
];

/// Types of sockets end before this (SOCK_MAX in the kernel's include/linux/net.h).
const SOCK_MAX: i32 = 11;

/// Whether sockets of this family exist here; a shared network has one address, of IPv4.
pub(crate) fn has_family(family: i32, shared: bool) -> bool {
    SOCKETS.iter().any(|(known, ..)| *known == family) && !(shared && family == libc::AF_INET6)
}

/// Why such a socket is refused; `None` if it is allowed. EPERM is our own error, the others are the kernel's.
pub(crate) fn refusal(family: i32, kind: i32, protocol: i32, shared: bool) -> Option<Errno> {
    let kind = kind & !TYPE_FLAGS;
    let of_tcp_or_udp = matches!(protocol, libc::IPPROTO_TCP | libc::IPPROTO_UDP)
        && matches!(kind, libc::SOCK_STREAM | libc::SOCK_DGRAM);
    if !has_family(family, shared) {
        Some(Errno(libc::EAFNOSUPPORT))
    } else if SOCKETS.contains(&(family, kind, protocol)) {
        None
    } else if !(0..SOCK_MAX).contains(&kind) {
        Some(Errno(libc::EINVAL))
    } else if of_tcp_or_udp {
        Some(Errno(libc::EPROTONOSUPPORT))
    } else {
        Some(Errno(libc::EPERM))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_tcp_udp_and_unix_sockets_and_no_others() {
        const INTERNET: [i32; 2] = [libc::AF_INET, libc::AF_INET6];
        let why = |family, kind, protocol| refusal(family, kind, protocol, false).map(|errno| errno.0);
        for family in INTERNET {
            assert_eq!(why(family, libc::SOCK_STREAM | libc::SOCK_NONBLOCK, 0), None);
            assert_eq!(why(family, libc::SOCK_DGRAM | libc::SOCK_CLOEXEC, libc::IPPROTO_UDP), None);
            assert_eq!(why(family, libc::SOCK_STREAM, libc::IPPROTO_UDP), Some(libc::EPROTONOSUPPORT));
            for (kind, protocol) in [
                (libc::SOCK_STREAM, libc::IPPROTO_MPTCP),
                (libc::SOCK_STREAM, libc::IPPROTO_SCTP),
                (libc::SOCK_SEQPACKET, libc::IPPROTO_SCTP),
                (libc::SOCK_DGRAM, libc::IPPROTO_UDPLITE),
                (libc::SOCK_DGRAM, libc::IPPROTO_ICMP),
                (libc::SOCK_DGRAM, libc::IPPROTO_ICMPV6),
                (libc::SOCK_RAW, libc::IPPROTO_TCP),
                (libc::SOCK_RAW, 255),
                (libc::SOCK_DCCP, 0),
                (10, 0x300),
            ] {
                assert_eq!(why(family, kind, protocol), Some(libc::EPERM), "{family} {kind} {protocol}");
            }
        }
        assert_eq!(why(libc::AF_INET, 99, 0), Some(libc::EINVAL), "no type of any socket");
        assert_eq!(why(libc::AF_PACKET, libc::SOCK_RAW, 0), Some(libc::EAFNOSUPPORT));
        assert_eq!(why(libc::AF_UNIX, libc::SOCK_RAW, 0), Some(libc::EPERM));
        let shared = refusal(libc::AF_INET6, libc::SOCK_STREAM, 0, true);
        assert_eq!(shared, Some(Errno(libc::EAFNOSUPPORT)), "its one address is of IPv4");
    }
}
