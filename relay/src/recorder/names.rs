//! From the reporters' own numbers to the log's ids.

use super::counted::Counted;
use socketscope_network::Captured;
use socketscope_probe::protocol::SocketReading;
use socketscope_shared::{
    ActorId, Address, Call, ConnectionId, Direction, Op, Outcome, Side, SocketId,
    call::{PollFd, Watched},
    reading::{Reading, Subject},
    segment::{Flags, Segment},
    sequence::SequenceTracker,
    session::Network,
    world::{Role, Socket, World},
};
use std::collections::HashMap;

/// Readings of sockets that no event has named yet, at most.
const MAX_WAITING: usize = 4096;

/// A captured segment with its place in its stream.
#[derive(Clone, Debug)]
pub struct PlacedSegment {
    pub captured: Captured,
    pub offset: u64,
    pub retransmission: bool,
    /// It only says that the sender has more room than the last segment said.
    pub opens_window: bool,
}

/// What the log calls what.
#[derive(Default)]
pub struct Names {
    /// (actor, its own count) to the log's id.
    sockets: HashMap<(ActorId, SocketId), SocketId>,
    /// (client, server) to the latest connection between them, and its client's first sequence number.
    connections: HashMap<(Address, Address), (ConnectionId, Option<u32>)>,
    /// By (source, destination).
    trackers: HashMap<(Address, Address), (u32, SequenceTracker)>,
    /// By (source, destination): what was acknowledged last, and the window.
    windows: HashMap<(Address, Address), (u32, u16)>,
    /// Readings of sockets that are not known yet, and when they were taken.
    waiting: HashMap<(Address, Address), (u64, SocketReading)>,
    /// When the last reading of each was taken, and what it counted: a process may report an older one later.
    read_at: HashMap<Subject, (u64, Option<Counted>)>,
    learned: bool,
    /// On a shared network: the address that stands for 127.0.0.1.
    own_address: Option<[u8; 4]>,
}

impl Names {
    pub fn on(network: &Network) -> Self {
        let own_address = match network {
            Network::Own { .. } => None,
            Network::Shared { address, .. } => Some(*address),
        };
        Names { own_address, ..Names::default() }
    }

    /// The address that a program's connect really went to.
    fn rewritten(&self, address: &Address) -> Address {
        match (self.own_address, address) {
            (Some(own), Address::V4([127, 0, 0, 1] | [0, 0, 0, 0], port)) => Address::V4(own, *port),
            _ => address.clone(),
        }
    }

    pub fn socket(&self, actor: ActorId, own: SocketId) -> Option<SocketId> {
        self.sockets.get(&(actor, own)).copied()
    }

    /// Finds a segment's offset. Segments come in the order of the capture.
    pub fn place_segment(&mut self, captured: Captured) -> PlacedSegment {
        let ends = (captured.source.clone(), captured.destination.clone());
        let told = (captured.acknowledgement, captured.window);
        let before = self.windows.insert(ends.clone(), told).unwrap_or(told);
        let only_acknowledges = captured.flags == Flags(Flags::ACK) && captured.len_bytes == 0;
        // More room with nothing new acknowledged, or room again where the sender had filled what there was.
        let more = before.0 == told.0 && before.1 < told.1;
        let again = told.1 > 0 && before.0.wrapping_add(u32::from(before.1)) == told.0;
        let opens_window = only_acknowledges && (more || again && before != told);
        let (first, tracker) =
            self.trackers.entry(ends).or_insert_with(|| (captured.sequence, SequenceTracker::default()));
        if captured.flags.has(Flags::SYN) && *first != captured.sequence {
            (*first, *tracker) = (captured.sequence, SequenceTracker::default());
        }
        let (offset, retransmission) = tracker.place(captured.flags, captured.sequence, captured.len_bytes);
        PlacedSegment { captured, offset, retransmission, opens_window }
    }

    /// The stream of a segment, if its connection is known.
    pub fn stream_of(&self, placed: &PlacedSegment) -> Option<(ConnectionId, Direction)> {
        let (source, destination) = (&placed.captured.source, &placed.captured.destination);
        self.find(source, destination).map(|(id, side)| (id, side.sends()))
    }

    pub fn segment(&mut self, placed: PlacedSegment, world: &World) -> Segment {
        let PlacedSegment { captured, offset, retransmission, .. } = placed;
        let opening = captured.flags.has(Flags::SYN) && !captured.flags.has(Flags::ACK);
        let (connection, direction) = match self.find(&captured.source, &captured.destination) {
            Some((id, side)) if !(opening && self.is_another(id, side, &captured)) => (id, side.sends()),
            _ => {
                let id = self.connect(&captured.source, &captured.destination, world);
                (id, Direction::ToServer)
            }
        };
        if opening {
            let ends = (captured.source.clone(), captured.destination.clone());
            self.connections.insert(ends, (connection, Some(captured.sequence)));
        }
        Segment {
            connection,
            direction,
            source: captured.source,
            destination: captured.destination,
            sequence: captured.sequence,
            acknowledgement: captured.acknowledgement,
            flags: captured.flags,
            window: captured.window,
            offset,
            len_bytes: captured.len_bytes,
            retransmission,
            headers: captured.headers,
        }
    }

