//! Numbers of Linux's system calls that the log keeps as they were given (x86-64 and arm64, include/uapi).

/// socket(2): connections of bytes in order.
pub const SOCK_STREAM: i32 = 1;
/// socket(2): datagrams.
pub const SOCK_DGRAM: i32 = 2;
/// socket(2): the bits of a type that are not flags.
pub const SOCK_TYPE_MASK: i32 = 0xf;

/// recv(2), send(2): urgent data.
pub const MSG_OOB: i32 = 0x1;
/// recv(2): leave the bytes where they are.
pub const MSG_PEEK: i32 = 0x2;
/// recv(2), send(2): do not wait.
pub const MSG_DONTWAIT: i32 = 0x40;
/// send(2): no SIGPIPE.
pub const MSG_NOSIGNAL: i32 = 0x4000;

/// Resource temporarily unavailable; EWOULDBLOCK is the same number.
pub const EAGAIN: i32 = 11;
/// The connection is under way (connect(2) that may not block).
pub const EINPROGRESS: i32 = 115;

/// poll(2), epoll_ctl(2): there is something to read.
pub const POLLIN: u32 = 0x1;
/// Urgent data.
pub const POLLPRI: u32 = 0x2;
/// There is room to write.
pub const POLLOUT: u32 = 0x4;
/// An error waits.
pub const POLLERR: u32 = 0x8;
/// Ended both ways.
pub const POLLHUP: u32 = 0x10;
/// No such descriptor.
pub const POLLNVAL: u32 = 0x20;
/// As POLLIN.
pub const POLLRDNORM: u32 = 0x40;
/// Priority data; Linux's sockets do not set it.
pub const POLLRDBAND: u32 = 0x80;
/// As POLLOUT.
pub const POLLWRNORM: u32 = 0x100;
/// Priority data may be written.
pub const POLLWRBAND: u32 = 0x200;
/// The peer will send no more.
pub const POLLRDHUP: u32 = 0x2000;
/// Wake one of those that watch the same descriptor.
pub const EPOLLEXCLUSIVE: u32 = 1 << 28;
/// After one report the descriptor is watched for nothing until EPOLL_CTL_MOD.
pub const EPOLLONESHOT: u32 = 1 << 30;
/// A descriptor is reported when something new happens to it, not for as long as it is ready.
pub const EPOLLET: u32 = 1 << 31;
/// epoll_ctl(2): watch a descriptor no longer.
pub const EPOLL_CTL_DEL: i32 = 2;
