//! Frames in a stream: what a receiver's protocol makes of its bytes.

mod framer;
mod http;

pub use framer::Framer;
pub use http::{first_line, is_request_line, status};

use bitcode::{Decode, Encode};

/// Lengths over this are taken for misread headers unless a [`Framer`] is told otherwise, bytes.
pub const PLAUSIBLE_BYTES: u64 = 1 << 20;

/// A rule by which bytes become frames.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Framing {
    /// TCP's own view: a stream of bytes.
    #[default]
    None,
    /// A length of `width` bytes (1, 2, 4 or 8), then that many bytes.
    LengthPrefix { width: u8, order: ByteOrder },
    /// Frames end with these bytes.
    Delimiter { bytes: Vec<u8> },
    /// Every frame has this many bytes.
    Fixed { len_bytes: u32 },
    /// HTTP/1: lines of a head up to a blank one, then a body as long as its Content-Length says.
    Http,
}

/// Order of the bytes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum ByteOrder {
    /// Least significant first: x86 and most ARM, and so `struct.pack('i', n)` there.
    Little,
    /// Most significant first: network order.
    Big,
}

impl Framing {
    /// Whether it recognises frames at all: a prefix of an unknown width, an empty delimiter and a frame of no bytes do not.
    pub fn is_some(&self) -> bool {
        match self {
            Framing::None => false,
            Framing::LengthPrefix { width, .. } => matches!(width, 1 | 2 | 4 | 8),
            Framing::Delimiter { bytes } => !bytes.is_empty(),
            Framing::Fixed { len_bytes } => *len_bytes > 0,
            Framing::Http => true,
        }
    }

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
    /// Offset after its last byte; the end of the stream so far for what is not complete.
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

/// Why bytes are no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// The length is over what is plausible: these bytes were probably not meant as a length.
    TooLong { len_bytes: u64 },
    /// The length is below 0: prefixes of 4 and 8 bytes are signed, as `struct.pack` has them with `i` and `q`.
    Negative { len_bytes: i64 },
    /// The first line is neither a request nor a status line, or the head does not end.
    NotHttp,
    /// The head says in a way that is not understood here how long the body is: in chunks, or not by one number.
    NoLength,
}