    /// Whether the SYN of a connection between them is in the log.
    pub fn is_open(&self, client: &Address, server: &Address) -> bool {
        let ends = (self.rewritten(client), self.rewritten(server));
        self.connections.get(&ends).is_some_and(|(_, first)| first.is_some())
    }

    /// Whether a SYN opens a new connection between addresses that had one.
    fn is_another(&self, id: ConnectionId, side: Side, captured: &Captured) -> bool {
        let ends = (captured.source.clone(), captured.destination.clone());
        let first =
            self.connections.get(&ends).filter(|(known, _)| *known == id).and_then(|(_, first)| *first);
        side == Side::Server || first.is_some_and(|first| first != captured.sequence)
    }

    fn connect(&mut self, client: &Address, server: &Address, world: &World) -> ConnectionId {
        let id = ConnectionId(u32::try_from(world.connections.len()).unwrap_or(u32::MAX));
        self.connections.insert((client.clone(), server.clone()), (id, None));
        self.learned = true;
        id
    }

    pub fn find(&self, own: &Address, peer: &Address) -> Option<(ConnectionId, Side)> {
        let as_client = self.connections.get(&(own.clone(), peer.clone())).map(|(id, _)| (*id, Side::Client));
        let as_server = self.connections.get(&(peer.clone(), own.clone())).map(|(id, _)| (*id, Side::Server));
        // Where both exist, the later one is meant.
        as_client.into_iter().chain(as_server).max_by_key(|(id, _)| *id)
    }

    /// The connection between two addresses whose end on `side` no program has yet, or a new one.
    fn joined(&mut self, client: &Address, server: &Address, side: Side, world: &World) -> ConnectionId {
        let known = self.connections.get(&(client.clone(), server.clone())).map(|(id, _)| *id);
        let free =
            |id: &ConnectionId| world.connection(*id).is_none_or(|c| c.ends[side.index()].socket.is_none());
        known.filter(free).unwrap_or_else(|| self.connect(client, server, world))
    }

    /// The call with the log's ids and times.
    pub fn call(&self, actor: ActorId, call: Call, epoch_ns: u64) -> Call {
        let op = match call.op {
            Op::Select { read, write, except, timeout_ns } => Op::Select {
                read: self.watched(actor, read),
                write: self.watched(actor, write),
                except: self.watched(actor, except),
                timeout_ns,
            },
            Op::Poll { fds, timeout_ns } => Op::Poll { fds: self.poll_fds(actor, fds), timeout_ns },
            Op::EpollControl { action, target } => {
                Op::EpollControl { action, target: self.poll_fd(actor, target) }
            }
            other => other,
        };
        Call {
            socket: call.socket.and_then(|s| self.socket(actor, s)),
            start_ns: call.start_ns.saturating_sub(epoch_ns),
            op,
            ..call
        }
    }

    /// The outcome with the log's ids; new sockets and connections get theirs here. `call` is the reporter's.
    pub fn outcome(&mut self, actor: ActorId, call: &Call, outcome: Outcome, world: &World) -> Outcome {
        match outcome {
            Outcome::NewSocket { socket, fd } => {
                Outcome::NewSocket { socket: self.new_socket(actor, socket, 0, world), fd }
            }
            Outcome::NewPair { sockets: [a, b], fds, .. } => {
                let sockets = [self.new_socket(actor, a, 0, world), self.new_socket(actor, b, 1, world)];
                let connection = ConnectionId(u32::try_from(world.connections.len()).unwrap_or(u32::MAX));
                Outcome::NewPair { sockets, fds, connection }
            }
            Outcome::Accepted { socket, fd, local, peer, .. } => {
                let tcp = local.to_std().is_some();
                let connection = tcp.then(|| self.joined(&peer, &local, Side::Server, world));
                let socket = self.new_socket(actor, socket, 0, world);
                Outcome::Accepted { socket, fd, connection, local, peer }
            }
            Outcome::Connected { local, in_progress, connection: None } => {
                let connection = match &call.op {
                    Op::Connect { address }
                        if address.to_std().is_some() && self.is_stream(actor, call, world) =>
                    {
                        let server = self.rewritten(address);
                        Some(self.joined(&local, &server, Side::Client, world))
                    }
                    _ => None,
                };
                Outcome::Connected { connection, local, in_progress }
            }
            Outcome::ReadySets { read, write, except } => Outcome::ReadySets {
                read: self.watched(actor, read),
                write: self.watched(actor, write),
                except: self.watched(actor, except),
            },
            Outcome::Ready { fds } => Outcome::Ready { fds: self.poll_fds(actor, fds) },
            other => other,
        }
    }

