//! The state at a cursor: a pure fold of the log's events.
//!
//! A [`World`] holds counters and current values only, so that it is cheap to keep as a checkpoint. What grows
//! with the log (bytes, calls, spans) is in [`history`](crate::fold::history), indexed by sequence number.

mod fold;
mod kernel;
mod state;
mod transfer;
mod visitors;
mod waits;

pub use kernel::Known;
pub use state::*;
