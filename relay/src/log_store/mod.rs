//! Session logs: append-only, encoded once, in memory, and on disk as recordings.
//!
//! - [`log`]: one session's log in memory, which every viewer reads at its own pace.
//! - [`chunks`]: how encoded events are kept and found again by sequence number.
//! - [`file`](mod@file): a log's file; the writer is one more reader of the log and never stops the session.
//! - [`beginning`]: what a file says before its events; [`load`]: a file as a log; [`source`]: its bytes.
//! - [`store`]: all logs of a data directory, live and recorded; [`folder`]: their files.

mod beginning;
pub mod chunks;
pub mod file;
pub mod folder;
mod load;
pub mod log;
mod source;
pub mod store;
#[cfg(test)]
mod tests;

pub use beginning::Beginning;
pub use load::{LoadError, load, read};
pub use log::{Batch, SessionLog};
pub use source::FileSource;
pub use store::{LogStore, Retention};
