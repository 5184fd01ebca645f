//! Names of the numbers that calls take and return (Linux, as in the manual pages).

use crate::{Text, record::linux};

/// The name of an errno: `EAGAIN`; `errno 999` where unknown.
pub fn errno_name(errno: i32) -> String {
    entry(errno).map_or_else(|| format!("errno {errno}"), |(_, name, ..)| (*name).to_owned())
}

/// What an errno means: the C library's words, and Chinese ones.
pub fn errno_text(errno: i32) -> Text {
    match entry(errno) {
        Some((_, _, en, zh)) => Text::new(*en, *zh),
        None => Text::new(format!("Unknown error {errno}"), format!("未知错误 {errno}")),
    }
}

fn entry(errno: i32) -> Option<&'static (i32, &'static str, &'static str, &'static str)> {
    ERRNOS.iter().find(|(number, ..)| *number == errno)
}

const ERRNOS: &[(i32, &str, &str, &str)] = &[
    (1, "EPERM", "Operation not permitted", "不允许的操作"),
    (2, "ENOENT", "No such file or directory", "没有这个文件或目录"),
    (4, "EINTR", "Interrupted system call", "系统调用被信号打断"),
    (5, "EIO", "Input/output error", "输入/输出错误"),
    (9, "EBADF", "Bad file descriptor", "文件描述符无效（可能已经 close）"),
    (11, "EAGAIN", "Resource temporarily unavailable", "暂时无法完成；若为阻塞调用，此处会等待"),
    (12, "ENOMEM", "Cannot allocate memory", "内存不足"),
    (13, "EACCES", "Permission denied", "没有权限"),
    (14, "EFAULT", "Bad address", "内存地址无效"),
    (17, "EEXIST", "File exists", "已经存在"),
    (22, "EINVAL", "Invalid argument", "参数无效"),
    (23, "ENFILE", "Too many open files in system", "整个系统打开的文件太多"),
    (24, "EMFILE", "Too many open files", "本进程打开的文件描述符太多"),
    (32, "EPIPE", "Broken pipe", "管道破裂：对方已不再接收"),
    (88, "ENOTSOCK", "Socket operation on non-socket", "这个描述符不是套接字"),
    (89, "EDESTADDRREQ", "Destination address required", "需要目的地址"),
    (90, "EMSGSIZE", "Message too long", "消息太长"),
    (91, "EPROTOTYPE", "Protocol wrong type for socket", "套接字类型与协议不符"),
    (92, "ENOPROTOOPT", "Protocol not available", "没有这个选项"),
    (93, "EPROTONOSUPPORT", "Protocol not supported", "不支持的协议"),
    (94, "ESOCKTNOSUPPORT", "Socket type not supported", "不支持的套接字类型"),
    (95, "EOPNOTSUPP", "Operation not supported", "套接字不支持这个操作"),
    (97, "EAFNOSUPPORT", "Address family not supported by protocol", "不支持的地址族"),
    (98, "EADDRINUSE", "Address already in use", "地址（端口）已被占用"),
    (99, "EADDRNOTAVAIL", "Cannot assign requested address", "本机没有这个地址"),
    (100, "ENETDOWN", "Network is down", "网络已关闭"),
    (101, "ENETUNREACH", "Network is unreachable", "网络不可达"),
    (103, "ECONNABORTED", "Software caused connection abort", "连接被本机放弃"),
    (104, "ECONNRESET", "Connection reset by peer", "连接被对方重置（收到 RST）"),
    (105, "ENOBUFS", "No buffer space available", "没有缓冲区空间"),
    (106, "EISCONN", "Transport endpoint is already connected", "套接字已经连接"),
    (107, "ENOTCONN", "Transport endpoint is not connected", "套接字没有连接"),
    (108, "ESHUTDOWN", "Cannot send after transport endpoint shutdown", "已经 shutdown，不能再发送"),
    (110, "ETIMEDOUT", "Connection timed out", "连接超时"),
    (111, "ECONNREFUSED", "Connection refused", "连接被拒绝：那个端口没有人监听"),
    (113, "EHOSTUNREACH", "No route to host", "没有到主机的路由"),
    (114, "EALREADY", "Operation already in progress", "操作已在进行"),
    (115, "EINPROGRESS", "Operation now in progress", "操作正在进行（非阻塞 connect）"),
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

/// The names of poll's and epoll's bits: `IN | HUP`; `0` where none is set.
pub fn poll_events(events: u32) -> String {
    const NAMES: &[(u32, &str)] = &[
        (linux::POLLIN, "IN"),
        (linux::POLLPRI, "PRI"),
        (linux::POLLOUT, "OUT"),
        (linux::POLLERR, "ERR"),
        (linux::POLLHUP, "HUP"),
        (linux::POLLNVAL, "NVAL"),
        (linux::POLLRDHUP, "RDHUP"),
        (linux::EPOLLEXCLUSIVE, "EXCLUSIVE"),
        (linux::EPOLLONESHOT, "ONESHOT"),
        (linux::EPOLLET, "ET"),
    ];
    let names: Vec<_> = NAMES.iter().filter(|(bit, _)| events & bit != 0).map(|(_, name)| *name).collect();
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
        assert_eq!(errno_text(11).en, "Resource temporarily unavailable");
        assert_eq!(errno_name(999), "errno 999");
        assert_eq!(option_name(6, 1), "TCP_NODELAY");
        assert_eq!(option_name(1, 999), "level 1 option 999");
        assert_eq!(message_flags(0x42), "MSG_PEEK | MSG_DONTWAIT");
        assert_eq!(message_flags(0x400_0001), "MSG_OOB | 0x4000000");
        assert_eq!(message_flags(0), "0");
        assert_eq!((family(2), socket_kind(0o2_000_001)), ("AF_INET".into(), "SOCK_STREAM".into()));
    }
}
