//! Marks over the pieces of a coloured program.

use super::python::Token;
use std::ops::Range;

/// Why a piece is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is what is looked for.
    Found,
    /// The match that is shown.
    Current,
    /// A bracket at the caret, or its partner.
    Bracket,
    /// A bracket without a partner.
    Alone,
}

/// A line's pieces cut where marks begin and end. `at` is the byte at which the line begins; marks are sorted and do
/// not overlap.
pub fn cut<'a>(
    line: Vec<(Token, &'a str)>,
    mut at: usize,
    marks: &[(Range<usize>, Mark)],
) -> Vec<(Token, &'a str, Option<Mark>)> {
    let mut out = Vec::new();
    let mut marks = marks[marks.partition_point(|(range, _)| range.end <= at)..].iter();
    let mut next = marks.next();
    for (token, mut rest) in line {
        while !rest.is_empty() {
            // To where the mark begins, or if in it, to where it ends.
            let (len, mark) = match next {
                Some((range, mark)) if range.start <= at => (range.end - at, Some(*mark)),
                Some((range, _)) => (range.start - at, None),
                None => (rest.len(), None),
            };
            let len = len.min(rest.len());
            let Some((piece, after)) = rest.split_at_checked(len) else { return out };
            if len > 0 {
                out.push((token, piece, mark));
            }
            (rest, at) = (after, at + len);
            while next.is_some_and(|(range, _)| range.end <= at) {
                next = marks.next();
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_cut_at_marks() {
        use Token::{Plain, Text};
        let line = || vec![(Plain, "send("), (Text, "'发送'"), (Plain, ")")];
        let marks =
            [(0..2, Mark::Found), (14..15, Mark::Bracket), (16..19, Mark::Current), (24..25, Mark::Alone)];
        assert_eq!(
            cut(line(), 10, &marks),
            [
                (Plain, "send", None),
                (Plain, "(", Some(Mark::Bracket)),
                (Text, "'", None),
                (Text, "发", Some(Mark::Current)),
                (Text, "送'", None),
                (Plain, ")", None),
            ]
        );
    }

    #[test]
    fn a_mark_goes_over_pieces_and_lines() {
        use Token::{Keyword, Plain};
        let marks = [(1..9, Mark::Found)];
        let first = cut(vec![(Keyword, "if"), (Plain, " a:")], 0, &marks);
        assert_eq!(first[0], (Keyword, "i", None));
        assert!(first[1..].iter().all(|(.., mark)| *mark == Some(Mark::Found)));
        let second = cut(vec![(Plain, "  pass")], 6, &marks);
        assert_eq!(second, [(Plain, "  p", Some(Mark::Found)), (Plain, "ass", None)]);
    }
}
