//! Bytes in, frames out, however the bytes are cut.

use super::{
    ByteOrder, Frame, FrameError, FrameKind, Framing, Missing, PLAUSIBLE_BYTES,
    http::{self, Length},
};

/// Length of a body that ends with the stream.
const UNTIL_CLOSE: u64 = u64::MAX;

/// Recognises frames in a stream that comes piece by piece.
#[derive(Clone, Debug)]
pub struct Framer {
    framing: Framing,
    limit_bytes: u64,
    complete: Vec<Frame>,
    /// Offset of the next byte.
    at: u64,
    /// Offset of the first byte of the frame that is not complete.
    from: u64,
    /// Header or head of that frame, or its last bytes where a delimiter ends it.
    seen: Vec<u8>,
    /// Its body's length, once its header is read; `u64::MAX` for one that ends with the stream.
    body_bytes: Option<u64>,
    /// Length of its head, where a blank line ends one.
    head_bytes: u64,
    error: Option<FrameError>,
}

impl Framer {
    /// A framer at the beginning of a stream.
    pub fn new(framing: &Framing) -> Self {
        Framer {
            framing: framing.clone(),
            limit_bytes: PLAUSIBLE_BYTES,
            complete: Vec::new(),
            at: 0,
            from: 0,
            seen: Vec::new(),
            body_bytes: None,
            head_bytes: 0,
            error: None,
        }
    }

    /// The same, with another limit on plausible lengths.
    pub fn with_limit(framing: &Framing, limit_bytes: u64) -> Self {
        Framer { limit_bytes, ..Framer::new(framing) }
    }

    /// Takes the next bytes of the stream.
    pub fn push(&mut self, mut bytes: &[u8]) {
        while let Some((&first, rest)) = bytes.split_first() {
            if self.error.is_some() || !self.framing.is_some() {
                self.at += bytes.len() as u64;
                return;
            }
            let taken = match (&self.framing, self.body_bytes) {
                (Framing::Delimiter { bytes: delimiter }, _) => {
                    let longest = delimiter.len();
                    self.seen.push(first);
                    if self.seen.len() > longest {
                        self.seen.remove(0);
                    }
                    self.at += 1;
                    if self.seen == *delimiter {
                        self.complete(self.from, self.at - longest as u64);
                    }
                    1
                }
                (Framing::LengthPrefix { .. }, None) => {
                    self.seen.push(first);
                    self.at += 1;
                    self.header();
                    1
                }
                (Framing::Http, None) => {
                    self.seen.push(first);
                    self.at += 1;
                    self.head();
                    1
                }
                _ => self.body(rest.len() as u64 + 1),
            };
            bytes = bytes.get(taken..).unwrap_or_default();
        }
    }

    /// Length of the stream so far in bytes.
    pub fn len_bytes(&self) -> u64 {
        self.at
    }

    /// The complete frames so far.
    pub fn complete_frames(&self) -> &[Frame] {
        &self.complete
    }

    /// What follows the last complete frame: an incomplete one, or an error. `None` where nothing does.
    pub fn tail(&self) -> Option<Frame> {
        if !self.framing.is_some() || self.at == self.from {
            return None;
        }
        let seen = self.seen.len() as u64;
        let missing = match &self.framing {
            Framing::LengthPrefix { width, .. } => match self.body_bytes {
                Some(body) => Missing::Body { bytes: self.from + u64::from(*width) + body - self.at },
                None => Missing::Header { bytes: u64::from(*width).saturating_sub(seen) },
            },
            Framing::Fixed { len_bytes } => {
                Missing::Body { bytes: self.from + u64::from(*len_bytes) - self.at }
            }
            Framing::Http => match self.body_bytes {
                Some(UNTIL_CLOSE) => Missing::Close,
                Some(body) => Missing::Body { bytes: self.from + self.head_bytes + body - self.at },
                None => Missing::Head,
            },
            Framing::Delimiter { .. } | Framing::None => Missing::Delimiter,
        };
        let body_from = (self.from + self.header_bytes()).min(self.at);
        let kind = self.error.map_or(FrameKind::Partial(missing), FrameKind::Error);
        Some(Frame { from: self.from, to: self.at, body_from, body_to: self.at, kind })
    }

