//! Places in a text as browsers count them, in UTF-16 units, and as Rust does, in bytes.

/// The byte at which this unit begins; the end where there is none, the next character where it is half of one.
pub fn byte(text: &str, unit: usize) -> usize {
    let mut units = 0;
    for (byte, c) in text.char_indices() {
        if units >= unit {
            return byte;
        }
        units += c.len_utf16();
    }
    text.len()
}

/// The units before this byte.
pub fn unit(text: &str, byte: usize) -> usize {
    let before = text.get(..byte).unwrap_or(text);
    before.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_same_both_ways() {
        let text = "a你😀b";
        for (at_byte, at_unit) in [(0, 0), (1, 1), (4, 2), (8, 4), (9, 5)] {
            assert_eq!((byte(text, at_unit), unit(text, at_byte)), (at_byte, at_unit));
        }
        assert_eq!(byte(text, 3), 8, "half a character");
        assert_eq!(byte(text, 99), text.len());
    }
}
