//! One event at a time into a [`World`].

use super::{Actor, Connection, Doing, End, Lane, Role, Socket, Stream, World};
use crate::record::linux::{SOCK_STREAM, SOCK_TYPE_MASK};
use crate::{
    ActorId, Address, Call, ConnectionId, Direction, Event, Fact, Op, Outcome, Side, SocketId,
    bytes::headers,
    fold::by_id::MAX_IDS,
    record::{
        call::Shutdown,
        event::Lost,
        reading::{Reading, Subject},
        segment::{Flags, Segment},
    },
};
use std::sync::Arc;

/// SOL_SOCKET, SO_OOBINLINE.
const OOB_INLINE: (i32, i32) = (1, 10);
/// Higher lanes are ignored: our logs have none, and a damaged one must not exhaust memory.
const MAX_LANES: usize = 4096;

impl World {
    /// Folds in the next event of the log.
    pub fn apply(&mut self, event: &Event) {
        self.cursor += 1;
        self.at_ns = event.at_ns;
        match &event.fact {
            Fact::SessionStarted(info) => {
                self.step_mode = info.step_mode;
                self.actors = vec![Actor::default(); info.actors.len()];
                self.doors = vec![None; info.doors.len()];
                self.info = Some(Arc::new((**info).clone()));
            }
            Fact::ActorStarted { actor, pid } => {
                self.lane(*actor, 0);
                if let Some(actor) = self.actor_mut(*actor) {
                    actor.pid = Some(*pid);
                }
            }
            Fact::Entered { actor, call } => {
                self.at_call(*actor, call, Doing::Blocked(Arc::new(call.clone())));
                self.entered(call);
            }
            Fact::Held { actor, call } => self.at_call(*actor, call, Doing::Held(Arc::new(call.clone()))),
            Fact::Released { actor, lane } => {
                if let Some(lane) = self.lane(*actor, *lane) {
                    lane.doing = Doing::Running;
                }
            }
            Fact::Returned { actor, call, outcome, .. } => {
                self.deadlocked = false;
                self.at_call(*actor, call, Doing::Running);
                if let Some(actor) = self.actor_mut(*actor) {
                    actor.calls += 1;
                    actor.would_block += u64::from(*outcome == Outcome::WouldBlock);
                }
                self.settled(call);
                self.returned(*actor, call, outcome);
                let on = call.socket.and_then(|id| self.socket(id)?.end).map(|(connection, _)| connection);
                self.changed(on);
                self.carried(on);
            }
            Fact::Output { actor, data, line, .. } => {
                if let Some(lane) = self.lane(*actor, 0)
                    && *line > 0
                {
                    lane.line = *line;
                }
                if let Some(actor) = self.actor_mut(*actor) {
                    actor.output_bytes += data.len() as u64;
                }
            }
            Fact::Segment(segment) => self.segment(segment),
            Fact::Readings(readings) => readings.iter().for_each(|r| self.read(r)),
            Fact::ActorExited { actor, exit, cpu_ns } => self.exited(*actor, exit, *cpu_ns),
            Fact::LimitHit { .. } => {}
            Fact::Lost { what, count } => {
                let lost = match what {
                    Lost::Segments => &mut self.lost_segments,
                    Lost::OutputBytes => &mut self.lost_output_bytes,
                };
                *lost = lost.saturating_add(*count);
            }
            Fact::StepMode { on } => self.step_mode = *on,
            Fact::SessionEnded { end } => self.ended = Some(end.clone()),
            Fact::Deadlock { .. } => self.deadlocked = true,
            Fact::Door { door, news } => self.door(*door, news),
        }
    }

    fn actor_mut(&mut self, id: ActorId) -> Option<&mut Actor> {
        self.actors.get_mut(usize::from(id.0))
    }

    fn lane(&mut self, actor: ActorId, lane: u16) -> Option<&mut Lane> {
        let index = usize::from(lane);
        let lanes = &mut self.actor_mut(actor)?.lanes;
        if index >= MAX_LANES {
            return None;
        }
        if lanes.len() <= index {
            lanes.resize_with(index + 1, Lane::default);
        }
        lanes.get_mut(index)
    }

    fn at_call(&mut self, actor: ActorId, call: &Call, doing: Doing) {
        if let Some(lane) = self.lane(actor, call.lane) {
            lane.doing = doing;
            if call.line > 0 {
                lane.line = call.line;
            }
        }
    }

    pub(super) fn socket_mut(&mut self, id: SocketId) -> Option<&mut Socket> {
        self.sockets.get_mut(id.0 as usize)
    }

    pub(super) fn connection_mut(&mut self, id: ConnectionId) -> Option<&mut Connection> {
        self.connections.get_mut(id.0 as usize)
    }

