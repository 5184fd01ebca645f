//! Readings count bytes: what a reading counts is in the log before it, and no reading counts less than one before.

use super::{
    Recorder,
    cause::Cause,
    pending::{Body, Key},
};
use socketscope_probe::protocol::SocketReading;
use socketscope_shared::{ConnectionId, Op, Side, reading::TcpState};

/// How far an end's streams are, bytes without SYN and FIN. Each only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Taken from the program: acknowledged, or in the send queue. Like `read` known where the queues are of the same moment.
    taken: Option<u64>,
    acknowledged: u64,
    arrived: u64,
    /// Taken by the program out of the receive queue.
    read: Option<u64>,
}

impl Counted {
    /// What the kernel counts of an end on this side. `None` where it does not tell, or may count a FIN.
    pub fn of(reading: &SocketReading, side: Side) -> Option<Counted> {
        let progress = reading.progress?;
        let fin = match reading.state {
            TcpState::Established => 0,
            TcpState::CloseWait => 1,
            _ => return None,
        };
        let acknowledged = progress.acknowledged.saturating_sub(u64::from(side == Side::Client));
        let arrived = progress.received.saturating_sub(fin);
        Some(Counted {
            taken: progress.with_queues.then(|| acknowledged + u64::from(reading.send_queue)),
            acknowledged,
            arrived,
            read: progress.with_queues.then(|| arrived.saturating_sub(u64::from(reading.receive_queue))),
        })
    }

    /// Whether the kernel was read before `other` was, whatever their times say.
    pub fn is_older_than(&self, other: &Counted) -> bool {
        let less = |(now, then): (u64, u64)| now < then;
        less((self.acknowledged, other.acknowledged))
            || less((self.arrived, other.arrived))
            || self.taken.zip(other.taken).is_some_and(less)
            || self.read.zip(other.read).is_some_and(less)
    }
}

impl Recorder {
    /// Gives out the readings at `key` that the log has the causes of, and puts off the others until it has: when a socket
    /// was read is known less well than when a call was made. True where some wait for what was not reported yet.
    pub(super) fn emit_readings(&mut self, key: Key, may_wait: bool) -> bool {
        let Some(Body::Readings(all)) = self.pending.remove(key) else { return false };
        let (mut due, mut waiting) = (Vec::new(), Vec::new());
        for reading in all {
            match self.cause_of_reading(&reading) {
                Cause::Pending(_, cause) => {
                    self.pending.insert(cause.at_ns.max(key.at_ns), Body::Readings(vec![reading]));
                }
                Cause::Missing if may_wait => waiting.push(reading),
                Cause::Present | Cause::Missing => due.push(reading),
            }
        }
        if !due.is_empty() {
            let due = self.pending.insert(key.at_ns, Body::Readings(due));
            self.emit(due, due.at_ns, false);
        }
        let waits = !waiting.is_empty();
        if waits {
            self.pending.insert(key.at_ns, Body::Readings(waiting));
        }
        waits
    }

    /// What a reading counts was sent, has crossed and was received before.
    pub(super) fn cause_of_reading(&self, reading: &SocketReading) -> Cause {
        let Some(peer) = &reading.peer else { return Cause::Present };
        let Some((connection, side)) = self.names.find(&reading.local, peer) else { return Cause::Present };
        let Some(counted) = Counted::of(reading, side) else { return Cause::Present };
        if side == Side::Client && self.world.visitor(connection).is_some() {
            return Cause::Present;
        }
        let taken = counted.taken.unwrap_or(counted.acknowledged);
        self.cause_of_bytes(connection, side.sends(), taken)
            .or_else(|| self.captured_first(connection, side.receives(), |s| s.crossed >= counted.arrived))
            .or_else(|| {
                self.captured_first(connection, side.sends(), |s| s.acknowledged >= counted.acknowledged)
            })
            .or_else(|| counted.read.map_or(Cause::Present, |end| self.cause_of_read(connection, side, end)))
            .or_else(|| match reading.state {
                TcpState::CloseWait => self.captured_first(connection, side.receives(), |s| s.fin),
                _ => Cause::Present,
            })
    }

    /// That a program took bytes up to `end` is known from its recv alone. The kernel gives them before the call returns.
    fn cause_of_read(&self, connection: ConnectionId, side: Side, end: u64) -> Cause {
        let Some(known) = self.world.connection(connection) else { return Cause::Present };
        let stream = &known.streams[side.receives().index()];
        let Some(reader) = known.ends[side.index()].socket else { return Cause::Present };
        // An urgent byte leaves the queue in another way.
        if stream.received >= end || stream.urgent.is_some() || stream.discarded {
            return Cause::Present;
        }
        let recv = self.pending.iter().find_map(|(key, body)| match body {
            Body::Returned { actor, call, .. }
                if matches!(call.op, Op::Recv { .. })
                    && call.socket.and_then(|s| self.names.socket(*actor, s)) == Some(reader) =>
            {
                Some((*actor, key))
            }
            _ => None,
        });
        recv.map_or(Cause::Missing, |(actor, key)| Cause::Pending(actor, key))
    }
}
