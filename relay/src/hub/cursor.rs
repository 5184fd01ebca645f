//! What a viewer has of a log, and what comes next for it.

use crate::log_store::SessionLog;
use bytes::Bytes;
use socketscope_shared::wire::CHUNK_BYTES;
use std::{future, sync::Arc};
use tokio::sync::watch;

/// A place in a log. A slow viewer's cursor lags, and nothing else happens.
#[derive(Debug)]
pub struct Cursor {
    log: Arc<SessionLog>,
    seq: u64,
    grown: watch::Receiver<u64>,
}

impl Cursor {
    /// Begins after sequence number `after`; from the start if the log has no such event.
    pub fn new(log: Arc<SessionLog>, after: u64) -> Self {
        let grown = log.subscribe();
        let seq = if after <= log.last_seq() { after } else { 0 };
        Cursor { log, seq, grown }
    }

    /// The next chunks, as soon as there are any. May be dropped and called again without losing one.
    pub async fn next(&mut self) -> Vec<Bytes> {
        loop {
            self.grown.mark_unchanged();
            let chunks = self.ready();
            if !chunks.is_empty() {
                return chunks;
            }
            if self.grown.changed().await.is_err() {
                future::pending::<()>().await;
            }
        }
    }

    /// The next chunks that are there already.
    pub fn ready(&mut self) -> Vec<Bytes> {
        let batch = self.log.chunks_after(self.seq, CHUNK_BYTES);
        self.seq = batch.last_seq;
        batch.chunks
    }
}