    /// Ids are dense in log order, so a new one is at most one past the last.
    fn new_socket(&mut self, id: SocketId, actor: ActorId, fd: i32, role: Role) -> Option<&mut Socket> {
        let index = id.0 as usize;
        if index > self.sockets.len() || index >= MAX_IDS {
            return None;
        }
        let socket = Socket {
            actor,
            fd,
            stream: true,
            role,
            local: None,
            peer: None,
            end: None,
            nonblocking: false,
            urgent_inline: false,
            open: true,
            reading: None,
            read_at: 0,
            accepted: 0,
        };
        match self.sockets.get_mut(index) {
            Some(slot) => *slot = socket,
            None => self.sockets.push(socket),
        }
        self.sockets.get_mut(index)
    }

    fn ensure_connection(&mut self, id: ConnectionId, client: &Address, server: &Address) {
        let index = id.0 as usize;
        if index == self.connections.len() && index < MAX_IDS {
            self.connections.push(Connection {
                addresses: [client.clone(), server.clone()],
                ends: [End::default(), End::default()],
                streams: [Stream::default(); 2],
                reset: false,
                changed_at: 0,
            });
        }
    }

    fn take_end(&mut self, socket: SocketId, connection: ConnectionId, side: Side) {
        if let Some(connection) = self.connection_mut(connection) {
            connection.ends[side.index()].socket = Some(socket);
        }
        if let Some(socket) = self.socket_mut(socket) {
            socket.end = Some((connection, side));
            socket.role = Role::Connected;
        }
    }

    fn entered(&mut self, call: &Call) {
        if let (Op::Connect { address }, Some(socket)) = (&call.op, call.socket)
            && let Some(socket) = self.socket_mut(socket)
        {
            socket.role = Role::Connecting;
            socket.peer = Some(address.clone());
        }
        self.offered(call);
    }

    fn returned(&mut self, actor: ActorId, call: &Call, outcome: &Outcome) {
        match outcome {
            Outcome::NewSocket { socket, fd } => {
                let role = if call.op == Op::EpollCreate { Role::Epoll } else { Role::Fresh };
                let socket = self.new_socket(*socket, actor, *fd, role);
                if let (Some(socket), Op::Socket { kind, .. }) = (socket, &call.op) {
                    socket.stream = kind & SOCK_TYPE_MASK == SOCK_STREAM;
                }
            }
            Outcome::NewPair { sockets, fds, connection } => {
                let unnamed = Address::Unix(Vec::new());
                self.ensure_connection(*connection, &unnamed, &unnamed);
                for (side, (socket, fd)) in Side::BOTH.into_iter().zip(sockets.iter().zip(fds)) {
                    self.new_socket(*socket, actor, *fd, Role::Connected);
                    self.take_end(*socket, *connection, side);
                }
            }
            Outcome::Accepted { socket, fd, connection, local, peer } => {
                if let Some(listener) = call.socket.and_then(|id| self.socket_mut(id)) {
                    listener.accepted = listener.accepted.saturating_add(1);
                }
                if let Some(new) = self.new_socket(*socket, actor, *fd, Role::Connected) {
                    new.local = Some(local.clone());
                    new.peer = Some(peer.clone());
                }
                if let Some(connection) = connection {
                    self.ensure_connection(*connection, peer, local);
                    self.take_end(*socket, *connection, Side::Server);
                }
            }
            Outcome::Connected { connection, local, in_progress } => {
                self.connected(call, *connection, local, *in_progress);
            }
            Outcome::Address { address } => self.learned_address(call, address),
            Outcome::Sent { len_bytes } => self.sent(call, *len_bytes),
            Outcome::Received { data, .. } => self.received(call, data.len() as u64),
            Outcome::EndOfStream => {
                self.received(call, 0);
                if let Some(stream) = call.socket.and_then(|s| self.receives_from(s)) {
                    self.stream_mut(stream, |s| s.end_seen = true);
                }
            }
            // It goes past an urgent byte all the same.
            Outcome::WouldBlock => {
                self.received(call, 0);
                self.urgent_refused(call);
            }
            Outcome::Done => self.done(call),
            Outcome::Failed { .. } => {
                self.urgent_refused(call);
                if let (Op::Connect { .. }, Some(socket)) = (&call.op, call.socket)
                    && let Some(socket) = self.socket_mut(socket)
                    && socket.role == Role::Connecting
                {
                    socket.role = if socket.local.is_some() { Role::Bound } else { Role::Fresh };
                    socket.peer = None;
                }
            }
            Outcome::ReadySets { .. }
            | Outcome::Ready { .. }
            | Outcome::Value { .. }
            | Outcome::Line { .. }
            | Outcome::Unfinished => {}
        }
    }

    fn connected(
        &mut self,
        call: &Call,
        connection: Option<ConnectionId>,
        local: &Address,
        in_progress: bool,
    ) {
        let (Op::Connect { address }, Some(socket)) = (&call.op, call.socket) else { return };
        if let Some(connection) = connection {
            self.ensure_connection(connection, local, address);
            self.take_end(socket, connection, Side::Client);
        }
        if let Some(socket) = self.socket_mut(socket) {
            socket.local = Some(local.clone());
            socket.peer = Some(address.clone());
            socket.role = if in_progress { Role::Connecting } else { Role::Connected };
        }
    }

