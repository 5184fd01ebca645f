//! TCP's options (RFC 9293, section 3.1): a kind, and for most a length and a value.

use super::header_lens;
use crate::bytes::hex;

/// One option of a header.
pub(super) struct TcpOption<'a> {
    pub kind: u8,
    /// Where it begins, counted from the first option's first byte.
    pub at: usize,
    /// Its length, kind and length bytes included.
    pub len: usize,
    /// Its value; `None` if its length does not fit: then it covers all that is left.
    pub value: Option<&'a [u8]>,
}

/// Walks through options.
pub(super) struct Options<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Options<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Options { bytes, at: 0 }
    }
}

impl<'a> Iterator for Options<'a> {
    type Item = TcpOption<'a>;

    fn next(&mut self) -> Option<TcpOption<'a>> {
        let (at, rest) = (self.at, self.bytes.get(self.at..)?);
        let kind = *rest.first()?;
        let len = match kind {
            // What follows the end is padding.
            END => rest.len(),
            NOTHING => 1,
            _ => rest.get(1).map_or(0, |len| usize::from(*len)),
        };
        let value = match kind {
            END | NOTHING => Some(&rest[..0]),
            _ => rest.get(2..len),
        };
        let len = if value.is_some() { len } else { rest.len() };
        self.at += len;
        Some(TcpOption { kind, at, len, value })
    }
}

const END: u8 = 0;
const NOTHING: u8 = 1;
const MAX_SEGMENT_SIZE: u8 = 2;
const WINDOW_SCALE: u8 = 3;
const SACK_PERMITTED: u8 = 4;
const SACK: u8 = 5;
const TIMESTAMPS: u8 = 8;
const MAX_WINDOW_SHIFT: u8 = 14;

/// Its name and value.
pub(super) fn shown(option: &TcpOption<'_>) -> (&'static str, String) {
    let Some(value) = option.value else { return ("Options", "?".to_owned()) };
    let number = |at: usize| value[at..at + 4].iter().fold(0u32, |value, byte| value << 8 | u32::from(*byte));
    match (option.kind, value) {
        (END, _) => ("End of Option List", String::new()),
        (NOTHING, _) => ("No-Operation", String::new()),
        (MAX_SEGMENT_SIZE, [high, low]) => {
            ("Maximum Segment Size", u16::from_be_bytes([*high, *low]).to_string())
        }
        (WINDOW_SCALE, [shift]) => {
            let times = 1u32 << (*shift).min(MAX_WINDOW_SHIFT);
            ("Window Scale", [&shift.to_string(), " (× ", &times.to_string(), ")"].concat())
        }
        (SACK_PERMITTED, []) => ("SACK-Permitted", String::new()),
        (SACK, edges) if edges.len() % 8 == 0 => {
            let blocks = (0..edges.len())
                .step_by(8)
                .map(|at| [number(at).to_string(), number(at + 4).to_string()].join("–"));
            ("SACK", blocks.collect::<Vec<_>>().join(", "))
        }
        (TIMESTAMPS, [_, _, _, _, _, _, _, _]) => {
            ("Timestamps", ["TSval ", &number(0).to_string(), ", TSecr ", &number(4).to_string()].concat())
        }
        (kind, value) => ("Option", [&kind.to_string(), ": ", &hex(value)].concat()),
    }
}

/// The Maximum Segment Size option of a frame's TCP header, which only a SYN has.
pub fn max_segment_size(headers: &[u8]) -> Option<u16> {
    match option(headers, MAX_SEGMENT_SIZE)? {
        [high, low] => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    }
}

/// The Window Scale option of a frame's TCP header, which only a SYN has: by how many bits its sender's windows are
/// shifted, at most 14 (RFC 7323, section 2.3).
pub fn window_shift(headers: &[u8]) -> Option<u8> {
    match option(headers, WINDOW_SCALE)? {
        [shift] => Some((*shift).min(MAX_WINDOW_SHIFT)),
        _ => None,
    }
}

/// The value of a frame's first option of a kind.
fn option(headers: &[u8], kind: u8) -> Option<&[u8]> {
    let [link, network, transport] = header_lens(headers)?;
    let at = link + network;
    let mut options = Options::new(headers.get(at + 20..at + transport)?);
    options.find(|option| option.kind == kind)?.value
}
