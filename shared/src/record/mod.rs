//! The facts that a session's log holds, and the log.
//!
//! Every type that is kept or sent is defined here; other layers use these and add none.

pub mod address;
pub mod call;
pub mod chunk;
pub mod event;
pub mod framing;
pub mod hosts;
pub mod ids;
pub mod linux;
pub mod log;
pub mod payload;
pub mod reading;
pub mod segment;
pub mod session;
