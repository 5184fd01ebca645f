//! The tracks of a trace, and how they hang together. Each is described when something is first put on it.
//!
//! ```text
//! server (process) ─ main thread, thread 1 …, socket 0 ─ receive buffer, send buffer
//! connection 0 ─ segments to the server, in flight to the server, …
//! ```

use super::packets::{Kind, Unit, track};
use super::proto::Message;
use socketscope_shared::{
    ActorId, ConnectionId, Direction, Side, SocketId,
    reading::{Subject, TcpState},
    world::World,
};
use std::collections::HashSet;

/// The highest bits of a track's id say what it is.
const PROCESS: u64 = 1 << 48;
const THREAD: u64 = 2 << 48;
const SOCKET: u64 = 3 << 48;
const CONNECTION: u64 = 4 << 48;
const SEGMENTS: u64 = 5 << 48;
const IN_FLIGHT: u64 = 6 << 48;
const RECEIVE: u64 = 7 << 48;
const SEND: u64 = 8 << 48;
/// Marks what belongs to a socket rather than to a connection's end.
const OF_SOCKET: u64 = 1 << 40;

/// The tracks that were described, and the packets that do it.
pub struct Tracks<'a> {
    world: &'a World,
    known: HashSet<u64>,
    pids: HashSet<u32>,
    pub packets: Vec<Message>,
}

impl<'a> Tracks<'a> {
    /// Of the log with this last world.
    pub fn new(world: &'a World) -> Self {
        Tracks { world, known: HashSet::new(), pids: HashSet::new(), packets: Vec::new() }
    }

    fn describe(&mut self, uuid: u64, parent: Option<u64>, name: &str, kind: Kind) -> u64 {
        if self.known.insert(uuid) {
            self.packets.push(track(uuid, parent, name, kind));
        }
        uuid
    }

    fn pid(&self, actor: ActorId) -> Option<u32> {
        self.world.actor(actor)?.pid.filter(|pid| i32::try_from(*pid).is_ok())
    }

    /// A program's.
    pub fn process(&mut self, actor: ActorId) -> u64 {
        let uuid = PROCESS | u64::from(actor.0);
        if self.known.contains(&uuid) {
            return uuid;
        }
        let info = self.world.info.as_ref().and_then(|info| info.actor(actor));
        let name = info.map_or_else(|| format!("program {}", actor.0), |info| info.name.clone());
        // Two processes with one id would be one process to Perfetto.
        let kind = match self.pid(actor) {
            Some(pid) if self.pids.insert(pid) => Kind::Process(pid),
            _ => Kind::Plain,
        };
        self.describe(uuid, None, &name, kind)
    }

    /// A thread's. The log has no ids of other threads than the main one, whose id is the process's.
    pub fn thread(&mut self, actor: ActorId, lane: u16) -> u64 {
        let parent = self.process(actor);
        let uuid = THREAD | u64::from(actor.0) << 16 | u64::from(lane);
        let (name, kind) = match (lane, self.pid(actor)) {
            (0, Some(pid)) => ("main thread".to_owned(), Kind::MainThread(pid)),
            (0, None) => ("main thread".to_owned(), Kind::Plain),
            _ => (format!("thread {lane}"), Kind::Plain),
        };
        self.describe(uuid, Some(parent), &name, kind)
    }

    /// A socket's.
    pub fn socket(&mut self, id: SocketId) -> Option<u64> {
        let world = self.world;
        let socket = world.socket(id)?;
        let parent = self.process(socket.actor);
        let local = socket.local.as_ref().map_or(String::new(), |local| format!(" {local}"));
        let peer = socket.peer.as_ref().map_or(String::new(), |peer| format!(" → {peer}"));
        let name = format!("socket {} (fd {}){local}{peer}", id.0, socket.fd);
        Some(self.describe(SOCKET | u64::from(id.0), Some(parent), &name, Kind::Plain))
    }

    /// A connection's, of which the others hang.
    pub fn connection(&mut self, id: ConnectionId) -> Option<u64> {
        let [client, server] = &self.world.connection(id)?.addresses;
        let name = format!("connection {} {client} → {server}", id.0);
        Some(self.describe(CONNECTION | u64::from(id.0), None, &name, Kind::Plain))
    }

    /// The segments of one direction.
    pub fn segments(&mut self, id: ConnectionId, direction: Direction) -> Option<u64> {
        let parent = self.connection(id)?;
        let uuid = SEGMENTS | (direction.index() as u64) << 32 | u64::from(id.0);
        Some(self.describe(uuid, Some(parent), &format!("segments {}", way(direction)), Kind::Plain))
    }

    /// Bytes that left and are not acknowledged.
    pub fn in_flight(&mut self, id: ConnectionId, direction: Direction) -> Option<u64> {
        let parent = self.connection(id)?;
        let uuid = IN_FLIGHT | (direction.index() as u64) << 32 | u64::from(id.0);
        let name = format!("in flight {}", way(direction));
        Some(self.describe(uuid, Some(parent), &name, Kind::Counter(Unit::Bytes)))
    }

    /// The two queues that the kernel has for a socket or an end: those to receive and to send from. For a listener they are
    /// the connections that wait for accept, and the most that may.
    pub fn queues(&mut self, subject: Subject, state: TcpState) -> Option<[u64; 2]> {
        let (low, socket, name) = match subject {
            Subject::Socket(id) => (OF_SOCKET | u64::from(id.0), Some(id), String::new()),
            Subject::End(id, side) => {
                let end = &self.world.connection(id)?.ends[side.index()];
                let side_bit = (side.index() as u64) << 32;
                let name = if side == Side::Client { "client's " } else { "server's " };
                (side_bit | u64::from(id.0), end.socket, name.to_owned())
            }
        };
        let parent = match (socket.and_then(|id| self.socket(id)), subject) {
            (Some(parent), _) => parent,
            (None, Subject::End(id, _)) => self.connection(id)?,
            (None, Subject::Socket(_)) => return None,
        };
        let (unit, names) = match (subject, state) {
            (Subject::Socket(_), TcpState::Listen) => (Unit::Count, ["accept queue", "backlog"]),
            _ => (Unit::Bytes, ["receive buffer", "send buffer"]),
        };
        let [receive, send] = [(RECEIVE, names[0]), (SEND, names[1])].map(|(kind, what)| {
            self.describe(kind | low, Some(parent), &format!("{name}{what}"), Kind::Counter(unit))
        });
        Some([receive, send])
    }
}

fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::ToServer => "to the server",
        Direction::ToClient => "to the client",
    }
}
