//! Makes a recording's bytes, piece by piece. Each piece is whole in itself: what was written of them before a crash is
//! read again.

use super::{
    Header, Meta,
    bounds::{
        EVENTS_BYTES, MAX_CHUNKS, MAX_EVENT_BYTES, MAX_EVENTS, MAX_HEADER_BYTES, MAX_LESSON_BYTES,
        MAX_META_BYTES,
    },
    cbor,
    container::{MAGIC, kind, record},
    deflate,
    events::{Chunk, payload},
    index::Index,
    v1,
    version::{MINOR, VERSION},
};
use crate::{Event, lesson::Lesson};

/// Why something is not written. What was written before is a recording all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// The events are not those that come next.
    #[error("event {expected} is next, not {found}")]
    Gap {
        /// Sequence number that is next.
        expected: u64,
        /// Sequence number that was given.
        found: u64,
    },
    /// A reader would refuse it.
    #[error("more than a recording may have: {what}")]
    TooLarge {
        /// Of what.
        what: &'static str,
    },
}

/// Makes a recording's bytes. It keeps where each record is, and nothing else.
#[derive(Debug)]
pub struct Writer {
    written: u64,
    index: Index,
}

impl Writer {
    /// The first bytes: the header, with the version that is written here, and the lesson as it is.
    pub fn begin(header: &Header, lesson: Option<&Lesson>) -> Result<(Self, Vec<u8>), WriteError> {
        let header = cbor::encode(&Header { version: VERSION, minor: MINOR, ..header.clone() });
        check(&header, MAX_HEADER_BYTES, "names in the header")?;
        let mut bytes = MAGIC.to_vec();
        bytes.extend(record(kind::HEADER, &header));
        let mut index = Index::default();
        if let Some(lesson) = lesson {
            let lesson = v1::pack_lesson(lesson);
            check(&lesson, MAX_LESSON_BYTES, "the lesson")?;
            index.lesson_at = Some(bytes.len() as u64);
            let mut payload = (lesson.len() as u32).to_le_bytes().to_vec();
            payload.extend(deflate::pack(&lesson));
            bytes.extend(record(kind::LESSON, &payload));
        }
        Ok((Writer { written: bytes.len() as u64, index }, bytes))
    }

    /// Sequence number of the event that comes next.
    pub fn next_seq(&self) -> u64 {
        self.index.chunks.next_seq()
    }

    /// The next events, in as many records as they need. A record compresses better the more events it has: whoever can wait
    /// gives some [`EVENTS_BYTES`] at once.
    pub fn events(&mut self, first_seq: u64, events: &[Event]) -> Result<Vec<u8>, WriteError> {
        if first_seq != self.next_seq() {
            return Err(WriteError::Gap { expected: self.next_seq(), found: first_seq });
        }
        let chunks = self.index.chunks.list().len();
        let records = self.records_of(events);
        let bytes = records.inspect_err(|_| self.index.chunks.truncate(chunks))?;
        self.written += bytes.len() as u64;
        Ok(bytes)
    }

    fn records_of(&mut self, mut events: &[Event]) -> Result<Vec<u8>, WriteError> {
        let chunks = &mut self.index.chunks;
        let mut bytes = Vec::new();
        while let Some(first) = events.first() {
            let (taken, packed) = fill(events)?;
            let (these, rest) = events.split_at(taken);
            let chunk = Chunk {
                at: self.written + bytes.len() as u64,
                first_seq: chunks.next_seq(),
                first_at_ns: first.at_ns,
                count: taken as u32,
                len_bytes: packed.len() as u32,
            };
            let last_at_ns = these.last().map_or(first.at_ns, |last| last.at_ns);
            bytes.extend(record(kind::EVENTS, &payload(&chunk, last_at_ns, &packed)));
            if !chunks.push(chunk) {
                let what = if chunks.list().len() >= MAX_CHUNKS { "records" } else { "events" };
                return Err(WriteError::TooLarge { what });
            }
            events = rest;
        }
        Ok(bytes)
    }

    /// What a person added so far.
    pub fn meta(&mut self, meta: &Meta) -> Result<Vec<u8>, WriteError> {
        let payload = cbor::encode(meta);
        check(&payload, MAX_META_BYTES, "notes")?;
        self.index.meta_at = Some(self.written);
        let bytes = record(kind::META, &payload);
        self.written += bytes.len() as u64;
        Ok(bytes)
    }

    /// The last bytes: the index and the trailer.
    pub fn finish(self) -> Vec<u8> {
        self.index.records(self.written)
    }
}

/// The bytes of as many of the events as a record should have, at least one.
fn fill(events: &[Event]) -> Result<(usize, Vec<u8>), WriteError> {
    let mut packer = v1::Packer::default();
    let mut bytes = Vec::new();
    let mut taken = 0;
    for event in events.iter().take(MAX_EVENTS as usize) {
        let before = bytes.len();
        packer.append(&mut bytes, event);
        if taken > 0 && bytes.len() > EVENTS_BYTES {
            bytes.truncate(before);
            break;
        }
        taken += 1;
    }
    check(&bytes, MAX_EVENT_BYTES, "an event")?;
    Ok((taken, bytes))
}

/// Whether a reader takes it.
fn check(bytes: &[u8], most: usize, what: &'static str) -> Result<(), WriteError> {
    if bytes.len() <= most && cbor::measure(bytes).is_some() {
        Ok(())
    } else {
        Err(WriteError::TooLarge { what })
    }
}
