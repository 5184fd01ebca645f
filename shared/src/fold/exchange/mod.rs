//! What the two ends of each connection did, in order: their calls, the segments between them, and the TCP states that
//! these segments lead to.
//!
//! [`Exchanges`] grows with the log like [`history`](crate::fold::history). The states are inferred from the captured segments
//! (RFC 9293, figure 5); the kernel's own are read only now and then, and miss those that last a moment.

mod states;
#[cfg(test)]
mod tests;

pub use states::States;

use crate::{
    ActorId, Call, ConnectionId, Event, Fact, Op, Outcome, Side, SocketId, fold::by_id::grown,
    record::reading::TcpState,
};
use std::collections::BTreeMap;

/// What happened at a rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// This side began a call that waited.
    Began(Side),
    /// A call of this side returned.
    Returned(Side),
    /// A segment from this side.
    Segment(Side),
}

/// One event of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// The event.
    pub seq: u64,
    /// What it is.
    pub what: What,
    /// The states after it, by [`Side::index`]; `None` where no segment tells.
    pub states: Option<[TcpState; 2]>,
}

/// The rungs of each connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchanges {
    /// By [`ConnectionId`].
    ladders: Vec<Ladder>,
    /// By [`SocketId`].
    ends: Vec<Option<(ConnectionId, Side)>>,
    /// Calls under way: where they were entered.
    open: BTreeMap<(ActorId, u16), u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Ladder {
    rungs: Vec<Rung>,
    states: Option<States>,
}

impl Exchanges {
    /// Takes the event at `seq`. Events come in order, without gaps.
    pub fn push(&mut self, seq: u64, event: &Event) {
        match &event.fact {
            Fact::Segment(segment) => {
                let Some(ladder) = grown(&mut self.ladders, segment.connection.0) else { return };
                if ladder.states.get_or_insert_default().is_refusal(segment) {
                    ladder.refused();
                }
                ladder.states.get_or_insert_default().pass(segment);
                ladder.add(seq, What::Segment(segment.direction.from()));
            }
            Fact::Entered { actor, call } => {
                self.open.insert((*actor, call.lane), seq);
                if let Some((ladder, side)) = self.of(call) {
                    ladder.add(seq, What::Began(side));
                }
            }
            Fact::Returned { actor, call, outcome, .. } => {
                let entered = self.open.remove(&(*actor, call.lane));
                self.returned(seq, call, outcome, entered);
            }
            _ => {}
        }
    }

    /// The rungs of a connection up to `cursor`.
    pub fn at(&self, connection: ConnectionId, cursor: u64) -> &[Rung] {
        let rungs = self.ladders.get(connection.0 as usize).map_or(&[][..], |ladder| &ladder.rungs);
        &rungs[..rungs.partition_point(|rung| rung.seq <= cursor)]
    }

    fn returned(&mut self, seq: u64, call: &Call, outcome: &Outcome, entered: Option<u64>) {
        let made = match outcome {
            Outcome::Connected { connection, .. } => {
                call.socket.zip(*connection).map(|ids| (ids, Side::Client))
            }
            Outcome::Accepted { socket, connection, .. } => {
                connection.map(|connection| ((*socket, connection), Side::Server))
            }
            _ => None,
        };
        if let Some(((socket, connection), side)) = made {
            self.end(socket, connection, side);
            let Some(ladder) = grown(&mut self.ladders, connection.0) else { return };
            // Only now it is known what the call that began earlier was for.
            if let Some(entered) = entered {
                ladder.insert(entered, What::Began(side));
            }
            ladder.add(seq, What::Returned(side));
        } else if !matches!(outcome, Outcome::WouldBlock)
            && let Some((ladder, side)) = self.of(call)
        {
            ladder.add(seq, What::Returned(side));
        }
    }

    fn end(&mut self, socket: SocketId, connection: ConnectionId, side: Side) {
        if let Some(end) = grown(&mut self.ends, socket.0) {
            *end = Some((connection, side));
        }
    }

    /// The connection that a call is about, where it is one that peers notice.
    fn of(&mut self, call: &Call) -> Option<(&mut Ladder, Side)> {
        let told = matches!(call.op, Op::Send { .. } | Op::Recv { .. } | Op::Shutdown { .. } | Op::Close);
        let (connection, side) = (*self.ends.get(call.socket.filter(|_| told)?.0 as usize)?)?;
        Some((grown(&mut self.ladders, connection.0)?, side))
    }
}

impl Ladder {
    /// Only now it is known that the server's end was closed all along.
    fn refused(&mut self) {
        for rung in &mut self.rungs {
            if let Some(states) = &mut rung.states {
                states[Side::Server.index()] = TcpState::Closed;
            }
        }
    }

    fn add(&mut self, seq: u64, what: What) {
        self.rungs.push(Rung { seq, what, states: self.states.as_ref().map(States::both) });
    }

    /// A rung before others: it changed no state.
    fn insert(&mut self, seq: u64, what: What) {
        let at = self.rungs.partition_point(|rung| rung.seq < seq);
        let before = at.checked_sub(1).and_then(|before| self.rungs[before].states);
        let states = before.or_else(|| self.states.as_ref().map(|_| States::default().both()));
        self.rungs.insert(at, Rung { seq, what, states });
    }
}
