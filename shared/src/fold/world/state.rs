//! What a [`World`](super::World) is made of.

use crate::{
    ActorId, Address, Call, ConnectionId, Direction, Exit, Side, SocketId,
    record::{
        event::End as SessionEnd,
        reading::{Reading, TcpState},
        session::SessionInfo,
    },
};
use std::sync::Arc;

/// The state after the first `cursor` events of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct World {
    /// How many events are folded in; also the sequence number of the last of them.
    pub cursor: u64,
    /// Time of the last folded event, ns since the session began.
    pub at_ns: u64,
    /// The session, once its first event is folded.
    pub info: Option<Arc<SessionInfo>>,
    /// By [`ActorId`].
    pub actors: Vec<Actor>,
    /// By [`SocketId`].
    pub sockets: Vec<Socket>,
    /// By [`ConnectionId`].
    pub connections: Vec<Connection>,
    /// Doors into the session's network: where each of [`SessionInfo::doors`] is open on this machine.
    pub doors: Vec<Option<Address>>,
    /// Who came through them.
    pub visitors: Vec<Visitor>,
    /// Whether step mode is on.
    pub step_mode: bool,
    /// Segments that were not captured.
    pub lost_segments: u64,
    /// Bytes that programs printed beyond what is kept.
    pub lost_output_bytes: u64,
    /// Whether its programs were found to wait for each other, and none has gone on since.
    pub deadlocked: bool,
    /// How the session ended, once it has.
    pub ended: Option<SessionEnd>,
}

/// An actor's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// Its process, once started.
    pub pid: Option<u32>,
    /// Its threads; 0 is the main thread. Empty before the start.
    pub lanes: Vec<Lane>,
    /// Calls that returned.
    pub calls: u64,
    /// Calls that returned would-block.
    pub would_block: u64,
    /// Bytes printed.
    pub output_bytes: u64,
    /// How it ended, once it has.
    pub exit: Option<Exit>,
    /// CPU time in ns, known once it has ended.
    pub cpu_ns: u64,
}

/// A thread of an actor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// What it does now.
    pub doing: Doing,
    /// The line of the program's own file that it was last seen at, from 1; 0 before the first.
    pub line: u32,
}

/// What a thread does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Doing {
    /// Runs Python; no call is under way.
    #[default]
    Running,
    /// In a call that did not return yet: blocked by the kernel.
    Blocked(Arc<Call>),
    /// Held by us before this call.
    Held(Arc<Call>),
    /// Its program has ended.
    Ended,
}

/// A socket's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Socket {
    /// Whose.
    pub actor: ActorId,
    /// The descriptor that its program sees.
    pub fd: i32,
    /// Whether it carries a stream (SOCK_STREAM), rather than datagrams.
    pub stream: bool,
    /// What it is.
    pub role: Role,
    /// Its own address, where known.
    pub local: Option<Address>,
    /// Its peer's, where known.
    pub peer: Option<Address>,
    /// The connection and the end that it holds.
    pub end: Option<(ConnectionId, Side)>,
    /// Whether O_NONBLOCK is set.
    pub nonblocking: bool,
    /// Whether it receives urgent bytes like any other (SO_OOBINLINE).
    pub urgent_inline: bool,
    /// Whether the descriptor is open.
    pub open: bool,
    /// Last kernel reading of a listening or unconnected socket; a connection's are at its ends.
    pub reading: Option<Reading>,
    /// The event that it came with.
    pub read_at: u64,
    /// Connections accepted from it since.
    pub accepted: u32,
}

impl Socket {
    /// Whether connections to `address` come to it.
    pub fn is_listening_on(&self, address: &Address) -> bool {
        let same_port = self.local.as_ref().and_then(Address::port) == address.port();
        self.open && matches!(self.role, Role::Listening { .. }) && address.port().is_some() && same_port
    }
}

/// What a socket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Neither listening nor connected.
    Fresh,
    /// Has an address of its own.
    Bound,
    /// Listening with this backlog.
    Listening { backlog: i32 },
    /// connect is under way.
    Connecting,
    /// One end of a connection.
    Connected,
    /// An epoll descriptor.
    Epoll,
}

