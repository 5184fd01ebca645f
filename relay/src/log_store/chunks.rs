//! How encoded events are kept, and found again by sequence number.
//!
//! What was appended together is a *fragment*, sent as it is to viewers who follow live. Fragments that fill a chunk are
//! encoded once more as one *block*, which is what viewers who come late get. The fragments of the newest block stay
//! for those who were in the middle of it.

use bytes::Bytes;
use socketscope_shared::{Event, SessionId, wire};
use std::collections::VecDeque;

/// Cut blocks that are kept for the next viewer that resumes at the same place.
const CUTS: usize = 8;

/// Consecutive events, encoded.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Sequence number of the first event.
    pub first_seq: u64,
    /// Sequence number of the last event.
    pub last_seq: u64,
    /// A message of the wire.
    pub bytes: Bytes,
}

/// A log's events in encoded form.
#[derive(Debug)]
pub struct Chunks {
    session: SessionId,
    /// From sequence number 1, without gaps.
    blocks: Vec<Stored>,
    /// Without gaps up to the end; the first are also in the last block.
    fragments: VecDeque<Stored>,
    /// Events that are in no block yet.
    tail: Vec<Event>,
    tail_bytes: usize,
    last_seq: u64,
    len_bytes: usize,
    cuts: VecDeque<Stored>,
}

/// Where the events after a sequence number are.
pub enum Found {
    /// A chunk begins exactly there.
    Whole(Stored),
    /// Within this one, which must be [cut](cut).
    Within(Stored),
}

impl Chunks {
    /// Holds nothing yet.
    pub fn new(session: SessionId) -> Self {
        Chunks {
            session,
            blocks: Vec::new(),
            fragments: VecDeque::new(),
            tail: Vec::new(),
            tail_bytes: 0,
            last_seq: 0,
            len_bytes: 0,
            cuts: VecDeque::new(),
        }
    }

    /// Sequence number of the last event, 0 without one.
    pub fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// Bytes of all events as encoded.
    pub fn len_bytes(&self) -> usize {
        self.len_bytes
    }

    /// Adds events, encoded together unless that is more than a chunk.
    pub fn append(&mut self, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        let bytes = wire::encode_chunk(self.session, self.last_seq + 1, events);
        if bytes.len() > wire::CHUNK_BYTES && events.len() > 1 {
            let (front, back) = events.split_at(events.len() / 2);
            self.append(front);
            return self.append(back);
        }
        if self.tail_bytes + bytes.len() > wire::CHUNK_BYTES {
            self.seal();
        }
        let first_seq = self.last_seq + 1;
        self.last_seq += events.len() as u64;
        self.tail_bytes += bytes.len();
        self.len_bytes += bytes.len();
        self.tail.extend_from_slice(events);
        self.fragments.push_back(Stored { first_seq, last_seq: self.last_seq, bytes: bytes.into() });
    }

    /// Makes one block of the fragments that are in none yet.
    pub fn seal(&mut self) {
        let sealed_seq = self.blocks.last().map_or(0, |block| block.last_seq);
        while self.fragments.front().is_some_and(|fragment| fragment.last_seq <= sealed_seq) {
            self.fragments.pop_front();
        }
        let block = match self.fragments.len() {
            0 => return,
            1 => self.fragments[0].clone(),
            _ => Stored {
                first_seq: sealed_seq + 1,
                last_seq: self.last_seq,
                bytes: wire::encode_chunk(self.session, sealed_seq + 1, &self.tail).into(),
            },
        };
        let fragments: usize = self.fragments.iter().map(|fragment| fragment.bytes.len()).sum();
        self.len_bytes = self.len_bytes - fragments + block.bytes.len();
        self.blocks.push(block);
        self.tail = Vec::new();
        self.tail_bytes = 0;
    }

    /// All blocks; after a [`seal`](Self::seal) they hold the whole log.
    pub fn blocks(&self) -> &[Stored] {
        &self.blocks
    }

    /// Where the events after `seq` are; `None` at the end of the log.
    pub fn find(&self, seq: u64) -> Option<Found> {
        let next = seq.checked_add(1)?;
        if next > self.last_seq {
            return None;
        }
        let at_fragment = self.fragments.partition_point(|fragment| fragment.last_seq < next);
        let fragment = self.fragments.get(at_fragment).filter(|fragment| fragment.first_seq <= next);
        let at_block = self.blocks.partition_point(|block| block.last_seq < next);
        let block = self.blocks.get(at_block);
        let within = match (block, fragment) {
            (Some(block), _) if block.first_seq == next => return Some(Found::Whole(block.clone())),
            (_, Some(fragment)) if fragment.first_seq == next => return Some(Found::Whole(fragment.clone())),
            (Some(block), _) => block,
            (None, Some(fragment)) => fragment,
            (None, None) => return None,
        };
        match self.cuts.iter().find(|cut| cut.first_seq == next && cut.last_seq == within.last_seq) {
            Some(cut) => Some(Found::Whole(cut.clone())),
            None => Some(Found::Within(within.clone())),
        }
    }

    /// Keeps a cut for the next that resumes at the same place.
    pub fn remember(&mut self, cut: Stored) {
        if self.cuts.len() == CUTS {
            self.cuts.pop_front();
        }
        self.cuts.push_back(cut);
    }
}

/// The part of `stored` after `seq`, which must be within it; `None` if it does not decode.
pub fn cut(stored: &Stored, seq: u64) -> Option<Stored> {
    let chunk = wire::decode_chunk(&stored.bytes).ok()?;
    let skip = usize::try_from(seq.checked_add(1)?.checked_sub(chunk.first_seq)?).ok()?;
    let rest = chunk.events.get(skip..)?;
    let bytes = wire::encode_chunk(chunk.session, seq + 1, rest).into();
    Some(Stored { first_seq: seq + 1, last_seq: stored.last_seq, bytes })
}
