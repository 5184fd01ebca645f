//! Socket API calls: what was asked, and what the kernel answered.

use crate::{Address, CallId, ConnectionId, SocketId};
use bitcode::{Decode, Encode};

/// One system call of one actor: what [`Fact::Entered`](crate::Fact::Entered) and
/// [`Fact::Returned`](crate::Fact::Returned) have in common.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Call {
    /// Which call.
    pub id: CallId,
    /// Thread of the actor: 0 is the main thread.
    pub lane: u16,
    /// The line of the program's own file that made the call, from 1; 0 where unknown.
    pub line: u32,
    /// The socket that it was made on; `None` for `socket`, `sleep`, `select` and similar calls.
    pub socket: Option<SocketId>,
    /// The descriptor that the program sees, or -1 without one.
    pub fd: i32,
    /// The API call that needed this system call.
    pub api: Api,
    /// Arguments.
    pub op: Op,
    /// When it was entered, ns since the session began, on the monotonic clock.
    pub start_ns: u64,
}

/// The call of the programmer's API that needed a system call, and which of possibly several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Api {
    /// The method.
    pub name: ApiName,
    /// Same for all system calls of one API call; 0 where it needs just one.
    pub group: u32,
}

/// Methods that may need more than one system call, or one of another name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub enum ApiName {
    /// The method is named as the system call.
    #[default]
    Same,
    /// `sendall`: `send` until all is accepted.
    Sendall,
    /// A method with a timeout: `poll`, then the call itself.
    Timeout,
    /// `recv_into` and `recvfrom_into`.
    RecvInto,
    /// `connect_ex`.
    ConnectEx,
    /// `create_connection`, `create_server` and other helpers of the library.
    Library,
}

/// How a socket is shut down (shutdown(2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Shutdown {
    /// SHUT_RD.
    Read,
    /// SHUT_WR.
    Write,
    /// SHUT_RDWR.
    Both,
}

/// One descriptor of a poll or epoll set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PollFd {
    /// The socket, `None` where the descriptor is no socket of ours.
    pub socket: Option<SocketId>,
    /// The descriptor.
    pub fd: i32,
    /// Event bits as in poll(2) or epoll_ctl(2).
    pub events: u32,
}

/// A watched descriptor of a select set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Watched {
    /// The socket, `None` where the descriptor is no socket of ours.
    pub socket: Option<SocketId>,
    /// The descriptor.
    pub fd: i32,
}

/// The arguments of a call.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Op {
    /// socket(2): the numbers of domain, type (without flags) and protocol.
    Socket { family: i32, kind: i32, protocol: i32 },
    /// socketpair(2).
    Socketpair { family: i32, kind: i32 },
    /// bind(2).
    Bind { address: Address },
    /// listen(2).
    Listen { backlog: i32 },
    /// accept4(2).
    Accept,
    /// connect(2).
    Connect { address: Address },
    /// send(2), sendto(2), with the bytes that were offered. Of those that the kernel did not take, only the first few may be
    /// recorded: `omitted_bytes` more followed `data`.
    Send { data: Vec<u8>, flags: i32, to: Option<Address>, omitted_bytes: u64 },
    /// recv(2), recvfrom(2).
    Recv { max_bytes: u64, flags: i32 },
    /// shutdown(2).
    Shutdown { how: Shutdown },
    /// close(2).
    Close,
    /// setsockopt(2): level, option and value (an integer's bytes in native order, or raw).
    SetOption { level: i32, option: i32, value: Vec<u8> },
    /// getsockopt(2).
    GetOption { level: i32, option: i32 },
    /// fcntl(2) or ioctl(2) that sets or clears O_NONBLOCK.
    SetBlocking { blocking: bool },
    /// getsockname(2).
    LocalAddress,
    /// getpeername(2).
    PeerAddress,
    /// select(2).
    Select { read: Vec<Watched>, write: Vec<Watched>, except: Vec<Watched>, timeout_ns: Option<u64> },
    /// poll(2).
    Poll { fds: Vec<PollFd>, timeout_ns: Option<u64> },
    /// epoll_create1(2).
    EpollCreate,
    /// epoll_ctl(2): `EPOLL_CTL_ADD` 1, `DEL` 2, `MOD` 3.
    EpollControl { action: i32, target: PollFd },
    /// epoll_wait(2).
    EpollWait { max_events: u32, timeout_ns: Option<u64> },
    /// A sleep of the program (clock_nanosleep(2)): not a socket call, but others wait for it.
    Sleep { duration_ns: u64 },
    /// The program asked the person for a line.
    Input { prompt: String },
}