    pub fn is_stream(&self, actor: ActorId, call: &Call, world: &World) -> bool {
        let socket = call.socket.and_then(|s| self.socket(actor, s)).and_then(|s| world.socket(s));
        socket.is_some_and(|s| s.stream)
    }

    fn new_socket(&mut self, actor: ActorId, own: SocketId, further: usize, world: &World) -> SocketId {
        let id = SocketId(u32::try_from(world.sockets.len() + further).unwrap_or(u32::MAX));
        self.sockets.insert((actor, own), id);
        self.learned = true;
        id
    }

    fn watched(&self, actor: ActorId, list: Vec<Watched>) -> Vec<Watched> {
        let name = |w: Watched| Watched { socket: w.socket.and_then(|s| self.socket(actor, s)), ..w };
        list.into_iter().map(name).collect()
    }

    fn poll_fds(&self, actor: ActorId, list: Vec<PollFd>) -> Vec<PollFd> {
        list.into_iter().map(|fd| self.poll_fd(actor, fd)).collect()
    }

    fn poll_fd(&self, actor: ActorId, fd: PollFd) -> PollFd {
        PollFd { socket: fd.socket.and_then(|s| self.socket(actor, s)), ..fd }
    }

    /// Readings of known sockets that are newer than the last and differ from it; others wait until their socket is
    /// known. `at_ns` is when they were taken.
    pub fn readings(&mut self, at_ns: u64, readings: Vec<SocketReading>, world: &World) -> Vec<Reading> {
        let mut changed = Vec::new();
        for reading in readings {
            match self.subject(&reading, world) {
                Some(subject) => {
                    let counted = match subject {
                        Subject::End(_, side) => Counted::of(&reading, side),
                        Subject::Socket(_) => None,
                    };
                    let (last_ns, last) = self.read_at.entry(subject).or_default();
                    let older = counted.zip(*last).is_some_and(|(now, last)| now.is_older_than(&last));
                    if at_ns >= *last_ns && !older {
                        *last_ns = at_ns;
                        *last = counted;
                        changed.extend(differing(named(reading, subject), world));
                    }
                }
                None => self.wait(at_ns, reading),
            }
        }
        changed
    }

    fn wait(&mut self, at_ns: u64, reading: SocketReading) {
        let ends = (reading.local.clone(), reading.peer.clone().unwrap_or(Address::Other));
        let newest = self.waiting.get(&ends).is_none_or(|(earlier_ns, _)| *earlier_ns <= at_ns);
        if newest && (self.waiting.len() < MAX_WAITING || self.waiting.contains_key(&ends)) {
            self.waiting.insert(ends, (at_ns, reading));
        }
    }

    /// Readings that waited and whose socket has become known.
    pub fn waiting_readings(&mut self, world: &World) -> Vec<Reading> {
        if !std::mem::take(&mut self.learned) || self.waiting.is_empty() {
            return Vec::new();
        }
        let waiting = std::mem::take(&mut self.waiting);
        let known =
            waiting.into_values().flat_map(|(at_ns, reading)| self.readings(at_ns, vec![reading], world));
        known.collect()
    }

    fn subject(&self, reading: &SocketReading, world: &World) -> Option<Subject> {
        if let Some(peer) = &reading.peer {
            let (id, side) = self.find(&reading.local, peer)?;
            return world.connection(id).is_some().then_some(Subject::End(id, side));
        }
        let same_port = |a: &Address| a.port() == reading.local.port();
        let listens = |s: &Socket| s.open && matches!(s.role, Role::Listening { .. } | Role::Bound);
        let index =
            world.sockets.iter().rposition(|s| listens(s) && s.local.as_ref().is_some_and(same_port))?;
        u32::try_from(index).ok().map(|index| Subject::Socket(SocketId(index)))
    }
}

fn named(reading: SocketReading, subject: Subject) -> Reading {
    Reading {
        subject,
        state: reading.state,
        receive_queue: reading.receive_queue,
        send_queue: reading.send_queue,
        receive_limit: reading.receive_limit,
        send_limit: reading.send_limit,
        send_memory: reading.send_memory,
        info: reading.info,
    }
}

fn differing(reading: Reading, world: &World) -> Option<Reading> {
    let last = match reading.subject {
        Subject::Socket(id) => world.socket(id)?.reading.as_ref(),
        Subject::End(id, side) => world.connection(id)?.ends[side.index()].reading.as_ref(),
    };
    (last != Some(&reading)).then_some(reading)
}
