//! What calls returned.

use super::{
    addresses::{Address, ConnectionId, SocketId},
    calls::{PollFd, Watched},
    keep::mirror_enum,
};
use crate::record::call;
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Outcome {
    #[n(0)]
    Done,
    #[n(1)]
    NewSocket {
        #[n(0)]
        socket: SocketId,
        #[n(1)]
        fd: i32,
    },
    #[n(2)]
    NewPair {
        #[n(0)]
        sockets: [SocketId; 2],
        #[n(1)]
        fds: [i32; 2],
        #[n(2)]
        connection: ConnectionId,
    },
    #[n(3)]
    Accepted {
        #[n(0)]
        socket: SocketId,
        #[n(1)]
        fd: i32,
        #[n(2)]
        connection: Option<ConnectionId>,
        #[n(3)]
        local: Address,
        #[n(4)]
        peer: Address,
    },
    #[n(4)]
    Connected {
        #[n(0)]
        connection: Option<ConnectionId>,
        #[n(1)]
        local: Address,
        #[n(2)]
        in_progress: bool,
    },
    #[n(5)]
    Address {
        #[n(0)]
        address: Address,
    },
    #[n(6)]
    Sent {
        #[n(0)]
        len_bytes: u64,
    },
    #[n(7)]
    Received {
        #[cbor(n(0), with = "minicbor::bytes")]
        data: Vec<u8>,
        #[cbor(n(1), decode_with = "crate::recording::cbor::strict")]
        from: Option<Address>,
    },
    #[n(8)]
    EndOfStream,
    #[n(9)]
    ReadySets {
        #[n(0)]
        read: Vec<Watched>,
        #[n(1)]
        write: Vec<Watched>,
        #[n(2)]
        except: Vec<Watched>,
    },
    #[n(10)]
    Ready {
        #[n(0)]
        fds: Vec<PollFd>,
    },
    #[n(11)]
    Value {
        #[cbor(n(0), with = "minicbor::bytes")]
        value: Vec<u8>,
    },
    #[n(12)]
    Line {
        #[n(0)]
        text: String,
    },
    #[n(13)]
    WouldBlock,
    #[n(14)]
    Failed {
        #[n(0)]
        errno: i32,
    },
    #[n(15)]
    Unfinished,
}

mirror_enum!(Outcome = call::Outcome {
    Done,
    NewSocket { socket, fd },
    NewPair { sockets, fds, connection },
    Accepted { socket, fd, connection, local, peer },
    Connected { connection, local, in_progress },
    Address { address },
    Sent { len_bytes },
    Received { data, from },
    EndOfStream,
    ReadySets { read, write, except },
    Ready { fds },
    Value { value },
    Line { text },
    WouldBlock,
    Failed { errno },
    Unfinished,
});
