//! What must be in the log before an effect may be.

use super::{
    Recorder,
    names::PlacedSegment,
    pending::{Body, Key},
};
use socketscope_shared::{
    ActorId, Address, Call, ConnectionId, Direction, Op, Outcome, Side, SocketId,
    record::linux::{MSG_OOB, MSG_PEEK},
    segment::Flags,
    world::{Doing, Lane, Stream, World},
};

/// MSG_OOB and MSG_PEEK of recv(2): such bytes do not move the stream.
const OUT_OF_STREAM: i32 = MSG_OOB | MSG_PEEK;

/// Where the cause of something is.
pub enum Cause {
    /// In the log, or none is needed, or none will come.
    Present,
    /// Still waiting: it belongs to this actor and must be recorded first.
    Pending(ActorId, Key),
    /// Not reported yet.
    Missing,
}

impl Cause {
    pub(super) fn or_else(self, further: impl FnOnce() -> Cause) -> Cause {
        match self {
            Cause::Present => further(),
            other => other,
        }
    }
}

impl Recorder {
    pub(super) fn missing_cause(&self, body: &Body) -> Cause {
        match body {
            Body::Returned { actor, call, end_ns, outcome } => {
                self.cause_of_return(*actor, call, *end_ns, outcome)
            }
            Body::Segment(placed) => {
                let Some((connection, direction)) = self.names.stream_of(placed) else {
                    return self.cause_of_opening(placed);
                };
                let end = placed.offset + u64::from(placed.captured.len_bytes);
                let of_bytes = match placed.captured.len_bytes {
                    0 => Cause::Present,
                    _ => self.cause_of_bytes(connection, direction, end),
                };
                let flags = placed.captured.flags;
                match of_bytes {
                    Cause::Present if flags.has(Flags::FIN) => self.cause_of_end(connection, direction),
                    Cause::Present if placed.opens_window => {
                        self.cause_of_room(connection, direction.from(), placed.captured.at_ns)
                    }
                    other => other,
                }
            }
            // Readings have causes of their own.
            Body::Entered { .. } | Body::Held { .. } | Body::Readings(_) | Body::Plain(_) => Cause::Present,
        }
    }

    /// The first SYN of an unknown connection needs a connect that is under way.
    fn cause_of_opening(&self, placed: &PlacedSegment) -> Cause {
        let captured = &placed.captured;
        let opens = captured.flags.has(Flags::SYN) && !captured.flags.has(Flags::ACK);
        let outside = self.world.visitors.iter().any(|visitor| visitor.inside == captured.source);
        if !opens || outside || !self.captures_all() {
            return Cause::Present;
        }
        let port = captured.destination.port();
        let connects = |op: &Op| matches!(op, Op::Connect { address } if address.port() == port);
        let announced = |lane: &Lane| matches!(&lane.doing, Doing::Blocked(call) if connects(&call.op));
        if self.world.actors.iter().flat_map(|actor| &actor.lanes).any(announced) {
            return Cause::Present;
        }
        self.pending_call(|_, call| connects(&call.op) && call.start_ns <= captured.at_ns)
            .map_or(Cause::Missing, |(actor, key)| Cause::Pending(actor, key))
    }

