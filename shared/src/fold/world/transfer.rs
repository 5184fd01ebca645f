//! What calls do to the streams of a [`World`].

use super::{Stream, Urgent, World};
use crate::record::linux::{MSG_OOB, MSG_PEEK};
use crate::{Call, ConnectionId, Direction, Op, SocketId};

fn sends_urgent(call: &Call) -> bool {
    matches!(call.op, Op::Send { flags, .. } if flags & MSG_OOB != 0)
}

impl World {
    /// Whether a recv with these flags takes bytes off the stream: one that peeks or reads urgent data does not.
    pub(crate) fn takes(flags: i32) -> bool {
        flags & (MSG_PEEK | MSG_OOB) == 0
    }

    /// Whether a recv with these flags takes an urgent byte.
    pub fn takes_urgent(flags: i32) -> bool {
        flags & (MSG_OOB | MSG_PEEK) == MSG_OOB
    }

    /// A send is under way: its bytes may arrive, and be received, before the call returns.
    pub(super) fn offered(&mut self, call: &Call) {
        let offered = call.op.offered_bytes();
        if offered > 0
            && let Some(stream) = call.socket.and_then(|s| self.sends_into(s))
        {
            self.stream_mut(stream, |s| {
                (s.offered_to, s.queued_to) = (s.sent.saturating_add(offered), 0);
                if sends_urgent(call) {
                    s.urgent = Some(Urgent { offset: s.offered_to - 1, taken: false });
                }
            });
        }
    }

    /// A call returned: what it offered and did not send is not under way any more.
    pub(super) fn settled(&mut self, call: &Call) {
        if let (Op::Send { .. }, Some(stream)) = (&call.op, call.socket.and_then(|s| self.sends_into(s))) {
            self.stream_mut(stream, |s| (s.offered_to, s.queued_to) = (0, 0));
        }
    }

    pub(super) fn sent(&mut self, call: &Call, len_bytes: u64) {
        let Op::Send { .. } = &call.op else { return };
        let urgent = sends_urgent(call);
        // The last of the bytes is the urgent one, if the kernel took it.
        let took_all = len_bytes > 0 && len_bytes >= call.op.offered_bytes();
        if let Some(stream) = call.socket.and_then(|s| self.sends_into(s)) {
            self.stream_mut(stream, |s| {
                let offered = s.urgent.filter(|urgent| urgent.offset >= s.sent);
                s.sent = s.sent.saturating_add(len_bytes);
                s.sends += 1;
                if urgent && took_all {
                    let taken = offered.is_some_and(|urgent| urgent.taken);
                    s.urgent = Some(Urgent { offset: s.sent.saturating_sub(1), taken });
                } else if urgent && offered.is_some() {
                    s.urgent = None;
                }
            });
        }
    }

    /// A call failed: what it offered as urgent is not sent.
    pub(super) fn urgent_refused(&mut self, call: &Call) {
        if let Some(stream) = call.socket.and_then(|s| self.sends_into(s)).filter(|_| sends_urgent(call)) {
            self.stream_mut(stream, |s| s.urgent = s.urgent.filter(|urgent| urgent.offset < s.sent));
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
                s.arrive(s.received);
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
