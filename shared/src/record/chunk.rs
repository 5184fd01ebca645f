//! A run of events, as it is stored and sent.

use crate::{Event, SessionId};

/// A chunk of a session's log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Whose.
    pub session: SessionId,
    /// Sequence number of the first event.
    pub first_seq: u64,
    /// The events, in order and without gaps.
    pub events: Vec<Event>,
}
