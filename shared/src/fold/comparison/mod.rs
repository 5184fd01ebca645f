//! What servers did for their clients and what that cost, so that they can be compared.
//!
//! A [`Comparison`] grows with the log like [`history`](crate::fold::history): every list in it only grows at its end, ordered
//! by sequence number, so that the figures of any cursor are prefixes that a binary search finds.

mod server;
#[cfg(test)]
mod tests;

pub use server::{Answer, Figures, Server};

use crate::record::linux::MSG_DONTWAIT;
use crate::{ActorId, ConnectionId, Event, Fact, Op, Outcome, SocketId, fold::by_id::grown};

/// The programs of a session, seen as servers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    by_actor: Vec<Server>,
    /// By [`SocketId`].
    sockets: Vec<Socket>,
    /// By [`ConnectionId`].
    links: Vec<Link>,
}

/// What matters of a socket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Socket {
    /// The connection that it made.
    made: Option<ConnectionId>,
    /// The connection that it was accepted for.
    accepted: Option<ConnectionId>,
    nonblocking: bool,
}

/// What matters of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Link {
    /// Who accepted it, and which of its clients this is, from 0.
    accepted: Option<(ActorId, u32)>,
    /// When its client first entered send, ns.
    asked_ns: Option<u64>,
    answered: bool,
}

impl Comparison {
    /// Takes the event at `seq`. Events come in order, without gaps.
    pub fn push(&mut self, seq: u64, event: &Event) {
        match &event.fact {
            Fact::Entered { actor, call } => {
                self.server(*actor).lane(seq, call.lane);
                if matches!(call.op, Op::Send { .. }) {
                    self.asks(call.socket, call.start_ns);
                }
            }
            Fact::Returned { actor, call, took_ns, outcome, .. } => {
                let waits = self.may_wait(&call.op, call.socket);
                let server = self.server(*actor);
                server.lane(seq, call.lane);
                server.returned(seq, &call.op, outcome, waits);
                let end_ns = call.start_ns.saturating_add(*took_ns);
                match (&call.op, outcome) {
                    (Op::SetBlocking { blocking }, Outcome::Done) => {
                        if let Some(socket) = call.socket.and_then(|id| grown(&mut self.sockets, id.0)) {
                            socket.nonblocking = !blocking;
                        }
                    }
                    (_, Outcome::Connected { connection, .. }) => {
                        if let Some(socket) = call.socket.and_then(|id| grown(&mut self.sockets, id.0)) {
                            socket.made = *connection;
                        }
                    }
                    (_, Outcome::Accepted { socket, connection: Some(connection), .. }) => {
                        if let Some(socket) = grown(&mut self.sockets, socket.0) {
                            socket.accepted = Some(*connection);
                        }
                        let nth = self.server(*actor).accepted(seq);
                        if let Some(link) = grown(&mut self.links, connection.0) {
                            link.accepted = Some((*actor, nth));
                        }
                    }
                    (_, Outcome::Sent { .. }) => {
                        self.asks(call.socket, call.start_ns);
                        self.answers(seq, call.socket, end_ns);
                    }
                    _ => {}
                }
            }
            Fact::ActorExited { actor, cpu_ns, .. } => self.server(*actor).exited(seq, *cpu_ns),
            _ => {}
        }
    }

    /// The actors that ever listened, in the order of the session.
    pub fn servers(&self) -> impl Iterator<Item = (ActorId, &Server)> {
        (0..=u16::MAX).map(ActorId).zip(&self.by_actor).filter(|(_, server)| server.listens())
    }

    /// What an actor did.
    pub fn of(&self, actor: ActorId) -> Option<&Server> {
        self.by_actor.get(usize::from(actor.0))
    }

    fn server(&mut self, actor: ActorId) -> &mut Server {
        let index = usize::from(actor.0);
        if self.by_actor.len() <= index {
            self.by_actor.resize_with(index + 1, Server::default);
        }
        &mut self.by_actor[index]
    }

    /// Whether the kernel may let the program sleep in such a call.
    fn may_wait(&self, op: &Op, socket: Option<SocketId>) -> bool {
        let state = socket.and_then(|id| self.sockets.get(id.0 as usize)).copied().unwrap_or_default();
        match op {
            Op::Select { .. } | Op::Poll { .. } | Op::EpollWait { .. } | Op::Sleep { .. } => true,
            Op::Accept => !state.nonblocking,
            Op::Recv { flags, .. } => !state.nonblocking && flags & MSG_DONTWAIT == 0,
            _ => false,
        }
    }

    /// The connection of a socket, by what the socket is to it.
    fn link(
        &mut self,
        socket: Option<SocketId>,
        of: fn(&Socket) -> Option<ConnectionId>,
    ) -> Option<&mut Link> {
        let connection = of(self.sockets.get(socket?.0 as usize)?)?;
        grown(&mut self.links, connection.0)
    }

    fn asks(&mut self, socket: Option<SocketId>, start_ns: u64) {
        if let Some(link) = self.link(socket, |socket| socket.made) {
            link.asked_ns.get_or_insert(start_ns);
        }
    }

    /// The server's part of a client's wait ends with its first send to it. When the client takes the answer depends on
    /// what else the client does.
    fn answers(&mut self, seq: u64, socket: Option<SocketId>, end_ns: u64) {
        let Some(link) = self.link(socket, |socket| socket.accepted) else { return };
        if let (Some((actor, client)), Some(asked_ns), false) = (link.accepted, link.asked_ns, link.answered)
        {
            link.answered = true;
            let latency_ns = end_ns.saturating_sub(asked_ns);
            self.server(actor).answered(Answer { seq, client, latency_ns });
        }
    }
}
