//! Session logs: append-only, encoded once, in memory and on disk.
//!
//! - [`log`]: one session's log in memory, which every viewer reads at its own pace.
//! - [`chunks`]: how encoded events are kept and found again by sequence number.
//! - [`file`](mod@file): a log's file; the writer is one more reader of the log and never stops the session.
//! - [`store`]: all logs of a data directory, live and recorded.

pub mod chunks;
pub mod file;
pub mod log;
pub mod store;
#[cfg(test)]
mod tests;

pub use file::LoadError;
pub use log::{Batch, SessionLog};
pub use store::{LogStore, Retention};