    fn learned_address(&mut self, call: &Call, address: &Address) {
        let Some(socket) = call.socket.and_then(|s| self.socket_mut(s)) else { return };
        match call.op {
            Op::Bind { .. } => {
                socket.local = Some(address.clone());
                socket.role = Role::Bound;
            }
            Op::LocalAddress => socket.local = Some(address.clone()),
            Op::PeerAddress => socket.peer = Some(address.clone()),
            _ => {}
        }
    }

    fn done(&mut self, call: &Call) {
        let Some(id) = call.socket else { return };
        match &call.op {
            Op::Bind { address } => self.learned_address(call, &address.clone()),
            Op::Listen { backlog } => {
                if let Some(socket) = self.socket_mut(id) {
                    socket.role = Role::Listening { backlog: *backlog };
                }
            }
            Op::SetBlocking { blocking } => {
                if let Some(socket) = self.socket_mut(id) {
                    socket.nonblocking = !blocking;
                }
            }
            Op::SetOption { level, option, value } if (*level, *option) == OOB_INLINE => {
                if let Some(socket) = self.socket_mut(id) {
                    socket.urgent_inline = value.iter().any(|byte| *byte != 0);
                }
            }
            Op::Shutdown { how: Shutdown::Write | Shutdown::Both } => self.finish_stream(id),
            Op::Close => self.abandon(id),
            _ => {}
        }
    }

    fn segment(&mut self, segment: &Segment) {
        let (client, server) = match segment.direction {
            Direction::ToServer => (&segment.source, &segment.destination),
            Direction::ToClient => (&segment.destination, &segment.source),
        };
        self.ensure_connection(segment.connection, client, server);
        let Some(connection) = self.connection_mut(segment.connection) else { return };
        connection.reset |= segment.flags.has(Flags::RST);
        let stream = &mut connection.streams[segment.direction.index()];
        stream.fin |= segment.flags.has(Flags::FIN);
        if segment.flags.has(Flags::SYN) {
            stream.window_shift = headers::window_shift(&segment.headers);
        }
        if stream.first_sequence.is_none() {
            // A SYN takes a number, and the first payload byte the next.
            let taken =
                if segment.flags.has(Flags::SYN) { 0 } else { (segment.offset as u32).wrapping_add(1) };
            stream.first_sequence = Some(segment.sequence.wrapping_sub(taken));
        }
        if segment.retransmission {
            stream.retransmissions += 1;
        } else if segment.len_bytes > 0 {
            stream.segments += 1;
        }
        if segment.len_bytes > 0 {
            stream.crossed = stream.crossed.max(segment.offset.saturating_add(u64::from(segment.len_bytes)));
            stream.arrive(stream.read_up_to.min(stream.crossed));
        }
        if segment.flags.has(Flags::ACK) {
            connection.streams[segment.direction.to().sends().index()].acknowledge(segment.acknowledgement);
        }
        self.changed(Some(segment.connection));
        self.carried(Some(segment.connection));
    }

    fn changed(&mut self, id: Option<ConnectionId>) {
        let seq = self.cursor;
        if let Some(connection) = id.and_then(|id| self.connection_mut(id)) {
            connection.changed_at = seq;
        }
    }

    fn read(&mut self, reading: &Reading) {
        let seq = self.cursor;
        match reading.subject {
            Subject::Socket(id) => {
                if let Some(socket) = self.socket_mut(id) {
                    socket.reading = Some(reading.clone());
                    (socket.read_at, socket.accepted) = (seq, 0);
                }
            }
            Subject::End(id, side) => {
                if let Some(connection) = self.connection_mut(id) {
                    let end = &mut connection.ends[side.index()];
                    (end.reading, end.read_at) = (Some(reading.clone()), seq);
                    // The queue may be of a moment before the program's last recv, and counts a FIN as a byte.
                    let stream = &mut connection.streams[side.receives().index()];
                    let told = stream.received.saturating_add(reading.receive_queue.into());
                    let gone =
                        if stream.first_sequence.is_some() { stream.crossed } else { stream.accepted() };
                    stream.read_up_to = told;
                    let sends = &mut connection.streams[side.sends().index()];
                    sends.queued_to = sends.acknowledged.saturating_add(reading.send_queue.into());
                    let stream = &mut connection.streams[side.receives().index()];
                    stream.arrive(told.min(gone));
                }
            }
        }
    }

    fn exited(&mut self, id: ActorId, exit: &crate::Exit, cpu_ns: u64) {
        self.deadlocked = false;
        if let Some(actor) = self.actor_mut(id) {
            actor.exit = Some(exit.clone());
            actor.cpu_ns = cpu_ns;
            actor.lanes.iter_mut().for_each(|lane| lane.doing = Doing::Ended);
        }
        // The kernel closes what a process leaves open.
        let open: Vec<_> = (0u32..)
            .zip(&self.sockets)
            .filter(|(_, s)| s.open && s.actor == id)
            .map(|(index, _)| SocketId(index))
            .collect();
        open.into_iter().for_each(|socket| self.abandon(socket));
    }
}
