//! Names of the numbers that calls take and return (Linux, as in the manual pages).

use super::{
    language::{Language, Message},
    texts,
};
use crate::record::linux;

/// The name of an errno: `EAGAIN`; `errno 999` where unknown.
pub fn errno_name(errno: i32) -> String {
    entry(errno).map_or_else(|| format!("errno {errno}"), |(_, name, _)| (*name).to_owned())
}

/// What an errno means; in English, the C library's words.
pub fn errno_text(errno: i32, lang: Language) -> String {
    match entry(errno) {
        Some((_, _, text)) => text.get(lang).to_owned(),
        None => texts::errno_unknown(lang, &errno),
    }
}

fn entry(errno: i32) -> Option<&'static (i32, &'static str, Message)> {
    ERRNOS.iter().find(|(number, ..)| *number == errno)
}

const ERRNOS: &[(i32, &str, Message)] = &[
    (1, "EPERM", texts::ERRNO_EPERM),
    (2, "ENOENT", texts::ERRNO_ENOENT),
    (4, "EINTR", texts::ERRNO_EINTR),
    (5, "EIO", texts::ERRNO_EIO),
    (9, "EBADF", texts::ERRNO_EBADF),
    (11, "EAGAIN", texts::ERRNO_EAGAIN),
    (12, "ENOMEM", texts::ERRNO_ENOMEM),
    (13, "EACCES", texts::ERRNO_EACCES),
    (14, "EFAULT", texts::ERRNO_EFAULT),
    (17, "EEXIST", texts::ERRNO_EEXIST),
    (22, "EINVAL", texts::ERRNO_EINVAL),
    (23, "ENFILE", texts::ERRNO_ENFILE),
    (24, "EMFILE", texts::ERRNO_EMFILE),
    (32, "EPIPE", texts::ERRNO_EPIPE),
    (88, "ENOTSOCK", texts::ERRNO_ENOTSOCK),
    (89, "EDESTADDRREQ", texts::ERRNO_EDESTADDRREQ),
    (90, "EMSGSIZE", texts::ERRNO_EMSGSIZE),
    (91, "EPROTOTYPE", texts::ERRNO_EPROTOTYPE),
    (92, "ENOPROTOOPT", texts::ERRNO_ENOPROTOOPT),
    (93, "EPROTONOSUPPORT", texts::ERRNO_EPROTONOSUPPORT),
    (94, "ESOCKTNOSUPPORT", texts::ERRNO_ESOCKTNOSUPPORT),
    (95, "EOPNOTSUPP", texts::ERRNO_EOPNOTSUPP),
    (97, "EAFNOSUPPORT", texts::ERRNO_EAFNOSUPPORT),
    (98, "EADDRINUSE", texts::ERRNO_EADDRINUSE),
    (99, "EADDRNOTAVAIL", texts::ERRNO_EADDRNOTAVAIL),
    (100, "ENETDOWN", texts::ERRNO_ENETDOWN),
    (101, "ENETUNREACH", texts::ERRNO_ENETUNREACH),
    (103, "ECONNABORTED", texts::ERRNO_ECONNABORTED),
    (104, "ECONNRESET", texts::ERRNO_ECONNRESET),
    (105, "ENOBUFS", texts::ERRNO_ENOBUFS),
    (106, "EISCONN", texts::ERRNO_EISCONN),
    (107, "ENOTCONN", texts::ERRNO_ENOTCONN),
    (108, "ESHUTDOWN", texts::ERRNO_ESHUTDOWN),
    (110, "ETIMEDOUT", texts::ERRNO_ETIMEDOUT),
    (111, "ECONNREFUSED", texts::ERRNO_ECONNREFUSED),
    (113, "EHOSTUNREACH", texts::ERRNO_EHOSTUNREACH),
    (114, "EALREADY", texts::ERRNO_EALREADY),
    (115, "EINPROGRESS", texts::ERRNO_EINPROGRESS),
];

/// The name of an address family: `AF_INET`.
pub fn family(number: i32) -> String {
    known(number, &[(1, "AF_UNIX"), (2, "AF_INET"), (10, "AF_INET6")])
}

/// The name of a socket type: `SOCK_STREAM`; flags in the number are left out.
pub fn socket_kind(number: i32) -> String {
    known(
        number & linux::SOCK_TYPE_MASK,
        &[
            (linux::SOCK_STREAM, "SOCK_STREAM"),
            (linux::SOCK_DGRAM, "SOCK_DGRAM"),
            (3, "SOCK_RAW"),
            (5, "SOCK_SEQPACKET"),
        ],
    )
}

/// The name of a socket option: `SO_REUSEADDR`, `TCP_NODELAY`; `level 1 option 99` where unknown.
pub fn option_name(level: i32, option: i32) -> String {
    let found = OPTIONS.iter().find(|(l, o, _)| (*l, *o) == (level, option));
    found.map_or_else(|| format!("level {level} option {option}"), |(.., name)| (*name).to_owned())
}