    /// All frames so far, the tail included: together they cover the stream without gaps.
    pub fn frames(&self) -> impl Iterator<Item = Frame> {
        self.complete.iter().copied().chain(self.tail())
    }

    /// The frames of the stream as it was when it had only `bytes`, which must be its beginning.
    pub fn frames_of_prefix(&self, bytes: &[u8]) -> (&[Frame], Option<Frame>) {
        let count = self.complete.partition_point(|frame| frame.to <= bytes.len() as u64);
        let complete = &self.complete[..count];
        let from = complete.last().map_or(0, |frame| frame.to);
        let mut rest = Framer::with_limit(&self.framing, self.limit_bytes);
        (rest.at, rest.from) = (from, from);
        rest.push(usize::try_from(from).ok().and_then(|from| bytes.get(from..)).unwrap_or_default());
        (complete, rest.tail())
    }

    fn header_bytes(&self) -> u64 {
        match self.framing {
            Framing::LengthPrefix { width, .. } => u64::from(width),
            Framing::Http => self.head_bytes,
            _ => 0,
        }
    }

    /// Checks whether the head is complete, and what it says; a first line that is not HTTP's is recognised at its end.
    fn head(&mut self) {
        if self.seen.len() > http::MAX_HEAD_BYTES {
            self.error = Some(FrameError::NotHttp);
            return;
        }
        if !self.seen.ends_with(http::BLANK) {
            let first =
                self.seen.strip_suffix(b"\r\n").filter(|line| !line.windows(2).any(|two| two == b"\r\n"));
            if first.is_some_and(|line| !http::is_request_line(line) && http::status(line).is_none()) {
                self.error = Some(FrameError::NotHttp);
            }
            return;
        }
        self.head_bytes = self.seen.len() as u64;
        match http::body_length(&self.seen) {
            Err(error) => self.error = Some(error),
            Ok(Length::Bytes(0)) => self.complete(self.at, self.at),
            Ok(Length::Bytes(bytes)) if bytes > self.limit_bytes => {
                self.error = Some(FrameError::TooLong { len_bytes: bytes });
            }
            Ok(Length::Bytes(bytes)) => self.body_bytes = Some(bytes),
            Ok(Length::UntilClose) => self.body_bytes = Some(UNTIL_CLOSE),
        }
    }

    /// Checks whether the header is complete, and what it says.
    fn header(&mut self) {
        let Framing::LengthPrefix { width, order } = self.framing else { return };
        if self.seen.len() < usize::from(width) {
            return;
        }
        match length(&self.seen, order) {
            negative if negative < 0 => self.error = Some(FrameError::Negative { len_bytes: negative }),
            len if len.unsigned_abs() > self.limit_bytes => {
                self.error = Some(FrameError::TooLong { len_bytes: len.unsigned_abs() });
            }
            0 => self.complete(self.at, self.at),
            len => self.body_bytes = Some(len.unsigned_abs()),
        }
    }

    /// Takes up to `available` bytes of a body; returns how many.
    fn body(&mut self, available: u64) -> usize {
        let body = match self.framing {
            Framing::Fixed { len_bytes } => u64::from(len_bytes),
            _ => self.body_bytes.unwrap_or_default(),
        };
        let body_from = self.from + self.header_bytes();
        let end = body_from.saturating_add(body);
        let taken = (end - self.at).min(available);
        self.at += taken;
        if self.at == end {
            self.complete(body_from, self.at);
        }
        usize::try_from(taken).unwrap_or(usize::MAX)
    }

    fn complete(&mut self, body_from: u64, body_to: u64) {
        let (from, to) = (self.from, self.at);
        self.complete.push(Frame { from, to, body_from, body_to, kind: FrameKind::Complete });
        self.from = self.at;
        self.seen.clear();
        self.body_bytes = None;
        self.head_bytes = 0;
    }
}

/// The number that a header holds: of 4 and 8 bytes signed, of 1 and 2 not.
fn length(header: &[u8], order: ByteOrder) -> i64 {
    let fold = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    let number = match order {
        ByteOrder::Big => header.iter().fold(0, fold),
        ByteOrder::Little => header.iter().rev().fold(0, fold),
    };
    match header.len() {
        4 => i64::from(number as u32 as i32),
        _ => number as i64,
    }
}
