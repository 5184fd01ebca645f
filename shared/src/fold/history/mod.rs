//! What grows with the log, indexed by sequence number.
//!
//! Every list here only grows at its end and is ordered by sequence number, so "as of cursor c" is a prefix that a
//! binary search finds. Where an entry ends later than it begins (a call that blocks), its end has a sequence number too.

mod actors;
mod calls;
mod push;
mod streams;

pub use actors::{ActorHistory, OutputPiece, SpanKind, Storm, TrackSpan};
pub use calls::{CallRow, CallState};
pub use streams::{Level, Mark, SegmentSpan, Span, StreamHistory, Visible};

use crate::{ActorId, StreamId};
use calls::OpenCalls;

/// The index of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    actors: Vec<ActorHistory>,
    streams: Vec<[StreamHistory; 2]>,
    calls: Vec<CallRow>,
    segments: Vec<u64>,
    readiness: Vec<u64>,
    turns: Vec<(u64, StreamId)>,
    open: OpenCalls,
}

impl History {
    /// An actor's calls, output and spans.
    pub fn actor(&self, id: ActorId) -> Option<&ActorHistory> {
        self.actors.get(usize::from(id.0))
    }

    /// All actors, by [`ActorId`].
    pub fn actors(&self) -> &[ActorHistory] {
        &self.actors
    }

    /// A stream's bytes, spans and marks.
    pub fn stream(&self, id: StreamId) -> Option<&StreamHistory> {
        self.streams.get(id.connection.0 as usize).map(|both| &both[id.direction.index()])
    }

    /// One row for each call, in the order in which they began.
    pub fn calls(&self) -> &[CallRow] {
        &self.calls
    }

    /// The rows of the calls that had begun (or were held) at `cursor`.
    pub fn calls_at(&self, cursor: u64) -> &[CallRow] {
        &self.calls[..self.calls.partition_point(|row| row.seq <= cursor)]
    }

    /// Sequence numbers of all captured segments.
    pub fn segments(&self) -> &[u64] {
        &self.segments
    }

    /// Those up to `cursor`.
    pub fn segments_at(&self, cursor: u64) -> &[u64] {
        up_to(&self.segments, cursor)
    }

    /// Sequence numbers of select, poll and epoll_wait calls that were entered or returned.
    pub fn readiness(&self) -> &[u64] {
        &self.readiness
    }

    /// The streams in which something happened, the last one first, as of `cursor`: a connection was asked for, made or accepted,
    /// bytes were sent or received, or the end was seen. The same stream is never there twice in a row.
    pub fn streams_at(&self, cursor: u64) -> impl Iterator<Item = StreamId> {
        let past = self.turns.partition_point(|(seq, _)| *seq <= cursor);
        self.turns[..past].iter().rev().map(|(_, stream)| *stream)
    }

    /// Those up to `cursor`.
    pub fn readiness_at(&self, cursor: u64) -> &[u64] {
        up_to(&self.readiness, cursor)
    }
}

/// The part of an ordered list of sequence numbers that is not after `cursor`.
pub fn up_to(seqs: &[u64], cursor: u64) -> &[u64] {
    &seqs[..seqs.partition_point(|seq| *seq <= cursor)]
}
