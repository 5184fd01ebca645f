//! Identifiers. None is ever reused within a session, although the kernel reuses descriptors and ports.

use bitcode::{Decode, Encode};
use std::fmt;

/// A session's id: 128 random bits, shown as 32 hexadecimal digits. Anyone who knows it may watch, so it must not be guessable.
///
/// Ids once had 40 bits; an old recording keeps its id of ten digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub struct SessionId(pub u128);

/// Ids below this are shown as ten digits.
const LONG_FROM: u128 = 1 << 40;

impl SessionId {
    /// Reads the form that [`Display`](fmt::Display) writes.
    pub fn parse(text: &str) -> Option<Self> {
        let longest = matches!(text.len(), 10 | 32);
        let mut digits = text.chars().map(|c| c.to_digit(16).map(u128::from));
        let id = longest.then(|| digits.try_fold(0, |id, digit| Some(id << 4 | digit?)))??;
        ((id >= LONG_FROM) == (text.len() == 32)).then_some(Self(id))
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = if self.0 < LONG_FROM { 10 } else { 32 };
        write!(f, "{:0digits$x}", self.0)
    }
}

/// One program of a session: its place in [`SessionInfo::actors`](crate::record::session::SessionInfo::actors).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub struct ActorId(pub u16);

/// One descriptor's life, counted from 0 in the order of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub struct SocketId(pub u32);

/// Two endpoints, counted from 0 in the order in which the log first saw them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub struct ConnectionId(pub u32);

/// One system call. Unique within its session, in no particular order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub struct CallId(pub u64);

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub enum Side {
    /// The end that connected (sent the first SYN).
    Client,
    /// The end that accepted.
    Server,
}

impl Side {
    /// Both, in index order.
    pub const BOTH: [Side; 2] = [Side::Client, Side::Server];

    /// The other end.
    pub fn other(self) -> Side {
        match self {
            Side::Client => Side::Server,
            Side::Server => Side::Client,
        }
    }

    /// 0 for the client, 1 for the server.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The direction in which this end sends.
    pub fn sends(self) -> Direction {
        match self {
            Side::Client => Direction::ToServer,
            Side::Server => Direction::ToClient,
        }
    }

    /// The direction from which this end receives.
    pub fn receives(self) -> Direction {
        self.other().sends()
    }
}

/// Which way a stream flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub enum Direction {
    /// From the connecting end to the accepting end.
    ToServer,
    /// From the accepting end to the connecting end.
    ToClient,
}

impl Direction {
    /// Both, in index order.
    pub const BOTH: [Direction; 2] = [Direction::ToServer, Direction::ToClient];

    /// 0 towards the server, 1 towards the client.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The end that sends.
    pub fn from(self) -> Side {
        match self {
            Direction::ToServer => Side::Client,
            Direction::ToClient => Side::Server,
        }
    }

    /// The end that receives.
    pub fn to(self) -> Side {
        self.from().other()
    }
}

/// One direction of one connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
pub struct StreamId {
    /// The connection.
    pub connection: ConnectionId,
    /// Which of its two streams.
    pub direction: Direction,
}
