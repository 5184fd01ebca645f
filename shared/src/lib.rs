//! What the relay and the page agree on.
//!
//! This crate performs no I/O and reads no clock: times come in as arguments, bytes as slices.
//!
//! # Layout
//! Each folder uses only those before it; `cargo xtask check` checks that.
//! - [`record`]: the facts that a session's log holds, and the log.
//! - [`bytes`]: what bytes say: headers of captured frames, frames in a stream.
//! - [`fold`]: what the log adds up to at each of its events: the world, its history, the timeline with a cursor.
//! - [`words`]: one-line descriptions of all of these.
//! - [`lesson`]: lessons, their knobs, and the claims that are checked against a log.
//! - [`wire`]: the versioned codec and the messages of both directions.
//! - [`recording`]: one file that holds all that is needed to show a run, for ever.

pub mod bytes;
pub mod fold;
pub mod lesson;
pub mod record;
pub mod recording;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod wire;
pub mod words;

pub use record::{
    address::Address,
    call::{Api, Call, Op, Outcome},
    event::{Event, Exit, Fact},
    ids::{ActorId, CallId, ConnectionId, Direction, SessionId, Side, SocketId, StreamId},
};
// Names without their layer, for those who use many of them.
pub use bytes::{framing, headers, sequence};
pub use fold::{clock, comparison, deadlock, exchange, history, readiness, timeline, world};
pub use lesson::Text;
pub use lesson::claims;
pub use record::{address, call, event, hosts, ids, log, payload, reading, segment, session};
pub use words::Language;
