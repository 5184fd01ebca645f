//! What Tab, Enter and Backspace do in an editor. Places are in UTF-16 units, as browsers count.

use super::python::{self, Token};
use std::ops::Range;

const INDENT: usize = 4;
/// Lines moved at once at most: a browser takes milliseconds to type each.
pub(super) const MAX_MOVED_LINES: usize = 200;
pub(super) const NEWLINE: u16 = b'\n' as u16;
pub(super) const SPACE: u16 = b' ' as u16;

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
    let Range { start, end } = whole_lines(text, &selected);
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
    let deeper = if opens_block(line) { INDENT } else { 0 };
    let text = ["\n", &" ".repeat(spaces + deeper)].concat();
    let end = selected.start + text.len();
    Typed { range: selected, text, select: end..end }
}

/// Whether a line ends with a colon, apart from a comment behind it.
fn opens_block(line: &[u16]) -> bool {
    let line = String::from_utf16_lossy(line);
    let mut pieces = python::lines(&line).into_iter().flatten().rev();
    let last = pieces.find(|(token, text)| *token != Token::Comment && !text.trim().is_empty());
    last.is_some_and(|(token, text)| token == Token::Plain && text.trim_end().ends_with(':'))
}

/// Backspace among the spaces that a line begins with: back to the step before. `None` elsewhere.
pub fn backspace(text: &[u16], selected: Range<usize>) -> Option<Typed> {
    let start = line_start(text, selected.start);
    let column = selected.start - start;
    let indent = text[start..selected.start].iter().all(|unit| *unit == SPACE);
    if !selected.is_empty() || column == 0 || !indent {
        return None;
    }
    let to = start + (column - 1) / INDENT * INDENT;
    Some(Typed { range: to..selected.start, text: String::new(), select: to..to })
}

/// The lines that are selected, without the last one's end.
pub(super) fn whole_lines(text: &[u16], selected: &Range<usize>) -> Range<usize> {
    let rest = &text[selected.end..];
    let end = selected.end + rest.iter().position(|unit| *unit == NEWLINE).unwrap_or(rest.len());
    line_start(text, selected.start)..end
}

fn line_start(text: &[u16], place: usize) -> usize {
    text[..place].iter().rposition(|unit| *unit == NEWLINE).map_or(0, |at| at + 1)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A text with its selection between `[` and `]`.
    pub fn at(marked: &str) -> (Vec<u16>, Range<usize>) {
        let (before, rest) = marked.split_once('[').expect("a start");
        let (inside, after) = rest.split_once(']').expect("an end");
        let units = |text: &str| text.encode_utf16().count();
        let text: String = [before, inside, after].concat();
        (text.encode_utf16().collect(), units(before)..units(before) + units(inside))
    }

    /// The text after it, with the selection marked.
    pub fn after(text: &[u16], typed: &Typed) -> String {
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
            ("for x in y:  # each[]", "for x in y:  # each\n    []"),
            ("# a note:[]", "# a note:\n[]"),
            ("x = 'a:'[]", "x = 'a:'\n[]"),
        ] {
            assert_eq!(entered(before), there, "{before:?}");
        }
    }
    #[test]
    fn backspace_takes_a_step_of_an_indent() {
        for (before, there) in
            [("a\n        []b", "a\n    []b"), ("      []b", "    []b"), ("    []", "[]"), (" [] x", "[] x")]
        {
            let (text, selected) = at(before);
            let typed = backspace(&text, selected).map(|typed| after(&text, &typed));
            assert_eq!(typed.as_deref(), Some(there), "{before:?}");
        }
        for left in ["[]a", "    a[]", "  [  ]a", "a\n[]"] {
            let (text, selected) = at(left);
            assert_eq!(backspace(&text, selected), None, "the browser's own: {left:?}");
        }
    }
}
