//! What Tab and Enter do in an editor. Places are in UTF-16 units, as browsers count.

use std::ops::Range;

const INDENT: usize = 4;
/// Lines moved at once at most: a browser takes milliseconds to type each.
const MAX_MOVED_LINES: usize = 200;
const NEWLINE: u16 = b'\n' as u16;
const SPACE: u16 = b' ' as u16;

/// A piece of a text that is to be replaced, and what is selected then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// What is replaced.
    pub range: Range<usize>,
    /// By what.
    pub text: String,
    /// The selection afterwards.
    pub select: Range<usize>,
}

/// Tab: four spaces, or every selected line moves right. With `back`, selected lines move left.
pub fn tab(text: &[u16], selected: Range<usize>, back: bool) -> Option<Typed> {
    let one_line = !text[selected.clone()].contains(&NEWLINE);
    if one_line && !back {
        let end = selected.start + INDENT;
        return Some(Typed { range: selected, text: " ".repeat(INDENT), select: end..end });
    }
    let start = line_start(text, selected.start);
    let rest = &text[selected.end..];
    let end = selected.end + rest.iter().position(|unit| *unit == NEWLINE).unwrap_or(rest.len());
    if text[start..end].iter().filter(|unit| **unit == NEWLINE).count() >= MAX_MOVED_LINES {
        return None;
    }
    let mut moved = Vec::with_capacity(end - start);
    let mut first = 0;
    for (place, line) in text[start..end].split(|unit| *unit == NEWLINE).enumerate() {
        if place > 0 {
            moved.push(NEWLINE);
        }
        let spaces = line.iter().take_while(|unit| **unit == SPACE).take(INDENT).count();
        match back {
            true => moved.extend(&line[spaces..]),
            // An empty line stays empty.
            false if line.is_empty() => {}
            false => moved.extend([SPACE; INDENT].iter().chain(line)),
        }
        if place == 0 {
            first = if back { spaces } else { 0 };
        }
    }
    if moved == text[start..end] {
        return None;
    }
    let caret = selected.start.saturating_sub(first).max(start);
    let select = if one_line { caret..caret } else { start..start + moved.len() };
    Some(Typed { range: start..end, text: String::from_utf16_lossy(&moved), select })
}

/// Enter: the next line begins as this one does, and further in after a colon.
pub fn enter(text: &[u16], selected: Range<usize>) -> Typed {
    let line = &text[line_start(text, selected.start)..selected.start];
    let spaces = line.iter().take_while(|unit| **unit == SPACE).count();
    let last = line.iter().rev().find(|unit| **unit != SPACE);
    let deeper = if last == Some(&u16::from(b':')) { INDENT } else { 0 };
    let text = ["\n", &" ".repeat(spaces + deeper)].concat();
    let end = selected.start + text.len();
    Typed { range: selected, text, select: end..end }
}

fn line_start(text: &[u16], place: usize) -> usize {
    text[..place].iter().rposition(|unit| *unit == NEWLINE).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with its selection between `[` and `]`.
    fn at(marked: &str) -> (Vec<u16>, Range<usize>) {
        let (before, rest) = marked.split_once('[').expect("a start");
        let (inside, after) = rest.split_once(']').expect("an end");
        let units = |text: &str| text.encode_utf16().count();
        let text: String = [before, inside, after].concat();
        (text.encode_utf16().collect(), units(before)..units(before) + units(inside))
    }

    /// The text after it, with the selection marked.
    fn after(text: &[u16], typed: &Typed) -> String {
        let new: Vec<u16> = typed.text.encode_utf16().collect();
        let mut all = [&text[..typed.range.start], &new, &text[typed.range.end..]].concat();
        all.insert(typed.select.end, u16::from(b']'));
        all.insert(typed.select.start, u16::from(b'['));
        String::from_utf16(&all).expect("whole characters")
    }

    fn tabbed(marked: &str, back: bool) -> Option<String> {
        let (text, selected) = at(marked);
        tab(&text, selected, back).map(|typed| after(&text, &typed))
    }

    fn entered(marked: &str) -> String {
        let (text, selected) = at(marked);
        after(&text, &enter(&text, selected))
    }

    #[test]
    fn tab_moves_right_and_back() {
        for (before, there) in [
            ("a\nb[]c", "a\nb    []c"),
            ("[]", "    []"),
            ("你[好]c", "你    []c"),
            ("x\na[b\n\n  c]d\ny", "x\n[    ab\n\n      cd]\ny"),
        ] {
            assert_eq!(tabbed(before, false).as_deref(), Some(there), "{before:?}");
        }
        for (before, there) in [
            ("a\n    b[]c", "a\nb[]c"),
            ("      []b", "  []b"),
            (" []   b", "[]b"),
            ("    a[b\n  c\n]d", "[ab\nc\nd]"),
        ] {
            assert_eq!(tabbed(before, true).as_deref(), Some(there), "{before:?}");
        }
        assert_eq!(tabbed("a\nb[]", true), None, "nothing to take away");
        assert!(tabbed(&["[", &"a\n".repeat(199), "]"].concat(), false).is_some());
        assert_eq!(tabbed(&["[", &"a\n".repeat(200), "]"].concat(), false), None, "too many");
    }

    #[test]
    fn enter_keeps_the_indentation() {
        for (before, there) in [
            ("[]", "\n[]"),
            ("    a[]", "    a\n    []"),
            ("    a[b]c", "    a\n    []c"),
            ("while 你:  []", "while 你:  \n    []"),
            ("  x\n  if y:[]", "  x\n  if y:\n      []"),
            ("  [] a", "  \n  [] a"),
        ] {
            assert_eq!(entered(before), there, "{before:?}");
        }
    }
}
