//! Records in a file: a kind, a length, a checksum, and bytes.

use super::bounds::MAX_PAYLOAD_BYTES;

/// What a recording begins with. As in PNG, the first byte is no ASCII, and both kinds of line end follow: a transfer that
/// takes the file for text is noticed at once.
pub const MAGIC: [u8; 8] = *b"\x89SkR\r\n\x1a\n";

/// Kind, length and checksum of a record, in bytes.
pub(super) const HEAD_BYTES: usize = 9;

/// What a record is. Numbers that are not listed are skipped: a later minor version wrote them.
pub(super) mod kind {
    pub const HEADER: u8 = 1;
    pub const LESSON: u8 = 2;
    pub const EVENTS: u8 = 3;
    pub const META: u8 = 4;
    pub const INDEX: u8 = 5;
    pub const TRAILER: u8 = 6;
}

/// A record's kind, the length of its payload, and the checksum of both and the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub kind: u8,
    pub len_bytes: usize,
    crc: u32,
}

impl Head {
    /// The head at the beginning of these bytes; `None` where they are fewer than a head.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let [kind, a, b, c, d, e, f, g, h] = *bytes.first_chunk::<HEAD_BYTES>()?;
        let len_bytes = usize::try_from(u32::from_le_bytes([a, b, c, d])).ok()?;
        Some(Head { kind, len_bytes, crc: u32::from_le_bytes([e, f, g, h]) })
    }

    /// Whether a record may be as long.
    pub fn is_plausible(self) -> bool {
        self.len_bytes <= MAX_PAYLOAD_BYTES
    }

    /// The record's length, head included.
    pub fn record_bytes(self) -> u64 {
        (HEAD_BYTES + self.len_bytes) as u64
    }

    /// Whether the payload is the one that was written.
    pub fn fits(self, payload: &[u8]) -> bool {
        payload.len() == self.len_bytes && checksum(self.kind, payload) == self.crc
    }
}

/// A record of this payload. It must not be longer than [`MAX_PAYLOAD_BYTES`]; whoever makes one has checked.
pub(super) fn record(kind: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD_BYTES + payload.len());
    bytes.push(kind);
    bytes.extend((payload.len() as u32).to_le_bytes());
    bytes.extend(checksum(kind, payload).to_le_bytes());
    bytes.extend(payload);
    bytes
}

/// CRC-32 (the one of zlib and PNG) over kind, length and payload.
fn checksum(kind: u8, payload: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&[kind]);
    crc.update(&(payload.len() as u32).to_le_bytes());
    crc.update(payload);
    crc.finalize()
}

/// Numbers of a payload, one after the other, least significant byte first.
pub(super) struct Numbers<'a>(pub &'a [u8]);

impl Numbers<'_> {
    pub fn u64(&mut self) -> Option<u64> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_le_bytes(*bytes))
    }

    pub fn u32(&mut self) -> Option<u32> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*bytes))
    }
}
