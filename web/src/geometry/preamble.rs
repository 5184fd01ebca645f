//! The lines that a program begins with before it does anything: imports and settings.

use super::python::{Line, Token};

/// Fewer lines are not worth folding.
const LEAST_LINES: usize = 3;
/// One of them alone in a line leaves a text open.
const TRIPLES: [&str; 2] = ["\"\"\"", "'''"];

/// How many lines the program begins with that import, set a constant, comment or are empty; a comment at their end
/// belongs to what follows. 0 where there are too few, or where nothing else follows.
pub fn preamble(lines: &[Line]) -> usize {
    let mut end = 0;
    for (index, line) in lines.iter().enumerate() {
        match kind(line) {
            Some(Kind::Statement) => end = index + 1,
            // Empty lines go with what stands before them, comments with what stands after.
            Some(Kind::Empty) if end == index => end = index + 1,
            Some(_) => {}
            None => return if end < LEAST_LINES { 0 } else { end },
        }
    }
    0
}

enum Kind {
    /// An import or a constant.
    Statement,
    Comment,
    Empty,
}

/// `None`: it does something else, or goes on in the next line.
fn kind(line: &Line) -> Option<Kind> {
    let Some((token, first)) = line.iter().find(|(_, text)| !text.trim().is_empty()) else {
        return Some(Kind::Empty);
    };
    let open = |text: &str| {
        text.chars().map(|c| i32::from("([{".contains(c)) - i32::from(")]}".contains(c))).sum::<i32>()
    };
    let plain = line.iter().filter(|(token, _)| *token == Token::Plain);
    let whole = plain.clone().map(|(_, text)| open(text)).sum::<i32>() == 0
        && !line.iter().any(|(_, text)| TRIPLES.iter().any(|quote| text.matches(quote).count() % 2 == 1))
        && !line.last().is_some_and(|(_, text)| text.trim_end().ends_with('\\'));
    let does = line.iter().any(|(token, _)| *token == Token::Function);
    let constant = || {
        let (name, value) = first.split_once('=')?;
        let name = name.trim_end();
        let shouts = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        (!name.is_empty() && name.chars().all(shouts) && !value.starts_with('=')).then_some(())
    };
    match token {
        Token::Comment => Some(Kind::Comment),
        Token::Keyword if matches!(*first, "import" | "from") && whole => Some(Kind::Statement),
        Token::Plain if whole && !does => constant().map(|()| Kind::Statement),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::python, *};

    fn of(source: &str) -> usize {
        preamble(&python::lines(source))
    }

    #[test]
    fn imports_and_settings_are_folded_and_nothing_that_acts() {
        let head = "import socket\nfrom time import sleep  # waits\n\n# where\nADDR = (\"127.0.0.1\", 8001)\nN = 2\n\n";
        assert_eq!(of(&[head, "sock = socket.socket()\n"].concat()), 7);
        assert_eq!(of(&[head, "# then\nsock = socket.socket()\n"].concat()), 7, "its comment stays with it");
        assert_eq!(of(&[head, "SOCK = socket.socket()\n"].concat()), 7, "a call is no setting");
        assert_eq!(
            of(&[head, "HEAD = (\"a\"\n  \"b\")\nx()\n"].concat()),
            7,
            "what goes on below stays whole"
        );
        assert_eq!(of(&[head, "N == 2\nx()\n"].concat()), 7);
        assert_eq!(of(head), 0, "nothing would be left");
        assert_eq!(of("import socket\nN = 1\nx()\n"), 0, "too little");
        assert_eq!(of(""), 0);
    }

    #[test]
    fn a_text_over_several_lines_is_not_taken_for_settings() {
        assert_eq!(of("import socket\nimport time\nN = 1\nTEXT = '''a\nb\n'''\nx()\n"), 3);
    }
}
