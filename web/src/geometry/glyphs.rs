//! Bytes as people read them: characters whole where they are whole, control bytes visible.

/// A run of bytes that is shown as one sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Offset of its first byte.
    pub start: u64,
    /// How many bytes: more than 1 for a UTF-8 sequence.
    pub len: u8,
    /// What to show.
    pub text: String,
    /// What it is.
    pub kind: Kind,
}

/// What a glyph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A character that prints.
    Character,
    /// A space or a control byte.
    Control,
    /// A byte of a UTF-8 sequence that a boundary cuts, or that is not here in full.
    Split,
    /// A byte that is not UTF-8 at all.
    Raw,
}

/// The glyphs of `bytes`, the first of which has offset `base`. `cuts` (ascending) are the offsets at which a
/// call ended: a character that lies across one is shown as the separate bytes that it arrived in.
pub fn glyphs(bytes: &[u8], base: u64, cuts: &[u64]) -> Vec<Glyph> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        let start = base + at as u64;
        let len = sequence_len(first);
        let whole = bytes.get(at..at + len).and_then(|b| std::str::from_utf8(b).ok());
        let cut = {
            let next = cuts.partition_point(|&c| c <= start);
            cuts.get(next).is_some_and(|&c| c < start + len as u64)
        };
        match whole.and_then(|s| s.chars().next()) {
            Some(c) if !cut => {
                let (text, kind) = sign(c);
                out.push(Glyph { start, len: len as u8, text, kind });
                at += len;
            }
            found => {
                let (bytes_here, kind) = match found {
                    Some(_) => (len, Kind::Split),
                    None => incomplete(&bytes[at..], len),
                };
                for i in 0..bytes_here {
                    out.push(Glyph { start: start + i as u64, len: 1, text: "·".into(), kind });
                }
                at += bytes_here;
            }
        }
    }
    out
}

/// The sign of one byte on its own.
pub fn byte_sign(byte: u8) -> String {
    if byte.is_ascii() { sign(char::from(byte)).0 } else { "·".into() }
}

/// A line of text with its control bytes visible, at most `max` glyphs, for labels and tooltips.
pub fn visible(bytes: &[u8], max: usize) -> String {
    let seen = &bytes[..bytes.len().min(max.saturating_mul(4))];
    let all = glyphs(seen, 0, &[]);
    let mut text: String = all.iter().take(max).map(|g| g.text.as_str()).collect();
    if all.len() > max || seen.len() < bytes.len() {
        text.push('…');
    }
    text
}

/// Length of the UTF-8 sequence that `first` begins; 1 where it begins none.
fn sequence_len(first: u8) -> usize {
    match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    }
}

/// Bytes at the end that could still become a character are split, others are raw.
fn incomplete(rest: &[u8], len: usize) -> (usize, Kind) {
    let tail = rest.len() < len && rest[1..].iter().all(|b| (0x80..0xC0).contains(b));
    if tail { (rest.len(), Kind::Split) } else { (1, Kind::Raw) }
}

fn sign(c: char) -> (String, Kind) {
    let text = match c {
        ' ' => "␣".into(),
        '\n' => "⏎".into(),
        '\t' => "⇥".into(),
        '\0' => "\\0".into(),
        '\r' => "\\r".into(),
        // As Python has them, without the `\\x`: in a header they are numbers.
        '\x01'..='\x1f' | '\x7f' => format!("{:02x}", c as u8),
        // Would change how the text around it is laid out.
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => "·".into(),
        c => return (c.into(), Kind::Character),
    };
    (text, Kind::Control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8], cuts: &[u64]) -> Vec<(u64, u8, String, Kind)> {
        glyphs(bytes, 100, cuts).into_iter().map(|g| (g.start, g.len, g.text, g.kind)).collect()
    }

    #[test]
    fn control_bytes_are_visible() {
        assert_eq!(visible(b"a b\n\0\x01\x7f<script>", 99), "a␣b⏎\\0017f<script>");
        assert_eq!(visible(b"abcdef", 3), "abc…");
        assert_eq!(visible("\u{202e}x".as_bytes(), 9), "·x");
    }

    #[test]
    fn a_whole_character_is_one_glyph() {
        let character = (100, 3, "粘".to_owned(), Kind::Character);
        assert_eq!(shown("粘".as_bytes(), &[100, 103]), [character]);
    }

    #[test]
    fn a_character_that_a_recv_cut_is_shown_split() {
        let kinds: Vec<_> = shown("粘!".as_bytes(), &[102]).into_iter().map(|g| g.3).collect();
        assert_eq!(kinds, [Kind::Split, Kind::Split, Kind::Split, Kind::Character]);
    }

    #[test]
    fn what_is_no_character_is_a_byte() {
        assert_eq!(shown(b"\xff", &[])[0].3, Kind::Raw);
        assert_eq!(shown(&"粘".as_bytes()[..2], &[])[0].3, Kind::Split);
        assert_eq!(
            shown(b"\xe7A", &[]).iter().map(|g| g.3).collect::<Vec<_>>(),
            [Kind::Raw, Kind::Character]
        );
    }

    #[test]
    fn glyphs_tile_any_bytes() {
        let bytes: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let mut next = 0;
        for glyph in glyphs(&bytes, 0, &[5, 9, 1000]) {
            assert_eq!(glyph.start, next);
            next += u64::from(glyph.len);
        }
        assert_eq!(next, bytes.len() as u64);
    }
}
