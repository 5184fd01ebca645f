//! One session's log in memory.

use super::chunks::{Chunks, Found, cut};
use bytes::Bytes;
use socketscope_shared::{
    Event, Fact, SessionId,
    event::{End, Limit},
    wire,
};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Bound of one log in encoded bytes. The stage ends a session long before; a log that reaches it all the same is
/// ended with [`Limit::LogBytes`], and takes no more.
pub const MAX_LOG_BYTES: usize = 512 << 20;

/// A session's events, encoded once for everybody who reads them.
///
/// The recorder appends; viewers and the file's writer read, each at its own pace, none of them seen by the recorder.
#[derive(Debug)]
pub struct SessionLog {
    id: SessionId,
    inner: Mutex<Inner>,
    /// Wakes the file's writer, which is a thread and no task.
    grown: Condvar,
    last_seq: watch::Sender<u64>,
}

#[derive(Debug)]
struct Inner {
    chunks: Chunks,
    at_ns: u64,
    over: bool,
    max_bytes: usize,
}

/// What comes next for a reader.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Messages of the wire, in order.
    pub chunks: Vec<Bytes>,
    /// Sequence number of the last event in them; the one that was asked for where there is none.
    pub last_seq: u64,
}

impl SessionLog {
    /// An empty log.
    pub fn new(id: SessionId) -> Self {
        Self::with_bound(id, MAX_LOG_BYTES)
    }

    /// An empty log with a bound of its own, in encoded bytes.
    pub fn with_bound(id: SessionId, max_bytes: usize) -> Self {
        let inner = Inner { chunks: Chunks::new(id), at_ns: 0, over: false, max_bytes };
        SessionLog { id, inner: Mutex::new(inner), grown: Condvar::new(), last_seq: watch::Sender::new(0) }
    }

    /// Whose log it is.
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// Adds the next events. What comes after [`Fact::SessionEnded`] is not taken.
    pub fn append(&self, events: &[Event]) {
        let mut inner = self.lock();
        let Inner { chunks, at_ns, over, max_bytes } = &mut *inner;
        if *over || events.is_empty() {
            return;
        }
        let end = events.iter().position(|event| matches!(event.fact, Fact::SessionEnded { .. }));
        let events = end.map_or(events, |end| &events[..=end]);
        chunks.append(events);
        *at_ns = events.last().map_or(*at_ns, |event| event.at_ns);
        *over = end.is_some();
        if !*over && chunks.len_bytes() > *max_bytes {
            let limit = Limit::LogBytes(*max_bytes as u64);
            let fact = Fact::LimitHit { actor: None, limit: limit.clone() };
            let ended = Fact::SessionEnded { end: End::Limit(limit) };
            chunks.append(&[Event { at_ns: *at_ns, fact }, Event { at_ns: *at_ns, fact: ended }]);
            *over = true;
        }
        if *over {
            chunks.seal();
        }
        let last_seq = chunks.last_seq();
        drop(inner);
        self.grown.notify_all();
        self.last_seq.send_replace(last_seq);
    }

    /// Ends the log, if it has not ended, at the time of its last event.
    pub fn end(&self, end: End) {
        let at_ns = self.lock().at_ns;
        self.append(&[Event { at_ns, fact: Fact::SessionEnded { end } }]);
    }

    /// Sequence number of the last event, 0 without one.
    pub fn last_seq(&self) -> u64 {
        *self.last_seq.borrow()
    }

    /// Whether its last event is in it.
    pub fn is_over(&self) -> bool {
        self.lock().over
    }

    /// Changes whenever the log has grown.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.last_seq.subscribe()
    }

    /// Chunks after sequence number `seq`: at least one where there is one, no more once they are `max_bytes` together.
    pub fn chunks_after(&self, seq: u64, max_bytes: usize) -> Batch {
        let mut batch = Batch { chunks: Vec::new(), last_seq: seq };
        let mut len_bytes = 0;
        while len_bytes < max_bytes {
            let found = self.lock().chunks.find(batch.last_seq);
            let stored = match found {
                None => break,
                Some(Found::Whole(stored)) => stored,
                Some(Found::Within(whole)) => {
                    let Some(part) = cut(&whole, batch.last_seq) else { break };
                    self.lock().chunks.remember(part.clone());
                    part
                }
            };
            if len_bytes > 0 && len_bytes + stored.bytes.len() > max_bytes {
                break;
            }
            len_bytes += stored.bytes.len();
            batch.last_seq = stored.last_seq;
            batch.chunks.push(stored.bytes);
        }
        batch
    }

    /// The events after sequence number `seq`, decoded.
    pub fn events_after(&self, seq: u64) -> Vec<Event> {
        let batch = self.chunks_after(seq, usize::MAX);
        let chunks = batch.chunks.iter().filter_map(|bytes| wire::decode_chunk(bytes).ok());
        chunks.flat_map(|chunk| chunk.events).collect()
    }

    /// The log as few, large chunks; all of it once it is over.
    pub(super) fn blocks(&self) -> Vec<Bytes> {
        self.lock().chunks.blocks().iter().map(|block| block.bytes.clone()).collect()
    }

    /// Blocks the thread until there is something after `seq`, or the log is over.
    pub(super) fn wait_after(&self, seq: u64) {
        let waits = |inner: &mut Inner| !inner.over && inner.chunks.last_seq() <= seq;
        drop(self.grown.wait_while(self.lock(), waits));
    }

    /// Whether all up to `seq` is all that will ever be.
    pub(super) fn is_complete_at(&self, seq: u64) -> bool {
        let inner = self.lock();
        inner.over && inner.chunks.last_seq() == seq
    }

    /// A panic elsewhere leaves whole events: each change is made under one lock.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
