//! Viewers: each is a cursor into a log, with no queue of its own.
//!
//! - [`cursor`]: what a viewer has, and what comes next for it.
//! - [`viewer`]: one WebSocket connection; [`reader`]: what the page says; [`writer`]: what is sent to it;
//!   [`pulse`]: whether it is still there.

pub mod cursor;
mod pulse;
mod reader;
pub mod viewer;
mod writer;

pub use cursor::Cursor;
