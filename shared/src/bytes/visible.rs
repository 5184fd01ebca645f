//! Bytes as text that shows everything.

use std::fmt::Write;

/// Characters for control bytes and blanks that would not be seen.
fn visible(c: char) -> Option<&'static str> {
    Some(match c {
        ' ' => "␣",
        '\n' => "⏎",
        '\r' => "\\r",
        '\t' => "⇥",
        '\0' => "\\0",
        _ => return None,
    })
}

/// Up to `max_bytes` of the bytes: text as text, blanks and controls visibly, UTF-8 characters kept whole, and what is
/// no UTF-8, or the part of a character that a cut left, as `\xe4`. `…` where bytes are left out.
pub fn bytes(bytes: &[u8], max_bytes: usize) -> String {
    let (shown, more) = cut(bytes, max_bytes);
    let mut out = String::with_capacity(shown.len() + 4);
    for chunk in shown.utf8_chunks() {
        for c in chunk.valid().chars() {
            match visible(c) {
                Some(text) => out.push_str(text),
                None if c.is_control() || is_invisible(c) => push_hex(&mut out, c),
                None => out.push(c),
            }
        }
        for byte in chunk.invalid() {
            hex(&mut out, *byte);
        }
    }
    if more {
        out.push('…');
    }
    out
}

/// Cuts at `max`, but not inside a character that is whole.
fn cut(bytes: &[u8], max: usize) -> (&[u8], bool) {
    if bytes.len() <= max {
        return (bytes, false);
    }
    let within = |start: usize| {
        let rest = bytes.get(start..(start + 4).min(bytes.len())).unwrap_or_default();
        let whole = rest.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
        whole.is_some_and(|c| start + c.len_utf8() > max)
    };
    let end = (max.saturating_sub(3)..max).find(|start| within(*start)).unwrap_or(max);
    (&bytes[..end], true)
}

/// Marks that change how the text around them looks, or that cannot be seen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn push_hex(out: &mut String, c: char) {
    let mut buffer = [0; 4];
    for byte in c.encode_utf8(&mut buffer).bytes() {
        hex(out, byte);
    }
}

fn hex(out: &mut String, byte: u8) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\x{byte:02x}");
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[track_caller]
    fn check(input: &[u8], max: usize, expected: &str) {
        assert_eq!(bytes(input, max), expected);
    }

    #[test]
    fn blanks_and_controls_are_seen() {
        check(b"hello world", 64, "hello␣world");
        check(b"a\r\nb\tc\0\x07", 64, "a\\r⏎b⇥c\\0\\x07");
        check("\u{202e}x".as_bytes(), 64, "\\xe2\\x80\\xaex");
    }

    #[test]
    fn characters_are_whole_or_visibly_split() {
        check("粘包".as_bytes(), 64, "粘包");
        check("粘包".as_bytes(), 4, "粘…");
        check(&"粘包".as_bytes()[..4], 64, "粘\\xe5");
        check(&"粘包".as_bytes()[1..], 64, "\\xb2\\x98包");
        check("粘包".as_bytes(), 0, "…");
        check(&[0xff, 0xfe, 0xff], 2, "\\xff\\xfe…");
    }
}