/// Somebody from outside who came through a door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// Which door.
    pub door: u16,
    /// Where they came from.
    pub outside: Address,
    /// Where their connection inside comes from.
    pub inside: Address,
}

/// Two endpoints and two streams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Addresses, by [`Side::index`].
    pub addresses: [Address; 2],
    /// Ends, by [`Side::index`].
    pub ends: [End; 2],
    /// Streams, by [`Direction::index`].
    pub streams: [Stream; 2],
    /// Whether a reset was captured.
    pub reset: bool,
    /// The last segment of it, or return of a call on it.
    pub changed_at: u64,
}

/// One end of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct End {
    /// Its socket, once a program has one.
    pub socket: Option<SocketId>,
    /// Last kernel reading.
    pub reading: Option<Reading>,
    /// The event that it came with.
    pub read_at: u64,
}

impl End {
    /// TCP state as last read.
    pub fn state(&self) -> Option<TcpState> {
        self.reading.as_ref().map(|r| r.state)
    }
}

/// One direction of a connection: counts of bytes from its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stream {
    /// Bytes that the sender's kernel accepted.
    pub sent: u64,
    /// Bytes that were seen in captured segments (the end of the furthest); stays 0 without capture.
    pub crossed: u64,
    /// Bytes that are known to be in the receiver's kernel, or were: by acknowledgements, its readings, and what its program
    /// took. RCV.NXT (RFC 9293, section 3.3.1), as far as it is told.
    pub arrived: u64,
    /// Where the receiver's kernel was by its last reading: the segment that brought it there may be told later.
    pub(super) read_up_to: u64,
    /// Where a send that is under way would end if all of it were taken; 0 where none is.
    pub(super) offered_to: u64,
    /// How far the sender's kernel had taken bytes by its last reading, while that send is under way.
    pub(super) queued_to: u64,
    /// Bytes that a captured segment of the other direction acknowledged: the sender's kernel keeps those after them. SND.UNA
    /// (RFC 9293, section 3.3.1); stays 0 without capture.
    pub acknowledged: u64,
    /// Bytes that the receiver's program took.
    pub received: u64,
    /// Calls that sent bytes.
    pub sends: u64,
    /// Calls that received bytes.
    pub receives: u64,
    /// Captured segments with payload, retransmissions not counted.
    pub segments: u64,
    /// Captured retransmissions.
    pub retransmissions: u64,
    /// Sequence number of the first segment's SYN as on the wire, or where it would have been; `None` without capture.
    pub first_sequence: Option<u32>,
    /// The Window Scale of its sender's SYN, bits; `None` without one, or without capture.
    pub window_shift: Option<u8>,
    /// Whether the sender's program will send no more (shutdown, or its last descriptor closed).
    pub finished: bool,
    /// Whether the receiver's program can take no more (its last descriptor closed): what arrived and waits is gone.
    pub discarded: bool,
    /// Whether a FIN was captured.
    pub fin: bool,
    /// Whether the receiver's program knows (recv returned nothing).
    pub end_seen: bool,
    /// The last byte that was sent as urgent.
    pub urgent: Option<Urgent>,
}

/// How far a stream's bytes have come: each offset is the end of those that have come so far. What has come further came
/// all the way, so each is at most the one before it, but for `acknowledged`, which is at most `arrived`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Positions {
    /// The sender's kernel has taken them from its program: SND.NXT plus what waits to be sent.
    pub accepted: u64,
    /// They were seen to leave: SND.NXT (RFC 9293, section 3.3.1).
    pub crossed: u64,
    /// They are known to be with the receiver's kernel: RCV.NXT.
    pub arrived: u64,
    /// The sender's kernel knows so, and has forgotten them: SND.UNA.
    pub acknowledged: u64,
    /// The receiver's program has taken them.
    pub received: u64,
}

/// A byte that was sent with MSG_OOB. Unless SO_OOBINLINE is set, it is not received with the others: a recv ends before
/// it, and the next skips it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Urgent {
    /// Its offset in the stream.
    pub offset: u64,
    /// Whether the receiver's program has it (recv with MSG_OOB), or has gone past it.
    pub taken: bool,
}

