//! Records of events: where they are in the log, uncompressed, then the events, compressed.
//!
//! | part | bytes |
//! |---|---|
//! | sequence number of the first event | u64 |
//! | its `at_ns` | u64 |
//! | the last one's `at_ns` | u64 |
//! | how many events | u32 |
//! | length of the events' CBOR before compression | u32 |
//! | the events' CBOR, one after the other, in raw deflate | the rest |

use super::{
    Header, ReadError, Wrote,
    bounds::{MAX_CHUNKS, MAX_EVENT_BYTES, MAX_EVENTS, MAX_LOG_BYTES, MAX_SEVERAL_BYTES},
    container::Numbers,
    deflate,
    version::{MINOR, Version},
};
use crate::Event;

/// A record of events: where it is in the file and in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The record's offset in the file.
    pub at: u64,
    /// Sequence number of its first event.
    pub first_seq: u64,
    /// When that was, ns since the session began.
    pub first_at_ns: u64,
    /// How many events it has.
    pub count: u32,
    /// Their length before compression.
    pub len_bytes: u32,
}

/// Why events were not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventsError {
    /// There are not as many records of events.
    #[error("there is no such part of the recording")]
    NoSuchChunk,
    /// The record is not what was written. Nothing after it is to be shown as what came next.
    #[error("the recording is damaged at byte {at}")]
    Damaged {
        /// The record's offset in the file.
        at: u64,
    },
    /// The record is as it was written, and holds something that this reader does not know.
    #[error("the recording was made by {} {}, which is newer", .wrote.name, .wrote.version)]
    Newer {
        /// Who wrote it.
        wrote: Wrote,
    },
    /// The bytes could not be had.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl EventsError {
    /// Of a record whose checksum is right, and which is not read all the same.
    pub(super) fn unread(at: u64, header: &Header) -> Self {
        match header.minor > MINOR {
            true => EventsError::Newer { wrote: header.wrote.clone() },
            false => EventsError::Damaged { at },
        }
    }
}

/// A record's payload.
pub(super) fn payload(chunk: &Chunk, last_at_ns: u64, events: &[u8]) -> Vec<u8> {
    let mut payload = Vec::new();
    for number in [chunk.first_seq, chunk.first_at_ns, last_at_ns] {
        payload.extend(number.to_le_bytes());
    }
    payload.extend(chunk.count.to_le_bytes());
    payload.extend(chunk.len_bytes.to_le_bytes());
    payload.extend(deflate::pack(events));
    payload
}

/// A record of events whose payload is at hand.
pub(super) struct Packed<'a> {
    pub chunk: Chunk,
    last_at_ns: u64,
    events: &'a [u8],
}

impl<'a> Packed<'a> {
    /// What stands in front of the events; `None` where that cannot be.
    pub fn read(at: u64, payload: &'a [u8]) -> Option<Self> {
        let mut numbers = Numbers(payload);
        let (first_seq, first_at_ns, last_at_ns) = (numbers.u64()?, numbers.u64()?, numbers.u64()?);
        let (count, len_bytes) = (numbers.u32()?, numbers.u32()?);
        let chunk = Chunk { at, first_seq, first_at_ns, count, len_bytes };
        chunk.is_plausible().then_some(Packed { chunk, last_at_ns, events: numbers.0 })
    }

    /// The events.
    pub fn unpack(&self, version: Version) -> Option<Vec<Event>> {
        let bytes = deflate::unpack(self.events, self.chunk.len_bytes as usize)?;
        let events = version.events(&bytes, self.chunk.count as usize)?;
        let times = (events.first().map(|event| event.at_ns), events.last().map(|event| event.at_ns));
        let told = (Some(self.chunk.first_at_ns), Some(self.last_at_ns));
        (times == told).then_some(events)
    }
}

impl Chunk {
    fn is_plausible(&self) -> bool {
        let most = if self.count == 1 { MAX_EVENT_BYTES } else { MAX_SEVERAL_BYTES };
        (1..=MAX_EVENTS).contains(&self.count)
            && self.len_bytes as usize <= most
            && self.first_seq >= 1
            && self.first_seq.checked_add(u64::from(self.count)).is_some()
    }
}

/// The records of events of a log, from its first event on and without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Chunks {
    list: Vec<Chunk>,
    events: u64,
    len_bytes: u64,
}

impl Chunks {
    pub fn list(&self) -> &[Chunk] {
        &self.list
    }

    /// Sequence number of the event that comes next.
    pub fn next_seq(&self) -> u64 {
        self.events + 1
    }

    /// Adds a record; `false` where it does not come next, or is one too many.
    pub fn push(&mut self, chunk: Chunk) -> bool {
        let after = self.list.last().is_none_or(|last| last.at < chunk.at);
        let len_bytes = self.len_bytes + u64::from(chunk.len_bytes);
        let fits = chunk.is_plausible()
            && after
            && chunk.first_seq == self.next_seq()
            && len_bytes <= MAX_LOG_BYTES
            && self.list.len() < MAX_CHUNKS;
        if fits {
            self.events += u64::from(chunk.count);
            self.len_bytes = len_bytes;
            self.list.push(chunk);
        }
        fits
    }

    /// Forgets all records but the first few.
    pub fn truncate(&mut self, len: usize) {
        for chunk in self.list.drain(len.min(self.list.len())..) {
            self.events -= u64::from(chunk.count);
            self.len_bytes -= u64::from(chunk.len_bytes);
        }
    }
}
