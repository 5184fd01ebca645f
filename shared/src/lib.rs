//! What the relay and the page agree on.
//!
//! This crate performs no I/O and reads no clock: times come in as arguments, bytes as slices.
//!
//! - [`event`], [`call`], [`segment`], [`reading`]: the facts that a session's log holds.
//! - [`wire`]: the versioned codec and the messages of both directions.
//! - [`log`]: the append-only log; [`world`]: the fold of it; [`history`]: what grows with it, indexed.
//! - [`timeline`]: checkpoints, seek and step; [`clock`]: play, pause, follow.
//! - [`framing`]: frames in a stream; [`lesson`]: lessons and their knobs; [`claims`]: what a lesson asserts.
//! - [`readiness`]: what select, poll and epoll_wait watched and returned, and why.
//! - [`describe`]: one-line descriptions in English and Chinese; [`deadlock`]: programs that wait for each other.

pub mod address;
mod by_id;
pub mod call;
pub mod claims;
pub mod clock;
pub mod comparison;
pub mod deadlock;
pub mod describe;
pub mod event;
pub mod exchange;
pub mod framing;
pub mod headers;
pub mod history;
pub mod ids;
pub mod lesson;
pub mod log;
pub mod readiness;
pub mod reading;
pub mod segment;
pub mod sequence;
pub mod session;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod text;
pub mod timeline;
pub mod wire;
pub mod world;

pub use address::Address;
pub use call::{Api, Call, Op, Outcome};
pub use event::{Event, Exit, Fact};
pub use ids::{ActorId, CallId, ConnectionId, Direction, SessionId, Side, SocketId, StreamId};
pub use text::{Language, Text};
