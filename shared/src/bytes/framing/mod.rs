//! Frames in a stream: what a receiver's protocol makes of its bytes.

mod framer;
mod http;

pub use framer::Framer;
pub use http::{first_line, is_request_line, status};

pub use crate::record::framing::{ByteOrder, Framing};

/// Lengths over this are taken for misread headers unless a [`Framer`] has another limit, bytes.
pub const PLAUSIBLE_BYTES: u64 = 1 << 20;

impl Framing {
    /// The frames of a whole stream, or of one that was seen so far.
    pub fn frames(&self, bytes: &[u8]) -> Vec<Frame> {
        let mut framer = Framer::new(self);
        framer.push(bytes);
        framer.frames().collect()
    }
}

/// A range of a stream that a framing made out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Offset of its first byte.
    pub from: u64,
    /// Offset after its last byte; if it is incomplete, the end of the stream so far.
    pub to: u64,
    /// Offset of the first byte of its body: after the header, where it has one.
    pub body_from: u64,
    /// Offset after the last byte of its body: before the delimiter, where it has one.
    pub body_to: u64,
    /// Whether it is all there.
    pub kind: FrameKind,
}

/// Whether a frame is all there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameKind {
    /// All of it.
    Complete,
    /// The stream so far ends inside it.
    Partial(Missing),
    /// These bytes cannot be what the framing says; nothing after them can be framed.
    Error(FrameError),
}

/// What an incomplete frame waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// This many bytes of its length.
    Header { bytes: u64 },
    /// This many bytes of its body.
    Body { bytes: u64 },
    /// Its delimiter.
    Delimiter,
    /// The blank line that ends its head.
    Head,
    /// The end of the stream: its head does not say how long its body is.
    Close,
}

/// Why bytes are not a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// The length is over what is plausible: these bytes were probably not meant as a length.
    TooLong { len_bytes: u64 },
    /// The length is below 0: prefixes of 4 and 8 bytes are signed, as `struct.pack` has them with `i` and `q`.
    Negative { len_bytes: i64 },
    /// The first line is neither a request nor a status line, or the head does not end.
    NotHttp,
    /// The head gives the body's length in a way that is not supported here: in chunks, or not as one number.
    NoLength,
}
