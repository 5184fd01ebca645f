//! One session's log in memory.

use super::chunks::{Chunks, Found, cut};
use bytes::Bytes;
use socketscope_shared::{
    Event, Fact, SessionId,
    event::{End, Limit},
    wire,
};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::watch;

/// Bound of one log in encoded bytes. The stage ends a session long before; a log that reaches it all the same is
/// ended with [`Limit::LogBytes`], and takes no more.
pub const MAX_LOG_BYTES: usize = 512 << 20;

/// A session's events, encoded once for everybody who reads them.
///
/// The recorder appends; viewers and the file's writer read, each at its own pace, none of them seen by the recorder.
/// Viewers get only what is in the file: one that comes back after the relay was killed has never seen more than that.
#[derive(Debug)]
pub struct SessionLog {
    id: SessionId,
    inner: Mutex<Inner>,
    /// Wakes the file's writer, which is a thread and no task.
    grown: Condvar,
    /// The last that viewers may have.
    published: watch::Sender<u64>,
    /// Why the rest of it will be in no file.
    unsaved: OnceLock<String>,
}

#[derive(Debug)]
struct Inner {
    chunks: Chunks,
    /// A writer publishes what it has saved; without one, events are published as they come.
    saving: bool,
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
        let inner = Inner { chunks: Chunks::new(id), saving: false, at_ns: 0, over: false, max_bytes };
        SessionLog {
            id,
            inner: Mutex::new(inner),
            grown: Condvar::new(),
            published: watch::Sender::new(0),
            unsaved: OnceLock::new(),
        }
    }

    /// An empty log that a writer is going to save.
    pub(super) fn saving(id: SessionId) -> Self {
        let log = Self::new(id);
        log.lock().saving = true;
        log
    }

    /// Whose log it is.
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// Adds the next events. What comes after [`Fact::SessionEnded`] is not taken.
    pub fn append(&self, events: &[Event]) {
        let mut inner = self.lock();
        let Inner { chunks, saving, at_ns, over, max_bytes } = &mut *inner;
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
        if *saving {
            self.grown.notify_all();
        } else {
            self.published.send_replace(chunks.last_seq());
        }
    }

    /// Ends the log, if it has not ended, at the time of its last event.
    pub fn end(&self, end: End) {
        let at_ns = self.lock().at_ns;
        self.append(&[Event { at_ns, fact: Fact::SessionEnded { end } }]);
    }

    /// Sequence number of the last event that viewers may have, 0 without one.
    pub fn last_seq(&self) -> u64 {
        *self.published.borrow()
    }

    /// Bytes of all events as encoded.
    pub fn len_bytes(&self) -> u64 {
        self.lock().chunks.len_bytes() as u64
    }

    /// Whether its last event is in it.
    pub fn is_over(&self) -> bool {
        self.lock().over
    }

    /// Changes whenever the log has grown.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.published.subscribe()
    }

    /// Chunks after sequence number `seq`: at least one where there is one, and more while they are at most
    /// `max_bytes` together.
    pub fn chunks_after(&self, seq: u64, max_bytes: usize) -> Batch {
        self.chunks_between(seq, self.last_seq(), max_bytes)
    }

    /// As [`chunks_after`](Self::chunks_after), including what nobody has seen yet.
    pub(super) fn unsaved_after(&self, seq: u64, max_bytes: usize) -> Batch {
        self.chunks_between(seq, u64::MAX, max_bytes)
    }

    fn chunks_between(&self, seq: u64, last_seq: u64, max_bytes: usize) -> Batch {
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
            let too_much = len_bytes > 0 && len_bytes + stored.bytes.len() > max_bytes;
            if too_much || stored.last_seq > last_seq {
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

    /// The first event, decoded.
    pub(super) fn first(&self) -> Option<Event> {
        let chunk = self.chunks_after(0, 1).chunks.into_iter().next()?;
        wire::decode_chunk(&chunk).ok()?.events.into_iter().next()
    }

    /// How many large chunks hold the log, once it is over.
    pub(super) fn blocks(&self) -> usize {
        self.lock().chunks.blocks().len()
    }

    /// Blocks the thread until there is something after `seq`, or the log is over.
    pub(super) fn wait_after(&self, seq: u64) {
        let waits = |inner: &mut Inner| !inner.over && inner.chunks.last_seq() <= seq;
        drop(self.grown.wait_while(self.lock(), waits));
    }

    /// All up to `seq` is in the file.
    pub(super) fn publish(&self, seq: u64) {
        self.published.send_replace(seq);
    }

    /// Why it is not saved, or not to its end.
    pub fn unsaved(&self) -> Option<&str> {
        self.unsaved.get().map(String::as_str)
    }

    /// Nothing more will be saved, for this reason. Whoever [subscribed](Self::subscribe) is woken.
    pub(super) fn stop_saving(&self, problem: &str) {
        let mut inner = self.lock();
        inner.saving = false;
        self.unsaved.get_or_init(|| problem.to_owned());
        self.published.send_replace(inner.chunks.last_seq());
    }

    /// Whether nothing will come after `seq`.
    pub(super) fn is_complete_at(&self, seq: u64) -> bool {
        let inner = self.lock();
        inner.over && inner.chunks.last_seq() == seq
    }

    /// A panic elsewhere leaves whole events: each change is made under one lock.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
