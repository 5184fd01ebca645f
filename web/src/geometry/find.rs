//! Where a text has what is looked for.

use std::ops::Range;

/// Matches counted at most: a letter may be in a text a million times.
pub const MAX_MATCHES: usize = 9_999;

/// Where `text` has `wanted`, in bytes, whatever the case of English letters; matches do not overlap.
pub fn matches(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    let mut found = Vec::new();
    let Some(first) = wanted.first() else { return found };
    let mut at = 0;
    while at + wanted.len() <= text.len() && found.len() < MAX_MATCHES {
        let end = at + wanted.len();
        // A character's first byte is nowhere inside another one, so a match is whole characters.
        if text[at].eq_ignore_ascii_case(first) && text[at..end].eq_ignore_ascii_case(wanted) {
            found.push(at..end);
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The first match that begins at this byte or after it, else the first of all.
pub fn from(found: &[Range<usize>], at: usize) -> usize {
    let place = found.partition_point(|range| range.start < at);
    if place < found.len() { place } else { 0 }
}

/// The match after this one or before it, around the ends.
pub fn next(count: usize, current: usize, after: bool) -> usize {
    let step = if after { 1 } else { count.saturating_sub(1) };
    (current + step).checked_rem(count).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_found_in_any_case() {
        assert_eq!(matches("Send 发送 send", "SEND"), [0..4, 12..16]);
        assert_eq!(matches("发送发送", "送"), [3..6, 9..12]);
        assert_eq!(matches("aaaaa", "aa"), [0..2, 2..4]);
        assert!(matches("abc", "").is_empty() && matches("a", "ab").is_empty());
        assert_eq!(matches(&"a".repeat(20_000), "a").len(), MAX_MATCHES);
    }

    #[test]
    fn the_next_match_goes_around_the_ends() {
        let found = [2..3, 5..6, 9..10];
        assert_eq!([0, 2, 3, 9, 10].map(|at| from(&found, at)), [0, 0, 1, 2, 0]);
        assert_eq!([0, 2].map(|current| next(3, current, true)), [1, 0]);
        assert_eq!([0, 2].map(|current| next(3, current, false)), [2, 1]);
        assert_eq!((next(0, 0, true), next(0, 4, false)), (0, 0));
    }
}