impl Op {
    /// Whether it watches standard input, and so waits for a person, too.
    pub fn watches_standard_input(&self) -> bool {
        match self {
            Op::Select { read, .. } => read.iter().any(|watched| watched.fd == 0 && watched.socket.is_none()),
            Op::Poll { fds, .. } => fds.iter().any(|watched| watched.fd == 0 && watched.socket.is_none()),
            Op::EpollControl { target, .. } => target.fd == 0 && target.socket.is_none(),
            _ => false,
        }
    }

    /// Every [`name`](Self::name).
    pub const NAMES: [&'static str; 23] = [
        "socket",
        "socketpair",
        "bind",
        "listen",
        "accept",
        "connect",
        "send",
        "sendto",
        "recv",
        "shutdown",
        "close",
        "setsockopt",
        "getsockopt",
        "setblocking",
        "getsockname",
        "getpeername",
        "select",
        "poll",
        "epoll_create",
        "epoll_ctl",
        "epoll_wait",
        "sleep",
        "input",
    ];

    /// The name as in the manual page.
    pub fn name(&self) -> &'static str {
        match self {
            Op::Socket { .. } => "socket",
            Op::Socketpair { .. } => "socketpair",
            Op::Bind { .. } => "bind",
            Op::Listen { .. } => "listen",
            Op::Accept => "accept",
            Op::Connect { .. } => "connect",
            Op::Send { to: None, .. } => "send",
            Op::Send { to: Some(_), .. } => "sendto",
            Op::Recv { .. } => "recv",
            Op::Shutdown { .. } => "shutdown",
            Op::Close => "close",
            Op::SetOption { .. } => "setsockopt",
            Op::GetOption { .. } => "getsockopt",
            Op::SetBlocking { .. } => "setblocking",
            Op::LocalAddress => "getsockname",
            Op::PeerAddress => "getpeername",
            Op::Select { .. } => "select",
            Op::Poll { .. } => "poll",
            Op::EpollCreate => "epoll_create",
            Op::EpollControl { .. } => "epoll_ctl",
            Op::EpollWait { .. } => "epoll_wait",
            Op::Sleep { .. } => "sleep",
            Op::Input { .. } => "input",
        }
    }

    /// How many bytes the call offers to send; 0 where it sends none.
    pub fn offered_bytes(&self) -> u64 {
        match self {
            Op::Send { data, omitted_bytes, .. } => (data.len() as u64).saturating_add(*omitted_bytes),
            _ => 0,
        }
    }

    /// Whether step mode holds a program before the call: all that concern sockets.
    pub fn can_be_held(&self) -> bool {
        !matches!(self, Op::Sleep { .. } | Op::Input { .. })
    }

    /// Whether the call's effect on the world begins when it is entered (it sends something), rather than
    /// when it returns (it learns something). The recorder orders calls by it.
    pub fn acts_at_start(&self) -> bool {
        matches!(
            self,
            Op::Send { .. } | Op::Shutdown { .. } | Op::Close | Op::Bind { .. } | Op::Listen { .. }
        )
    }
}

/// A call's outcome.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Outcome {
    /// Returned 0 and nothing else to say.
    Done,
    /// A new descriptor.
    NewSocket { socket: SocketId, fd: i32 },
    /// Two new descriptors, joined (socketpair).
    NewPair { sockets: [SocketId; 2], fds: [i32; 2], connection: ConnectionId },
    /// accept's new socket. `connection` is `None` outside TCP.
    Accepted { socket: SocketId, fd: i32, connection: Option<ConnectionId>, local: Address, peer: Address },
    /// connect succeeded, or is in progress. `connection` is `None` outside TCP.
    Connected { connection: Option<ConnectionId>, local: Address, in_progress: bool },
    /// The address that a bound socket has (bind, getsockname, getpeername).
    Address { address: Address },
    /// The kernel accepted the first `len_bytes` of the offered bytes.
    Sent { len_bytes: u64 },
    /// Bytes from the kernel; `from` for datagrams.
    Received { data: Vec<u8>, from: Option<Address> },
    /// recv returned nothing: the peer will send no more.
    EndOfStream,
    /// select's three ready sets.
    ReadySets { read: Vec<Watched>, write: Vec<Watched>, except: Vec<Watched> },
    /// poll's and epoll_wait's ready list, with the returned bits.
    Ready { fds: Vec<PollFd> },
    /// An option's value.
    Value { value: Vec<u8> },
    /// What the person typed, without the newline.
    Line { text: String },
    /// EAGAIN / EWOULDBLOCK: the call would have had to wait.
    WouldBlock,
    /// Any other errno.
    Failed { errno: i32 },
    /// The program ended, or was ended, while the call was under way; the kernel's answer is not known.
    Unfinished,
}
