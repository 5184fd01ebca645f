//! What calls do to the streams of a [`World`].

use super::{Stream, Urgent, World};
use crate::record::linux::{MSG_OOB, MSG_PEEK};
use crate::{Call, ConnectionId, Direction, Op, SocketId};

impl World {
    /// Whether a recv with these flags takes bytes off the stream: one that peeks or reads urgent data does not.
    pub(crate) fn takes(flags: i32) -> bool {
        flags & (MSG_PEEK | MSG_OOB) == 0
    }

    /// Whether a recv with these flags takes an urgent byte.
    pub(crate) fn takes_urgent(flags: i32) -> bool {
        flags & (MSG_OOB | MSG_PEEK) == MSG_OOB
    }

    pub(super) fn sent(&mut self, call: &Call, len_bytes: u64) {
        let Op::Send { flags, .. } = &call.op else { return };
        // The last of the bytes is the urgent one, if the kernel took it.
        let urgent = flags & MSG_OOB != 0 && len_bytes > 0 && len_bytes >= call.op.offered_bytes();
        if let Some(stream) = call.socket.and_then(|s| self.sends_into(s)) {
            self.stream_mut(stream, |s| {
                s.sent = s.sent.saturating_add(len_bytes);
                s.sends += 1;
                if urgent {
                    s.urgent = Some(Urgent { offset: s.sent.saturating_sub(1), taken: false });
                }
            });
        }
    }

    pub(super) fn received(&mut self, call: &Call, len_bytes: u64) {
        let (Op::Recv { flags, .. }, Some(id)) = (&call.op, call.socket) else { return };
        let takes = World::takes(*flags);
        let inline = self.socket(id).is_some_and(|socket| socket.urgent_inline);
        let Some(stream) = self.receives_from(id) else { return };
        self.stream_mut(stream, |s| {
            let next = s.urgent_is_next();
            if let Some(urgent) = &mut s.urgent {
                urgent.taken |= World::takes_urgent(*flags) || takes && next;
            }
            if takes {
                s.received = s.received.saturating_add(len_bytes + u64::from(next && !inline));
                s.receives += u64::from(len_bytes > 0);
            }
        });
    }

    pub(super) fn finish_stream(&mut self, socket: SocketId) {
        if let Some(stream) = self.sends_into(socket) {
            self.stream_mut(stream, |s| s.finished = true);
        }
    }

    /// A socket's last descriptor is closed.
    pub(super) fn abandon(&mut self, socket: SocketId) {
        self.finish_stream(socket);
        if let Some(stream) = self.receives_from(socket) {
            self.stream_mut(stream, |s| s.discarded = true);
        }
        if let Some(socket) = self.socket_mut(socket) {
            socket.open = false;
        }
    }

    pub(super) fn stream_mut(
        &mut self,
        (connection, direction): (ConnectionId, Direction),
        change: impl FnOnce(&mut Stream),
    ) {
        if let Some(connection) = self.connection_mut(connection) {
            change(&mut connection.streams[direction.index()]);
        }
    }
}
