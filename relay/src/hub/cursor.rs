//! What a viewer has of a log, and what comes next for it.

use crate::log_store::SessionLog;
use bytes::Bytes;
use socketscope_shared::wire::{self, CHUNK_BYTES, Down};
use std::{future, sync::Arc};
use tokio::sync::watch;

/// A place in a log. A slow viewer's cursor lags, and nothing else happens.
#[derive(Debug)]
pub struct Cursor {
    log: Arc<SessionLog>,
    seq: u64,
    grown: watch::Receiver<u64>,
    /// Whether the viewer knows that the log is not saved.
    told_unsaved: bool,
}

impl Cursor {
    /// Begins after sequence number `after`; from the start if the log has no such event.
    pub fn new(log: Arc<SessionLog>, after: u64) -> Self {
        let grown = log.subscribe();
        let seq = if after <= log.last_seq() { after } else { 0 };
        Cursor { log, seq, grown, told_unsaved: false }
    }

    /// The next messages, as soon as there are any. May be dropped and called again without losing one.
    pub async fn next(&mut self) -> Vec<Bytes> {
        loop {
            self.grown.mark_unchanged();
            let messages = self.ready();
            if !messages.is_empty() {
                return messages;
            }
            if self.grown.changed().await.is_err() {
                future::pending::<()>().await;
            }
        }
    }

    /// The next messages that are there already: chunks, and once that the log is not saved.
    pub fn ready(&mut self) -> Vec<Bytes> {
        let mut batch = self.log.chunks_after(self.seq, CHUNK_BYTES);
        self.seq = batch.last_seq;
        if let Some(problem) = self.log.unsaved().filter(|_| !self.told_unsaved) {
            self.told_unsaved = true;
            let down = Down::NotSaved { session: self.log.id(), problem: problem.to_owned() };
            batch.chunks.push(wire::encode_down(&down).into());
        }
        batch.chunks
    }
}
