//! The rule by which a stream's bytes form frames.

use bitcode::{Decode, Encode};

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
}
