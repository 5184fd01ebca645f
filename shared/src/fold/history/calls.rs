//! The call list: one row for each call, from held or entered to returned.

use crate::{ActorId, Call, CallId};

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

/// The rows and spans that are not over, in the order of actor and thread: a thread makes one call at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OpenCalls {
    by_lane: Vec<((ActorId, u16), Open)>,
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
        let place = self.place(actor, lane).ok()?;
        Some(&mut self.by_lane[place].1)
    }

    /// Takes the lane's open call if it is this one. A call gets its own id only when it is made, so one that was
    /// only held is taken by the next call of its lane.
    pub fn take(&mut self, actor: ActorId, call: &Call) -> Option<Open> {
        let place = self.place(actor, call.lane).ok()?;
        let (_, open) = self.by_lane.remove(place);
        (open.only_held || open.call == call.id).then_some(open)
    }

    pub fn insert(&mut self, actor: ActorId, lane: u16, open: Open) {
        match self.place(actor, lane) {
            Ok(place) => self.by_lane[place].1 = open,
            Err(place) => self.by_lane.insert(place, ((actor, lane), open)),
        }
    }

    /// Takes all open calls of an actor.
    pub fn take_all(&mut self, actor: ActorId) -> Vec<Open> {
        let of_actor = self.by_lane.extract_if(.., |((whose, _), _)| *whose == actor);
        of_actor.map(|(_, open)| open).collect()
    }

    /// Where the lane's open call is, or would be.
    fn place(&self, actor: ActorId, lane: u16) -> Result<usize, usize> {
        self.by_lane.binary_search_by_key(&(actor, lane), |(key, _)| *key)
    }
}
