//! The call list: one row for each call, from held or entered to returned.

use crate::{ActorId, Call, CallId};
use std::collections::BTreeMap;

/// One call of the call list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallRow {
    /// The event that began it.
    pub seq: u64,
    /// Whose.
    pub actor: ActorId,
    /// Thread of the actor.
    pub lane: u16,
    /// When we held the program before it.
    pub held: Option<u64>,
    /// When it was entered, where that was announced.
    pub entered: Option<u64>,
    /// When it returned.
    pub returned: Option<u64>,
}

/// How far a call was at a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallState {
    /// Held by us; the call is not made.
    Held,
    /// Under way.
    Entered,
    /// Over.
    Returned,
}

impl CallRow {
    /// How far it was at `cursor`, and the event that says so. `None` before it began.
    pub fn at(&self, cursor: u64) -> Option<(CallState, u64)> {
        [
            (CallState::Returned, self.returned),
            (CallState::Entered, self.entered),
            (CallState::Held, self.held),
        ]
        .into_iter()
        .find_map(|(state, seq)| Some((state, seq.filter(|seq| *seq <= cursor)?)))
    }
}

/// The rows and spans that are not over, by actor and thread: a thread makes one call at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OpenCalls {
    by_lane: BTreeMap<(ActorId, u16), Open>,
}

/// A call that is not over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub call: CallId,
    /// Place in [`History::calls`](super::History::calls).
    pub row: usize,
    /// Place in the actor's spans of the one that goes on.
    pub span: Option<usize>,
    /// Held, and neither entered nor returned since.
    pub only_held: bool,
}

impl OpenCalls {
    /// The open call of the lane.
    pub fn get_mut(&mut self, actor: ActorId, lane: u16) -> Option<&mut Open> {
        self.by_lane.get_mut(&(actor, lane))
    }

    /// Takes the lane's open call if it is this one. A call gets its own id only when it is made, so one that was
    /// only held is taken by the next call of its lane.
    pub fn take(&mut self, actor: ActorId, call: &Call) -> Option<Open> {
        let open = self.by_lane.remove(&(actor, call.lane))?;
        (open.only_held || open.call == call.id).then_some(open)
    }

    pub fn insert(&mut self, actor: ActorId, lane: u16, open: Open) {
        self.by_lane.insert((actor, lane), open);
    }

    /// Takes all open calls of an actor.
    pub fn take_all(&mut self, actor: ActorId) -> Vec<Open> {
        let (lanes, rest) =
            std::mem::take(&mut self.by_lane).into_iter().partition(|((a, _), _)| *a == actor);
        self.by_lane = rest;
        let lanes: BTreeMap<(ActorId, u16), Open> = lanes;
        lanes.into_values().collect()
    }
}