impl Stream {
    /// The receiver's kernel has the bytes before `offset`.
    pub(super) fn arrive(&mut self, offset: u64) {
        self.arrived = self.arrived.max(offset);
    }

    /// A segment of the other direction acknowledged everything before this sequence number.
    pub(super) fn acknowledge(&mut self, number: u32) {
        let Some(first) = self.first_sequence else { return };
        // A SYN takes a number, and so does a FIN. Numbers wrap around: what counts is how far this one is ahead.
        let last = first.wrapping_add(1).wrapping_add(self.acknowledged as u32);
        let ahead = number.wrapping_sub(last) as i32;
        if ahead > 0 {
            let offset = self.acknowledged.saturating_add(ahead.unsigned_abs().into());
            self.acknowledged = offset.min(self.crossed);
            self.arrive(self.acknowledged);
        }
    }

    /// Whether the next byte that waits is the urgent one.
    pub fn urgent_is_next(&self) -> bool {
        self.urgent.is_some_and(|urgent| urgent.offset == self.received)
    }

    /// Bytes that the sender's kernel has accepted: what send returned, or what has crossed or was received while a
    /// send is still blocked.
    pub fn accepted(&self) -> u64 {
        let queued = self.queued_to.min(self.offered_to);
        self.sent.max(self.crossed).max(self.received).max(queued)
    }

    /// Bytes that the sender's kernel accepted and the receiver's program has not taken.
    pub fn in_kernel(&self) -> u64 {
        let (unsent, waiting) = self.levels();
        unsent + waiting
    }

    /// How far its bytes have come. Where no segment was captured, bytes arrive as soon as the receiver's kernel or program is
    /// known to have them, and nothing is known to be under way.
    pub fn positions(&self) -> Positions {
        let crossed = self.crossed.max(self.arrived);
        Positions {
            accepted: self.accepted(),
            crossed,
            arrived: self.arrived,
            acknowledged: self.acknowledged,
            received: self.received,
        }
    }

    /// How those bytes are spread: (send buffer, receive buffer). Inferred from captured segments.
    pub fn levels(&self) -> (u64, u64) {
        let crossed = self.crossed.max(self.received);
        (self.accepted() - crossed, if self.discarded { 0 } else { crossed - self.received })
    }
}

impl World {
    /// The CPU time of the program that used least, ns, once two have ended: more than that no interpreter's start has cost.
    pub fn least_cpu_ns(&self) -> Option<u64> {
        let ended = || self.actors.iter().filter(|actor| actor.exit.is_some());
        ended().map(|actor| actor.cpu_ns).min().filter(|_| ended().count() > 1)
    }

    /// The actor, if it exists.
    pub fn actor(&self, id: ActorId) -> Option<&Actor> {
        self.actors.get(usize::from(id.0))
    }

    /// The socket, if it exists yet.
    pub fn socket(&self, id: SocketId) -> Option<&Socket> {
        self.sockets.get(id.0 as usize)
    }

    /// The connection, if it exists yet.
    pub fn connection(&self, id: ConnectionId) -> Option<&Connection> {
        self.connections.get(id.0 as usize)
    }

    /// Who from outside holds the client's end of the connection: no program of the session does.
    pub fn visitor(&self, id: ConnectionId) -> Option<&Visitor> {
        let connection = self.connection(id).filter(|c| c.ends[Side::Client.index()].socket.is_none())?;
        let from = &connection.addresses[Side::Client.index()];
        self.visitors.iter().rev().find(|visitor| visitor.inside == *from)
    }

    /// The stream, if its connection exists yet.
    pub fn stream(&self, connection: ConnectionId, direction: Direction) -> Option<&Stream> {
        self.connection(connection).map(|c| &c.streams[direction.index()])
    }

    /// The stream into which `socket` sends.
    pub fn sends_into(&self, socket: SocketId) -> Option<(ConnectionId, Direction)> {
        self.socket(socket)?.end.map(|(connection, side)| (connection, side.sends()))
    }

    /// The stream from which `socket` receives.
    pub fn receives_from(&self, socket: SocketId) -> Option<(ConnectionId, Direction)> {
        self.socket(socket)?.end.map(|(connection, side)| (connection, side.receives()))
    }
}
