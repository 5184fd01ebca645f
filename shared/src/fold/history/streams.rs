//! One direction of a connection: its bytes, and who moved which of them when.

use crate::fold::world::Positions;

/// A range of stream offsets that one call moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The event.
    pub seq: u64,
    /// First offset.
    pub from: u64,
    /// Offset after the last.
    pub to: u64,
}

/// A captured segment with payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentSpan {
    /// The event, and the stream offsets of the payload.
    pub span: Span,
    /// Whether all of it had been captured before.
    pub retransmission: bool,
}

/// A mark in a stream: something happened at an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The event.
    pub seq: u64,
    /// The stream's length there.
    pub offset: u64,
}

/// How many bytes waited in the kernel from one moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// The event that changed it.
    pub seq: u64,
    /// When, ns since the session began.
    pub at_ns: u64,
    /// Bytes of the stream that the sender's kernel had accepted.
    pub accepted: u64,
    /// Those of them that the receiver's program had not taken.
    pub in_kernel: u64,
    /// Those of them that had crossed to the receiver's kernel (by captured segments).
    pub arrived: u64,
}

/// The history of one stream.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamHistory {
    pub(super) bytes: Vec<u8>,
    /// A send that is under way has put its bytes at the end of `bytes`, before it is known how many are taken.
    pub(super) offering: bool,
    pub(super) sends: Vec<Span>,
    pub(super) receives: Vec<Span>,
    pub(super) urgent: Vec<Span>,
    pub(super) segments: Vec<SegmentSpan>,
    pub(super) levels: Vec<Level>,
    /// How far its bytes had come from an event on.
    pub(super) positions: Vec<(u64, Positions)>,
    pub(super) finished: Option<Mark>,
    pub(super) fin: Option<Mark>,
    pub(super) end_seen: Option<Mark>,
    pub(super) reset: Option<Mark>,
}

/// A stream as of a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visible<'a> {
    /// The bytes known by then: all that were sent, and those that crossed or were received before their send returned.
    pub bytes: &'a [u8],
    /// Calls that sent.
    pub sends: &'a [Span],
    /// Calls that received, in the order of their bytes.
    pub receives: &'a [Span],
    /// Calls that received an urgent byte out of that order (MSG_OOB).
    pub urgent: &'a [Span],
    /// Segments with payload.
    pub segments: &'a [SegmentSpan],
    /// Changes of what the kernel held.
    pub levels: &'a [Level],
    /// The sender's program ended the stream (shutdown, close, exit).
    pub finished: Option<Mark>,
    /// A FIN was captured.
    pub fin: Option<Mark>,
    /// The receiver's program learned of the end: recv returned nothing.
    pub end_seen: Option<Mark>,
    /// A reset was captured on the connection.
    pub reset: Option<Mark>,
}

impl Visible<'_> {
    /// Bytes sent, as the sender's program knows it.
    pub fn sent(&self) -> u64 {
        self.sends.last().map_or(0, |span| span.to)
    }

    /// Where the program is in the stream: the bytes received so far, except urgent ones that it may have skipped.
    pub fn received(&self) -> u64 {
        self.receives.last().map_or(0, |span| span.to)
    }

    /// How many bytes the program received, urgent ones among them.
    pub fn received_bytes(&self) -> u64 {
        self.receives.iter().chain(self.urgent).map(|span| span.to - span.from).sum()
    }
}

impl StreamHistory {
    /// The stream as of a cursor.
    pub fn visible(&self, cursor: u64) -> Visible<'_> {
        let sends = &self.sends[..self.sends.partition_point(|span| span.seq <= cursor)];
        let receives = &self.receives[..self.receives.partition_point(|span| span.seq <= cursor)];
        let levels = &self.levels[..self.levels.partition_point(|level| level.seq <= cursor)];
        let told = sends.last().map_or(0, |s| s.to).max(receives.last().map_or(0, |s| s.to));
        let known = told.max(levels.last().map_or(0, |level| level.accepted));
        let by_then = |mark: Option<Mark>| mark.filter(|mark| mark.seq <= cursor);
        Visible {
            bytes: self.slice(0, known),
            sends,
            receives,
            urgent: &self.urgent[..self.urgent.partition_point(|span| span.seq <= cursor)],
            segments: &self.segments[..self.segments.partition_point(|s| s.span.seq <= cursor)],
            levels,
            finished: by_then(self.finished),
            fin: by_then(self.fin),
            end_seen: by_then(self.end_seen),
            reset: by_then(self.reset),
        }
    }

    /// How far its bytes had come at a cursor.
    pub fn positions(&self, cursor: u64) -> Positions {
        let past = self.positions.partition_point(|(seq, _)| *seq <= cursor);
        past.checked_sub(1).map_or_else(Positions::default, |last| self.positions[last].1)
    }

    /// All bytes known.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of a range of offsets, as far as they are known.
    pub fn slice(&self, from: u64, to: u64) -> &[u8] {
        let place = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX).min(self.bytes.len());
        self.bytes.get(place(from)..place(to)).unwrap_or_default()
    }

    /// The call that sent the byte at `offset`.
    pub fn send_at(&self, offset: u64) -> Option<&Span> {
        span_at(&self.sends, offset)
    }

    /// The call that received the byte at `offset`.
    pub fn receive_at(&self, offset: u64) -> Option<&Span> {
        span_at(&self.receives, offset).or_else(|| self.urgent.iter().find(|span| span.from == offset))
    }

    /// The segment that first carried the byte at `offset`.
    pub fn segment_at(&self, offset: u64) -> Option<&SegmentSpan> {
        self.segments.iter().find(|s| (s.span.from..s.span.to).contains(&offset))
    }
}

/// The span that covers `offset`, among spans in the order of their offsets.
pub fn span_at(spans: &[Span], offset: u64) -> Option<&Span> {
    spans.get(spans.partition_point(|span| span.to <= offset)).filter(|span| span.from <= offset)
}
