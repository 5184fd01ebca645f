//! A session's events by sequence number.

use crate::{Event, SessionId, record::chunk::Chunk};
use std::ops::Range;

/// Events in one block. Blocks never move once full, so growing copies nothing and needs no second room.
const BLOCK_EVENTS: usize = 1024;

/// The append-only log as one end knows it: the events 1 to [`last_seq`](Log::last_seq), without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    session: Option<SessionId>,
    blocks: Vec<Vec<Event>>,
}

/// Why a chunk was not taken. The log is as it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogError {
    /// Events between the log's end and the chunk are missing; watch again after the last known.
    #[error("event {expected} is next, but the chunk begins at {found}")]
    Gap {
        /// Sequence number that is next.
        expected: u64,
        /// Sequence number that the chunk begins at.
        found: u64,
    },
    /// The chunk belongs to another session.
    #[error("a chunk of session {found} is not of this log")]
    OtherSession {
        /// The chunk's session.
        found: SessionId,
    },
    /// Sequence numbers begin at 1 and end at 2⁶⁴ − 1.
    #[error("a chunk cannot begin at {found}")]
    BadSequence {
        /// Sequence number that the chunk begins at.
        found: u64,
    },
}

impl Log {
    /// The session, once a chunk has announced it.
    pub fn session(&self) -> Option<SessionId> {
        self.session
    }

    /// Sequence number of the last event; 0 in an empty log.
    pub fn last_seq(&self) -> u64 {
        match self.blocks.split_last() {
            Some((last, full)) => (full.len() * BLOCK_EVENTS + last.len()) as u64,
            None => 0,
        }
    }

    /// Whether nothing is known yet.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The event with this sequence number.
    pub fn get(&self, seq: u64) -> Option<&Event> {
        let index = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.blocks.get(index / BLOCK_EVENTS)?.get(index % BLOCK_EVENTS)
    }

    /// Appends what the chunk has beyond the log's end, and returns the sequence numbers that are new.
    pub fn push_chunk(&mut self, chunk: Chunk) -> Result<Range<u64>, LogError> {
        if self.session.is_some_and(|known| known != chunk.session) {
            return Err(LogError::OtherSession { found: chunk.session });
        }
        let (found, expected) = (chunk.first_seq, self.last_seq() + 1);
        if found == 0 || found.checked_add(chunk.events.len() as u64).is_none() {
            return Err(LogError::BadSequence { found });
        }
        if found > expected {
            return Err(LogError::Gap { expected, found });
        }
        self.session = Some(chunk.session);
        let known = usize::try_from(expected - found).unwrap_or(usize::MAX);
        chunk.events.into_iter().skip(known).for_each(|event| self.push(event));
        Ok(expected..self.last_seq() + 1)
    }

    /// Appends one event.
    pub fn push(&mut self, event: Event) {
        match self.blocks.last_mut() {
            Some(block) if block.len() < BLOCK_EVENTS => block.push(event),
            _ => self.blocks.push(vec![event]),
        }
    }

    /// All events with their sequence numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &Event)> {
        (1..).zip(self.blocks.iter().flatten())
    }

    /// The events of a range of sequence numbers, as far as they are known.
    pub fn range(&self, range: Range<u64>) -> impl Iterator<Item = (u64, &Event)> {
        (range.start.max(1)..range.end.min(self.last_seq() + 1)).filter_map(|seq| Some((seq, self.get(seq)?)))
    }

    /// The greatest sequence number whose event is not later than `at_ns`; 0 where all are later.
    pub fn seq_at(&self, at_ns: u64) -> u64 {
        let full = self.blocks.partition_point(|b| b.last().is_some_and(|e| e.at_ns <= at_ns));
        let rest = self.blocks.get(full).map_or(0, |b| b.partition_point(|e| e.at_ns <= at_ns));
        (full * BLOCK_EVENTS + rest) as u64
    }
}
