//! What Ctrl+/ does in an editor: lines become comments, and comments lines. Places are in UTF-16 units.

use super::typing::{MAX_MOVED_LINES, NEWLINE, SPACE, Typed, whole_lines};
use std::ops::Range;

const HASH: u16 = b'#' as u16;

/// The selected lines as comments, or without their `#` where all of them are. Empty lines stay as they are.
pub fn toggle(text: &[u16], selected: &Range<usize>) -> Option<Typed> {
    let range = whole_lines(text, selected);
    let lines: Vec<&[u16]> = text[range.clone()].split(|unit| *unit == NEWLINE).collect();
    let indent = |line: &[u16]| line.iter().take_while(|unit| **unit == SPACE).count();
    let blank = |line: &[u16]| indent(line) == line.len();
    let shallowest = lines.iter().filter(|line| !blank(line)).map(|line| indent(line)).min()?;
    if lines.len() > MAX_MOVED_LINES {
        return None;
    }
    let commented = lines.iter().all(|line| blank(line) || line[indent(line)] == HASH);
    let mut new: Vec<u16> = Vec::new();
    let moved = |place: usize, by: isize, into: &mut isize| {
        if place < selected.start {
            *into += by.max(place as isize - selected.start as isize);
        }
    };
    let (mut caret, mut at) = (0, range.start);
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            new.push(NEWLINE);
        }
        let deep = indent(line);
        if blank(line) {
            new.extend(*line);
        } else if commented {
            let rest = &line[deep + 1..];
            let gap = usize::from(rest.first() == Some(&SPACE));
            new.extend(&line[..deep]);
            new.extend(&rest[gap..]);
            moved(at + deep, -1 - gap as isize, &mut caret);
        } else {
            new.extend(&line[..shallowest]);
            new.extend([HASH, SPACE]);
            new.extend(&line[shallowest..]);
            moved(at + shallowest, 2, &mut caret);
        }
        at += line.len() + 1;
    }
    let select = if lines.len() > 1 {
        range.start..range.start + new.len()
    } else {
        // Of one line, what was selected stays so.
        let last = range.start + new.len();
        let place = |place: usize| place.saturating_add_signed(caret).clamp(range.start, last);
        place(selected.start)..place(selected.end)
    };
    Some(Typed { range, text: String::from_utf16_lossy(&new), select })
}

#[cfg(test)]
mod tests {
    use super::{
        super::typing::tests::{after, at},
        *,
    };

    #[test]
    fn lines_become_comments_and_back() {
        for (before, there) in [
            ("a\n  b[]c\nd", "a\n  # b[]c\nd"),
            ("  # b[]c", "  b[]c"),
            ("#b[]", "b[]"),
            ("[]x", "[]# x"),
            ("if a:\n    [b\n\n        c]\nd", "if a:\n[    # b\n\n    #     c]\nd"),
            ("[# 你\n#  好]", "[你\n 好]"),
            ("[# a\nb]", "[# # a\n# b]"),
        ] {
            let (text, selected) = at(before);
            let typed = toggle(&text, &selected).map(|typed| after(&text, &typed));
            assert_eq!(typed.as_deref(), Some(there), "{before:?}");
        }
        let (text, selected) = at("a\n  []\nb");
        assert_eq!(toggle(&text, &selected), None, "nothing to comment");
    }
}
