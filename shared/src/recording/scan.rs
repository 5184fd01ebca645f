//! Reads a recording record by record: where there is no index, and to check all of it.

use super::{
    ReadError, Source,
    container::{HEAD_BYTES, Head, MAGIC, kind},
    events::Packed,
    index::{Index, trailer_payload},
};
use std::borrow::Cow;

/// How a recording ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// As its writer ended it.
    Whole,
    /// Its writer, or a copy, was cut off. All before this byte is there, and writing can go on from it.
    Cut {
        /// Where the first record that is not whole begins, or the file ends.
        at: u64,
    },
    /// Something else than what was written is in the file. Nothing after this byte is shown.
    Damaged {
        /// Where the record begins that is not as it was written.
        at: u64,
    },
}

/// One record, or why there is none.
pub(super) enum Next<'a> {
    Record {
        head: Head,
        payload: Cow<'a, [u8]>,
    },
    /// The file ends here, or within the record.
    Cut,
    Damaged,
}

/// The record at this offset.
pub(super) fn record_at<S: Source>(source: &S, at: u64) -> Result<Next<'_>, ReadError> {
    let Some(head) = Head::read(&source.read(at, HEAD_BYTES)?) else { return Ok(Next::Cut) };
    if !head.is_plausible() {
        return Ok(Next::Damaged);
    }
    let rest = source.len_bytes().saturating_sub(at).saturating_sub(HEAD_BYTES as u64);
    if rest < head.len_bytes as u64 {
        return Ok(Next::Cut);
    }
    let payload = source.read(at + HEAD_BYTES as u64, head.len_bytes)?;
    Ok(if head.fits(&payload) { Next::Record { head, payload } } else { Next::Damaged })
}

/// What is known of a recording after the records so far.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub index: Index,
    /// The last record's end, if it was an index: a trailer must follow there.
    after_index: Option<(u64, u64)>,
    /// Whether the last record was the trailer of an index.
    pub ended: bool,
}

impl Scan {
    /// Takes in a record; `false` where it cannot stand there.
    pub fn take(&mut self, at: u64, kind: u8, payload: &[u8]) -> bool {
        self.ended = false;
        let index = self.after_index.take();
        match kind {
            kind::HEADER => return false,
            kind::LESSON => _ = self.index.lesson_at.get_or_insert(at),
            kind::META => self.index.meta_at = Some(at),
            kind::EVENTS => {
                return Packed::read(at, payload).is_some_and(|packed| self.index.chunks.push(packed.chunk));
            }
            kind::INDEX => {
                if Index::read(at, payload).as_ref() != Some(&self.index) {
                    return false;
                }
                self.after_index = Some((at, at + (HEAD_BYTES + payload.len()) as u64));
            }
            kind::TRAILER => {
                let fits = |(begins, ends)| ends == at && trailer_payload(payload) == Some(begins);
                self.ended = index.is_some_and(fits);
                return self.ended;
            }
            _ => {}
        }
        true
    }
}

/// Reads every record after the header, as far as they are whole, and checks each.
pub(super) fn scan<S: Source>(source: &S, header: Head) -> Result<(Index, End), ReadError> {
    let mut at = MAGIC.len() as u64 + header.record_bytes();
    let mut scan = Scan::default();
    let end = loop {
        match record_at(source, at)? {
            Next::Record { head, payload } if scan.take(at, head.kind, &payload) => at += head.record_bytes(),
            Next::Record { .. } | Next::Damaged => break End::Damaged { at },
            Next::Cut if scan.ended && at == source.len_bytes() => break End::Whole,
            Next::Cut => break End::Cut { at },
        }
    };
    Ok((scan.index, end))
}
