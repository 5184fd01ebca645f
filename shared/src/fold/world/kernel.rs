//! What the kernel was last read to say, and what it is still worth.

use super::{Role, World};
use crate::{
    ConnectionId, Side, SocketId,
    record::reading::{Reading, TcpState},
};

/// A kernel reading and its age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known<'a> {
    /// What was read.
    pub reading: &'a Reading,
    /// The event that it came with.
    pub seq: u64,
    /// Whether nothing happened since that could have changed it.
    pub now: bool,
}

impl World {
    /// The latest reading of a socket: its own, or its connection end's.
    pub fn reading(&self, socket: SocketId) -> Option<&Reading> {
        self.known(socket).map(|known| known.reading)
    }

    /// The latest reading of a socket, with its age. A listener's accept queue has fewer by [`accepted`](super::Socket::accepted).
    pub fn known(&self, id: SocketId) -> Option<Known<'_>> {
        let socket = self.socket(id)?;
        if let Some((connection, side)) = socket.end {
            return self.known_end(connection, side);
        }
        let reading = socket.reading.as_ref()?;
        let waits = |connection: &super::Connection| {
            let [_, server] = &connection.addresses;
            connection.ends[Side::Server.index()].socket.is_none()
                && connection.changed_at > socket.read_at
                && socket.is_listening_on(server)
        };
        let now = match socket.role {
            Role::Listening { .. } => !self.connections.iter().any(waits),
            // Nothing can be in the queues of a stream that is not connected.
            _ => socket.stream && reading.state == TcpState::Closed || socket.read_at == self.cursor,
        };
        Some(Known { reading, seq: socket.read_at, now })
    }

    /// The latest reading of a connection's end, with its age.
    pub fn known_end(&self, connection: ConnectionId, side: Side) -> Option<Known<'_>> {
        let connection = self.connection(connection)?;
        let end = &connection.ends[side.index()];
        let reading = end.reading.as_ref()?;
        Some(Known { reading, seq: end.read_at, now: connection.changed_at <= end.read_at })
    }

    /// How many connections wait in a listener's accept queue: those of its reading, without those accepted since.
    pub fn accept_queue(&self, id: SocketId) -> Option<u32> {
        let socket = self.socket(id)?;
        let waited = socket.reading.as_ref().filter(|_| matches!(socket.role, Role::Listening { .. }))?;
        Some(waited.receive_queue.saturating_sub(socket.accepted))
    }
}