const OPTIONS: &[(i32, i32, &str)] = &[
    (0, 1, "IP_TOS"),
    (0, 2, "IP_TTL"),
    (0, 32, "IP_MULTICAST_IF"),
    (0, 33, "IP_MULTICAST_TTL"),
    (0, 34, "IP_MULTICAST_LOOP"),
    (0, 35, "IP_ADD_MEMBERSHIP"),
    (0, 36, "IP_DROP_MEMBERSHIP"),
    (1, 2, "SO_REUSEADDR"),
    (1, 3, "SO_TYPE"),
    (1, 4, "SO_ERROR"),
    (1, 6, "SO_BROADCAST"),
    (1, 7, "SO_SNDBUF"),
    (1, 8, "SO_RCVBUF"),
    (1, 9, "SO_KEEPALIVE"),
    (1, 10, "SO_OOBINLINE"),
    (1, 13, "SO_LINGER"),
    (1, 15, "SO_REUSEPORT"),
    (1, 18, "SO_RCVLOWAT"),
    (1, 19, "SO_SNDLOWAT"),
    (1, 20, "SO_RCVTIMEO"),
    (1, 21, "SO_SNDTIMEO"),
    (1, 30, "SO_ACCEPTCONN"),
    (6, 1, "TCP_NODELAY"),
    (6, 2, "TCP_MAXSEG"),
    (6, 3, "TCP_CORK"),
    (6, 4, "TCP_KEEPIDLE"),
    (6, 5, "TCP_KEEPINTVL"),
    (6, 6, "TCP_KEEPCNT"),
    (6, 8, "TCP_LINGER2"),
    (6, 9, "TCP_DEFER_ACCEPT"),
    (6, 11, "TCP_INFO"),
    (6, 12, "TCP_QUICKACK"),
    (6, 18, "TCP_USER_TIMEOUT"),
    (41, 26, "IPV6_V6ONLY"),
];

/// The names of send's and recv's flags: `MSG_PEEK | MSG_DONTWAIT`; `0` where none is set.
pub fn message_flags(flags: i32) -> String {
    const NAMES: &[(i32, &str)] = &[
        (linux::MSG_OOB, "MSG_OOB"),
        (linux::MSG_PEEK, "MSG_PEEK"),
        (0x4, "MSG_DONTROUTE"),
        (0x20, "MSG_TRUNC"),
        (linux::MSG_DONTWAIT, "MSG_DONTWAIT"),
        (0x100, "MSG_WAITALL"),
        (linux::MSG_NOSIGNAL, "MSG_NOSIGNAL"),
        (0x8000, "MSG_MORE"),
    ];
    let mut names: Vec<_> = NAMES.iter().filter(|(bit, _)| flags & bit != 0).map(|(_, name)| *name).collect();
    let rest = NAMES.iter().fold(flags, |flags, (bit, _)| flags & !bit);
    let rest_text = format!("{rest:#x}");
    if rest != 0 {
        names.push(&rest_text);
    }
    if names.is_empty() { "0".to_owned() } else { names.join(" | ") }
}

/// The bits that poll and epoll_wait return (poll(2)).
pub const POLL_EVENTS: [(u32, &str); 7] = [
    (linux::POLLIN, "IN"),
    (linux::POLLPRI, "PRI"),
    (linux::POLLOUT, "OUT"),
    (linux::POLLERR, "ERR"),
    (linux::POLLHUP, "HUP"),
    (linux::POLLNVAL, "NVAL"),
    (linux::POLLRDHUP, "RDHUP"),
];

/// Those that change how epoll watches (epoll_ctl(2)).
const EPOLL_FLAGS: [(u32, &str); 3] =
    [(linux::EPOLLEXCLUSIVE, "EXCLUSIVE"), (linux::EPOLLONESHOT, "ONESHOT"), (linux::EPOLLET, "ET")];

/// The names of poll's and epoll's bits: `IN | HUP`; `0` where none is set.
pub fn poll_events(events: u32) -> String {
    let known = POLL_EVENTS.iter().chain(&EPOLL_FLAGS);
    let names: Vec<_> = known.filter(|(bit, _)| events & bit != 0).map(|(_, name)| *name).collect();
    if names.is_empty() { "0".to_owned() } else { names.join(" | ") }
}

fn known(number: i32, names: &[(i32, &str)]) -> String {
    let found = names.iter().find(|(n, _)| *n == number);
    found.map_or_else(|| number.to_string(), |(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_names() {
        assert_eq!(errno_name(11), "EAGAIN");
        assert_eq!(errno_text(11, Language::En), "Resource temporarily unavailable");
        assert_eq!(errno_name(999), "errno 999");
        assert_eq!(option_name(6, 1), "TCP_NODELAY");
        assert_eq!(option_name(1, 999), "level 1 option 999");
        assert_eq!(message_flags(0x42), "MSG_PEEK | MSG_DONTWAIT");
        assert_eq!(message_flags(0x400_0001), "MSG_OOB | 0x4000000");
        assert_eq!(message_flags(0), "0");
        assert_eq!((family(2), socket_kind(0o2_000_001)), ("AF_INET".into(), "SOCK_STREAM".into()));
    }
}
