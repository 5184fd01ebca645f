//! What select, poll and epoll_wait watched, what they returned, and why.
//!
//! A [`Readiness`] grows with the log like [`history`](crate::fold::history): a [`Matrix`] for each actor, with a column for
//! each call and a row for each descriptor that was ever watched. Sets are read from the log when they are shown; only
//! epoll's interest lists, which its calls do not name, are kept.

mod kinds;
mod matrix;

pub use kinds::Kinds;
pub use matrix::{Cell, Column, Matrix, Row};

use crate::{
    ActorId, Fact, Op, Outcome,
    record::{call::ApiName, linux::EPOLL_CTL_DEL},
};

/// The matrices of a session's actors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    by_actor: Vec<Matrix>,
}

impl Readiness {
    /// Takes the event at `seq`. Events come in order, without gaps.
    pub fn push(&mut self, seq: u64, fact: &Fact) {
        let (actor, call, outcome, announced) = match fact {
            Fact::Entered { actor, call } => (actor, call, None, false),
            Fact::Returned { actor, call, outcome, announced, .. } => {
                (actor, call, Some(outcome), *announced)
            }
            _ => return,
        };
        match (&call.op, outcome) {
            (Op::EpollControl { action, target }, Some(Outcome::Done)) => {
                let events = (*action != EPOLL_CTL_DEL).then_some(target.events);
                self.matrix(*actor).watch(seq, call.socket, target, events);
            }
            (Op::Close, Some(_)) => self.matrix(*actor).closed(seq, call.socket),
            // A socket's timeout is a poll of the library's own, within recv, sendall or connect_ex.
            (Op::Select { .. } | Op::Poll { .. } | Op::EpollWait { .. }, _)
                if call.api.name == ApiName::Same =>
            {
                self.matrix(*actor).call(seq, call, outcome, announced);
            }
            _ => {}
        }
    }

    /// An actor's matrix; `None` where it made no such call.
    pub fn of(&self, actor: ActorId) -> Option<&Matrix> {
        self.by_actor.get(usize::from(actor.0)).filter(|matrix| !matrix.columns().is_empty())
    }

    /// The actors that made such calls.
    pub fn actors(&self) -> impl Iterator<Item = ActorId> + '_ {
        (0..=u16::MAX).map(ActorId).take(self.by_actor.len()).filter(|actor| self.of(*actor).is_some())
    }

    fn matrix(&mut self, actor: ActorId) -> &mut Matrix {
        let index = usize::from(actor.0);
        if self.by_actor.len() <= index {
            self.by_actor.resize_with(index + 1, Matrix::default);
        }
        &mut self.by_actor[index]
    }
}
