//! Calls and their arguments.

use super::{
    addresses::{Address, SocketId},
    keep::{Keep, Restore, mirror_enum, mirror_struct},
};
use crate::record::call;
use minicbor::{Decode, Encode};

/// `id` and `start` are differences: see [`differences`](super::differences).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Call {
    #[n(0)]
    pub id: i64,
    #[n(1)]
    pub start: i64,
    #[n(2)]
    pub op: Op,
    #[n(3)]
    pub line: u32,
    #[n(4)]
    pub socket: Option<SocketId>,
    #[n(5)]
    pub fd: i32,
    #[n(6)]
    pub lane: u16,
    #[cbor(n(7), decode_with = "crate::recording::cbor::strict")]
    pub api: Option<Api>,
}

impl Keep for call::Call {
    type Kept = Call;
    fn keep(&self) -> Call {
        let Self { id, lane, line, socket, fd, api, op, start_ns } = self;
        Call {
            id: id.0.cast_signed(),
            start: start_ns.cast_signed(),
            op: op.keep(),
            line: *line,
            socket: socket.keep(),
            fd: *fd,
            lane: *lane,
            api: (*api != call::Api::default()).then(|| api.keep()),
        }
    }
}

impl Restore for Call {
    type Restored = call::Call;
    fn restore(self) -> call::Call {
        let Call { id, start, op, line, socket, fd, lane, api } = self;
        call::Call {
            id: crate::CallId(id.cast_unsigned()),
            lane,
            line,
            socket: socket.restore(),
            fd,
            api: api.restore().unwrap_or_default(),
            op: op.restore(),
            start_ns: start.cast_unsigned(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Api {
    #[n(0)]
    pub name: ApiName,
    #[n(1)]
    pub group: u32,
}

mirror_struct!(Api = call::Api { name, group });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum ApiName {
    #[n(0)]
    Same,
    #[n(1)]
    Sendall,
    #[n(2)]
    Timeout,
    #[n(3)]
    RecvInto,
    #[n(4)]
    ConnectEx,
    #[n(5)]
    Library,
}

mirror_enum!(ApiName = call::ApiName { Same, Sendall, Timeout, RecvInto, ConnectEx, Library });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Shutdown {
    #[n(0)]
    Read,
    #[n(1)]
    Write,
    #[n(2)]
    Both,
}

mirror_enum!(Shutdown = call::Shutdown { Read, Write, Both });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PollFd {
    #[n(0)]
    pub socket: Option<SocketId>,
    #[n(1)]
    pub fd: i32,
    #[n(2)]
    pub events: u32,
}

mirror_struct!(PollFd = call::PollFd { socket, fd, events });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Watched {
    #[n(0)]
    pub socket: Option<SocketId>,
    #[n(1)]
    pub fd: i32,
}

mirror_struct!(Watched = call::Watched { socket, fd });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Op {
    #[n(0)]
    Socket {
        #[n(0)]
        family: i32,
        #[n(1)]
        kind: i32,
        #[n(2)]
        protocol: i32,
    },
    #[n(1)]
    Socketpair {
        #[n(0)]
        family: i32,
        #[n(1)]
        kind: i32,
    },
    #[n(2)]
    Bind {
        #[n(0)]
        address: Address,
    },
    #[n(3)]
    Listen {
        #[n(0)]
        backlog: i32,
    },
    #[n(4)]
    Accept,
    #[n(5)]
    Connect {
        #[n(0)]
        address: Address,
    },
    #[n(6)]
    Send {
        #[cbor(n(0), with = "minicbor::bytes")]
        data: Vec<u8>,
        #[n(1)]
        flags: i32,
        #[cbor(n(2), decode_with = "crate::recording::cbor::strict")]
        to: Option<Address>,
        #[n(3)]
        omitted_bytes: u64,
    },
    #[n(7)]
    Recv {
        #[n(0)]
        max_bytes: u64,
        #[n(1)]
        flags: i32,
    },
    #[n(8)]
    Shutdown {
        #[n(0)]
        how: Shutdown,
    },
    #[n(9)]
    Close,
    #[n(10)]
    SetOption {
        #[n(0)]
        level: i32,
        #[n(1)]
        option: i32,
        #[cbor(n(2), with = "minicbor::bytes")]
        value: Vec<u8>,
    },
    #[n(11)]
    GetOption {
        #[n(0)]
        level: i32,
        #[n(1)]
        option: i32,
    },
    #[n(12)]
    SetBlocking {
        #[n(0)]
        blocking: bool,
    },
    #[n(13)]
    LocalAddress,
    #[n(14)]
    PeerAddress,
    #[n(15)]
    Select {
        #[n(0)]
        read: Vec<Watched>,
        #[n(1)]
        write: Vec<Watched>,
        #[n(2)]
        except: Vec<Watched>,
        #[n(3)]
        timeout_ns: Option<u64>,
    },
    #[n(16)]
    Poll {
        #[n(0)]
        fds: Vec<PollFd>,
        #[n(1)]
        timeout_ns: Option<u64>,
    },
    #[n(17)]
    EpollCreate,
    #[n(18)]
    EpollControl {
        #[n(0)]
        action: i32,
        #[n(1)]
        target: PollFd,
    },
    #[n(19)]
    EpollWait {
        #[n(0)]
        max_events: u32,
        #[n(1)]
        timeout_ns: Option<u64>,
    },
    #[n(20)]
    Sleep {
        #[n(0)]
        duration_ns: u64,
    },
    #[n(21)]
    Input {
        #[n(0)]
        prompt: String,
    },
}

mirror_enum!(Op = call::Op {
    Socket { family, kind, protocol },
    Socketpair { family, kind },
    Bind { address },
    Listen { backlog },
    Accept,
    Connect { address },
    Send { data, flags, to, omitted_bytes },
    Recv { max_bytes, flags },
    Shutdown { how },
    Close,
    SetOption { level, option, value },
    GetOption { level, option },
    SetBlocking { blocking },
    LocalAddress,
    PeerAddress,
    Select { read, write, except, timeout_ns },
    Poll { fds, timeout_ns },
    EpollCreate,
    EpollControl { action, target },
    EpollWait { max_events, timeout_ns },
    Sleep { duration_ns },
    Input { prompt },
});
