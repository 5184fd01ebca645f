//! Which brackets of a program belong together.

use super::python::{self, Token};

const OPEN: &[u8; 3] = b"([{";
const CLOSED: &[u8; 3] = b")]}";

/// A bracket, and the one that belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The byte at which the one at the caret is.
    pub at: usize,
    /// The other's; `None` where it is missing, or of another kind.
    pub partner: Option<usize>,
}

/// Whether a bracket may be beside this byte; says so without reading the program.
pub fn beside(text: &str, caret: usize) -> bool {
    around(caret).any(|at| text.as_bytes().get(at).is_some_and(is_bracket))
}

/// The bracket behind the caret or else the one before it; those in texts and comments are none.
pub fn pair(text: &str, caret: usize) -> Option<Pair> {
    if !beside(text, caret) {
        return None;
    }
    let all = all(text);
    let place = around(caret).find_map(|at| all.binary_search_by_key(&at, |(at, _)| *at).ok())?;
    let (at, kind) = all[place];
    let partner = match CLOSED.contains(&kind) {
        false => partner(all[place..].iter().copied(), OPEN, CLOSED),
        true => partner(all[..=place].iter().rev().copied(), CLOSED, OPEN),
    };
    Some(Pair { at, partner })
}

fn around(caret: usize) -> impl Iterator<Item = usize> {
    [Some(caret), caret.checked_sub(1)].into_iter().flatten()
}

fn is_bracket(byte: &u8) -> bool {
    OPEN.contains(byte) || CLOSED.contains(byte)
}

/// All brackets of the program, by their place.
fn all(text: &str) -> Vec<(usize, u8)> {
    let start = text.as_ptr() as usize;
    let mut all = Vec::new();
    for (token, piece) in python::lines(text).into_iter().flatten() {
        if token == Token::Plain {
            let from = piece.as_ptr() as usize - start;
            let found = piece.bytes().enumerate().filter(|(_, byte)| is_bracket(byte));
            all.extend(found.map(|(at, byte)| (from + at, byte)));
        }
    }
    all
}

/// What closes the first of these brackets.
fn partner(brackets: impl Iterator<Item = (usize, u8)>, opening: &[u8], closing: &[u8]) -> Option<usize> {
    let mut open = Vec::new();
    for (at, byte) in brackets {
        match opening.iter().position(|opening| *opening == byte) {
            Some(kind) => open.push(kind),
            None if open.pop().is_some_and(|kind| closing[kind] == byte) => {}
            None => return None,
        }
        if open.is_empty() {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_find_their_partner() {
        let text = "f(a[1], {'(': b})  # )\n'''[\n''' + (\n)";
        let at = |what: &str| text.find(what).expect("it is there");
        let of = |caret: usize| pair(text, caret).map(|pair| (pair.at, pair.partner));
        let end = at(")  #");
        assert_eq!(of(1), Some((1, Some(end))));
        assert_eq!(of(end + 1), Some((end, Some(1))), "before the caret");
        assert_eq!(of(at("[1")), Some((3, Some(5))));
        assert_eq!(of(at("{")), Some((8, Some(end - 1))));
        assert_eq!(of(text.len()), Some((text.len() - 1, Some(text.len() - 3))), "over lines");
        for none in [0, at("': b"), at(")\n'''") + 1, at("[\n") + 1, 4_000] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn a_bracket_without_its_partner_is_alone() {
        for (text, caret) in [("(", 0), (")", 0), ("(]", 0), ("(]", 2), ("([)]", 0), ("[(", 0)] {
            assert_eq!(pair(text, caret).map(|pair| pair.partner), Some(None), "{text}");
        }
    }
}