    fn cause_of_return(&self, actor: ActorId, call: &Call, end_ns: u64, outcome: &Outcome) -> Cause {
        let stream = || self.world.receives_from(self.names.socket(actor, call.socket?)?);
        match (&call.op, outcome) {
            (Op::Recv { flags, .. }, Outcome::Received { data, .. }) if flags & OUT_OF_STREAM == 0 => {
                let Some((connection, direction)) = stream() else { return Cause::Present };
                let received = self.world.stream(connection, direction).map_or(0, |s| s.received);
                let end = received + data.len() as u64;
                self.cause_of_bytes(connection, direction, end)
                    .or_else(|| self.captured_first(connection, direction, |s| s.crossed >= end))
            }
            (Op::Recv { flags, .. }, Outcome::Received { .. }) if World::takes_urgent(*flags) => {
                let Some((connection, direction)) = stream() else { return Cause::Present };
                self.cause_of_urgent(connection, direction)
            }
            (Op::Recv { .. }, Outcome::EndOfStream) => {
                let Some((connection, direction)) = stream() else { return Cause::Present };
                self.cause_of_end(connection, direction)
                    .or_else(|| self.captured_first(connection, direction, |s| s.fin))
            }
            (Op::Accept, Outcome::Accepted { local, peer, .. }) => {
                let port = local.port();
                let connects = |op: &Op| matches!(op, Op::Connect { address } if address.port() == port);
                self.pending_call(|_, call| connects(&call.op) && call.start_ns < end_ns)
                    .map_or(Cause::Present, |(actor, key)| Cause::Pending(actor, key))
                    .or_else(|| self.handshake_first(peer, local))
            }
            (Op::Connect { address }, Outcome::Connected { local, in_progress: false, .. })
                if self.names.is_stream(actor, call, &self.world) =>
            {
                self.handshake_first(local, address)
            }
            _ => Cause::Present,
        }
    }

    /// Bytes up to `end` of a stream need sends that offered as many.
    pub(super) fn cause_of_bytes(&self, connection: ConnectionId, direction: Direction, end: u64) -> Cause {
        let Some(known) = self.world.connection(connection) else { return Cause::Present };
        if direction == Direction::ToServer && self.world.visitor(connection).is_some() {
            return Cause::Present;
        }
        let sender = known.ends[direction.from().index()].socket;
        let offered: u64 =
            self.offered.values().filter(|(s, _)| Some(*s) == sender).map(|(_, len)| len).sum();
        if known.streams[direction.index()].sent + offered >= end {
            return Cause::Present;
        }
        let sends =
            |actor, call: &Call| matches!(call.op, Op::Send { .. }) && self.is_or_may_be(actor, call, sender);
        match (sender, self.pending_call(sends)) {
            (None, _) => self.cause_of_socket(connection, direction.from()),
            (Some(_), Some((actor, key))) => Cause::Pending(actor, key),
            (Some(_), None) => Cause::Missing,
        }
    }

    /// An urgent byte needs the send that offered it.
    fn cause_of_urgent(&self, connection: ConnectionId, direction: Direction) -> Cause {
        let Some(known) = self.world.connection(connection) else { return Cause::Present };
        let outside = direction == Direction::ToServer && self.world.visitor(connection).is_some();
        let pending = known.streams[direction.index()].urgent.is_some_and(|urgent| !urgent.taken);
        if outside || pending {
            return Cause::Present;
        }
        let sender = known.ends[direction.from().index()].socket;
        let urgent = |op: &Op| matches!(op, Op::Send { flags, .. } if flags & MSG_OOB != 0);
        self.pending_call(|actor, call| urgent(&call.op) && self.is_or_may_be(actor, call, sender))
            .map_or(Cause::Missing, |(actor, key)| Cause::Pending(actor, key))
    }

    /// An end that does something has a socket, and so a connect or accept that made it.
    fn cause_of_socket(&self, connection: ConnectionId, side: Side) -> Cause {
        let Some(known) = self.world.connection(connection) else { return Cause::Present };
        let outside = side == Side::Client && self.world.visitor(connection).is_some();
        if outside || !self.captures_all() {
            return Cause::Present;
        }
        let client = &known.addresses[Side::Client.index()];
        let makes = |outcome: &Outcome| match (side, outcome) {
            (Side::Client, Outcome::Connected { local, .. }) => local == client,
            (Side::Server, Outcome::Accepted { peer, .. }) => peer == client,
            _ => false,
        };
        let made = self.pending.iter().find_map(|(key, body)| match body {
            Body::Returned { actor, outcome, .. } if makes(outcome) => Some((*actor, key)),
            _ => None,
        });
        made.map_or(Cause::Missing, |(actor, key)| Cause::Pending(actor, key))
    }

