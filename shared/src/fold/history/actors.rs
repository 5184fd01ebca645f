//! What one program did: its calls, its output, and the spans of its track.

/// Bytes that a program printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputPiece {
    /// The event.
    pub seq: u64,
    /// First place in the actor's output.
    pub from: u64,
    /// Place after the last.
    pub to: u64,
    /// Whether it went to standard error.
    pub error: bool,
    /// The line that printed it, from 1; 0 where unknown.
    pub line: u32,
}

/// What a span of a track is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpanKind {
    /// A call that returned at once.
    Call,
    /// A call that was announced and can wait: the kernel kept the program waiting.
    Blocked,
    /// We held the program before this call.
    Held,
    /// The program slept.
    Sleep,
    /// The program waited for a person's line.
    Input,
}

/// A stretch of a program's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrackSpan {
    /// The event that began it.
    pub seq: u64,
    /// The event that ended it; `None` while it goes on.
    pub end_seq: Option<u64>,
    /// When it began, ns since the session began.
    pub start_ns: u64,
    /// When it ended; `None` while it goes on.
    pub end_ns: Option<u64>,
    /// The program's thread.
    pub lane: u16,
    /// What it is.
    pub kind: SpanKind,
}

impl TrackSpan {
    /// When it ended as far as `cursor` knows.
    pub fn end_at(&self, cursor: u64) -> Option<u64> {
        self.end_ns.filter(|_| self.end_seq.is_some_and(|seq| seq <= cursor))
    }
}

/// A run of calls that would all have blocked, with nothing but sleep between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storm {
    /// Its first call.
    pub first_seq: u64,
    /// Its last call.
    pub last_seq: u64,
    /// How many calls.
    pub count: u64,
    /// Place of its first call in [`ActorHistory::would_block`].
    pub index: usize,
}

/// One program's history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorHistory {
    pub(super) calls: Vec<u64>,
    pub(super) output: Vec<u8>,
    pub(super) pieces: Vec<OutputPiece>,
    pub(super) spans: Vec<TrackSpan>,
    pub(super) would_block: Vec<u64>,
    pub(super) storms: Vec<Storm>,
    pub(super) in_storm: bool,
}

impl ActorHistory {
    /// Sequence numbers of its calls: entered, returned and held.
    pub fn calls(&self) -> &[u64] {
        &self.calls
    }

    /// Everything that it printed.
    pub fn output(&self) -> &[u8] {
        &self.output
    }

    /// What it had printed at `cursor`.
    pub fn output_at(&self, cursor: u64) -> &[OutputPiece] {
        &self.pieces[..self.pieces.partition_point(|piece| piece.seq <= cursor)]
    }

    /// The bytes of one piece.
    pub fn piece(&self, piece: &OutputPiece) -> &[u8] {
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(self.output.len());
        self.output.get(place(piece.from)..place(piece.to)).unwrap_or_default()
    }

    /// All spans of its track.
    pub fn spans(&self) -> &[TrackSpan] {
        &self.spans
    }

    /// The spans that had begun at `cursor`; ask each for its [`TrackSpan::end_at`].
    pub fn spans_at(&self, cursor: u64) -> &[TrackSpan] {
        &self.spans[..self.spans.partition_point(|span| span.seq <= cursor)]
    }

    /// Sequence numbers of its calls that would have blocked.
    pub fn would_block(&self) -> &[u64] {
        &self.would_block
    }

    /// The storms that had begun at `cursor`; ask for their [`storm_count`](Self::storm_count).
    pub fn storms_at(&self, cursor: u64) -> &[Storm] {
        &self.storms[..self.storms.partition_point(|storm| storm.first_seq <= cursor)]
    }

    /// How many calls of a storm had returned at `cursor`.
    pub fn storm_count(&self, storm: &Storm, cursor: u64) -> u64 {
        let by_then = self.would_block.partition_point(|seq| *seq <= cursor);
        (by_then.saturating_sub(storm.index) as u64).min(storm.count)
    }
}
