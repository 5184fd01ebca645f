//! Viewers: each is a cursor into a log, with no queue of its own.
//!
//! - [`cursor`]: what a viewer has, and what comes next for it.
//! - [`viewer`]: one WebSocket connection; [`reader`]: what the page says; [`writer`]: what it is told;
//!   [`outgoing`]: what the one has the other send; [`pulse`]: whether the page is still there.

pub mod cursor;
mod outgoing;
mod pulse;
mod reader;
mod viewer;
mod writer;

pub use cursor::Cursor;

use crate::{session::Sessions, token::Token};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

/// What every viewer needs.
#[derive(Clone)]
pub struct Hub {
    /// The sessions that they start, control and watch.
    pub sessions: Arc<Sessions>,
    /// Who has it may run programs.
    pub token: Token,
    /// How often a viewer is asked whether it is still there.
    pub ping_every: Duration,
    /// Becomes true when the relay stops.
    pub stopping: watch::Receiver<bool>,
}
