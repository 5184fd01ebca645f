//! TCP's options (RFC 9293, section 3.1): a kind, and for most a length and a value.

use super::{Meaning, header_lens};
use crate::bytes::hex;

/// One option of a header.
pub(super) struct TcpOption<'a> {
    pub kind: u8,
    /// Where it begins, counted from the first option's first byte.
    pub at: usize,
    /// Its length, kind and length bytes included.
    pub len: usize,
    /// Its value; `None` where its length does not fit, and it stands for all that is left.
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

/// Its name, value and meaning.
pub(super) fn shown(option: &TcpOption<'_>) -> (&'static str, String, Meaning) {
    let say = |en, zh| Meaning { en, zh };
    let damaged =
        ("Options", "?".to_owned(), say("Not readable: a length does not fit.", "无法解读：长度不符。"));
    let Some(value) = option.value else { return damaged };
    let number = |at: usize| value[at..at + 4].iter().fold(0u32, |value, byte| value << 8 | u32::from(*byte));
    match (option.kind, value) {
        (END, _) => ("End of Option List", String::new(), say("What follows is padding.", "后面是填充。")),
        (NOTHING, _) => (
            "No-Operation",
            String::new(),
            say("Fills up, so that the next option is aligned.", "填充，使后面的选项对齐。"),
        ),
        (MAX_SEGMENT_SIZE, [high, low]) => (
            "Maximum Segment Size",
            u16::from_be_bytes([*high, *low]).to_string(),
            say(
                "The most bytes behind the fixed headers that its sender takes in one segment.",
                "本段的发送方在一个报文段中最多接收多少字节（不含固定首部）。",
            ),
        ),
        (WINDOW_SCALE, [shift]) => (
            "Window Scale",
            [&shift.to_string(), " (× ", &(1u32 << (*shift).min(MAX_WINDOW_SHIFT)).to_string(), ")"].concat(),
            say("Its sender's windows are to be multiplied by this.", "本段发送方通告的窗口要乘以这个倍数。"),
        ),
        (SACK_PERMITTED, []) => (
            "SACK-Permitted",
            String::new(),
            say("Selective acknowledgments are understood.", "支持选择确认。"),
        ),
        (SACK, edges) if edges.len() % 8 == 0 => {
            let blocks = (0..edges.len())
                .step_by(8)
                .map(|at| [number(at).to_string(), number(at + 4).to_string()].join("–"));
            (
                "SACK",
                blocks.collect::<Vec<_>>().join(", "),
                say(
                    "Later bytes that have arrived although some before are missing.",
                    "前面有缺失，但已经收到的后续字节。",
                ),
            )
        }
        (TIMESTAMPS, [_, _, _, _, _, _, _, _]) => (
            "Timestamps",
            ["TSval ", &number(0).to_string(), ", TSecr ", &number(4).to_string()].concat(),
            say(
                "Its sender's clock, and the last value seen from the other: measures the round trip.",
                "发送方的时钟值，以及最近收到的对方时钟值，用来测量往返时间。",
            ),
        ),
        (kind, value) => {
            let value = [&kind.to_string(), ": ", &hex(value)].concat();
            ("Option", value, say("Not known here.", "此处未解释的选项。"))
        }
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
