//! Where the other records are, and where that is said.
//!
//! The index is the offset of the lesson's record and that of the last meta record (u64, 0 where there is none), then for
//! each record of events its offset (u64), first sequence number (u64), first `at_ns` (u64), count (u32) and length before
//! compression (u32). The trailer is the index's offset (u64) and the magic bytes.

use super::{
    container::{HEAD_BYTES, Head, MAGIC, Numbers, kind, record},
    events::{Chunk, Chunks},
};

/// The trailer's length, its head included: a reader begins at so many bytes from the end.
pub(super) const TRAILER_BYTES: usize = HEAD_BYTES + 8 + MAGIC.len();

/// Where the records are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    pub lesson_at: Option<u64>,
    /// Of the last one.
    pub meta_at: Option<u64>,
    pub chunks: Chunks,
}

impl Index {
    /// Its record and the trailer, at this offset of a file.
    pub fn records(&self, at: u64) -> Vec<u8> {
        let mut payload = Vec::new();
        for offset in [self.lesson_at, self.meta_at] {
            payload.extend(offset.unwrap_or(0).to_le_bytes());
        }
        for chunk in self.chunks.list() {
            for number in [chunk.at, chunk.first_seq, chunk.first_at_ns] {
                payload.extend(number.to_le_bytes());
            }
            payload.extend(chunk.count.to_le_bytes());
            payload.extend(chunk.len_bytes.to_le_bytes());
        }
        let mut records = record(kind::INDEX, &payload);
        records.extend(record(kind::TRAILER, &[&at.to_le_bytes()[..], &MAGIC].concat()));
        records
    }

    /// The index of this payload, whose record is at `at`; `None` where it names a place that is not before it, or no log.
    pub fn read(at: u64, payload: &[u8]) -> Option<Self> {
        let mut numbers = Numbers(payload);
        let mut offset = || match numbers.u64()? {
            0 => Some(None),
            offset => (offset < at).then_some(Some(offset)),
        };
        let (lesson_at, meta_at) = (offset()?, offset()?);
        let mut chunks = Chunks::default();
        while !numbers.0.is_empty() {
            let (place, first_seq, first_at_ns) = (numbers.u64()?, numbers.u64()?, numbers.u64()?);
            let (count, len_bytes) = (numbers.u32()?, numbers.u32()?);
            if place >= at || !chunks.push(Chunk { at: place, first_seq, first_at_ns, count, len_bytes }) {
                return None;
            }
        }
        Some(Index { lesson_at, meta_at, chunks })
    }
}

/// The offset of the index, if these bytes are a trailer.
pub(super) fn trailer(bytes: &[u8]) -> Option<u64> {
    let head = Head::read(bytes)?;
    let payload = bytes.get(HEAD_BYTES..)?;
    if head.kind != kind::TRAILER || !head.fits(payload) {
        return None;
    }
    trailer_payload(payload)
}

/// The offset of the index, if this is a trailer's payload.
pub(super) fn trailer_payload(payload: &[u8]) -> Option<u64> {
    let mut numbers = Numbers(payload);
    let at = numbers.u64()?;
    (numbers.0 == MAGIC).then_some(at)
}