    /// A window that opens at `at_ns` had a recv that made room, and began before.
    fn cause_of_room(&self, connection: ConnectionId, side: Side, at_ns: u64) -> Cause {
        let reader = self.world.connection(connection).and_then(|known| known.ends[side.index()].socket);
        let Some(reader) = reader else { return Cause::Present };
        let received = self.world.stream(connection, side.receives()).map_or(0, |stream| stream.received);
        if self.received.get(&(connection, side)).is_some_and(|before| received > *before) {
            return Cause::Present;
        }
        let made = self.pending.iter().find_map(|(key, body)| match body {
            Body::Returned { actor, call, .. }
                if matches!(call.op, Op::Recv { .. })
                    && call.start_ns <= at_ns
                    && call.socket.and_then(|s| self.names.socket(*actor, s)) == Some(reader) =>
            {
                Some((*actor, key))
            }
            _ => None,
        });
        made.map_or(Cause::Missing, |(actor, key)| Cause::Pending(actor, key))
    }

    /// What a program learned crossed the network before that, and the capture will report it.
    pub(super) fn captured_first(
        &self,
        connection: ConnectionId,
        direction: Direction,
        crossed: impl Fn(&Stream) -> bool,
    ) -> Cause {
        let Some(known) = self.world.connection(connection) else { return Cause::Present };
        let stream = &known.streams[direction.index()];
        let told = !self.captures_all() || known.reset || stream.first_sequence.is_none() || crossed(stream);
        if told { Cause::Present } else { Cause::Missing }
    }

    fn handshake_first(&self, client: &Address, server: &Address) -> Cause {
        let told = !self.captures_all() || client.to_std().is_none() || self.names.is_open(client, server);
        if told { Cause::Present } else { Cause::Missing }
    }

    /// Whether no segment is missing from the log: then effects may wait for theirs.
    fn captures_all(&self) -> bool {
        self.world.lost_segments == 0 && self.world.info.as_ref().is_some_and(|info| info.network.captured())
    }

    /// The end of a stream needs a close or shutdown, or its program's end.
    fn cause_of_end(&self, connection: ConnectionId, direction: Direction) -> Cause {
        let Some(known) = self.world.connection(connection) else { return Cause::Present };
        let stream = &known.streams[direction.index()];
        let Some(sender) = known.ends[direction.from().index()].socket else {
            return self.cause_of_socket(connection, direction.from());
        };
        let Some(program) = self.world.socket(sender).and_then(|s| self.world.actor(s.actor)) else {
            return Cause::Present;
        };
        let ends = |call: &Call| matches!(call.op, Op::Close | Op::Shutdown { .. });
        let announced = |lane: &Lane| match &lane.doing {
            Doing::Blocked(call) => call.socket == Some(sender) && ends(call),
            _ => false,
        };
        if stream.finished || program.exit.is_some() || program.lanes.iter().any(announced) {
            return Cause::Present;
        }
        let of_sender = |actor, call: &Call| ends(call) && self.is_or_may_be(actor, call, Some(sender));
        self.pending_call(of_sender).map_or(Cause::Missing, |(actor, key)| Cause::Pending(actor, key))
    }

    fn is_or_may_be(&self, actor: ActorId, call: &Call, wanted: Option<SocketId>) -> bool {
        match (call.socket.and_then(|s| self.names.socket(actor, s)), wanted) {
            (Some(socket), Some(wanted)) => socket == wanted,
            _ => true,
        }
    }

    /// The first waiting call of this kind; an announced one has had its effect already.
    fn pending_call(&self, wanted: impl Fn(ActorId, &Call) -> bool) -> Option<(ActorId, Key)> {
        self.pending.iter().find_map(|(key, body)| match body {
            Body::Entered { actor, call, .. } | Body::Returned { actor, call, .. } => {
                let told = self.announced.contains(&(*actor, call.id));
                (!told && wanted(*actor, call)).then_some((*actor, key))
            }
            _ => None,
        })
    }
}
