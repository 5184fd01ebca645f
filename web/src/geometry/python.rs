//! Just enough of Python's tokens to colour a program.

/// What a piece of text is coloured as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// Anything else.
    Plain,
    /// `while`, `def`, `None`.
    Keyword,
    /// With its quotes and prefix.
    Text,
    /// A literal number.
    Number,
    /// From `#` to the end of the line.
    Comment,
    /// A name that is called.
    Function,
}

const KEYWORDS: &str = " False None True and as assert async await break class continue def del elif else except \
    finally for from global if import in is lambda nonlocal not or pass raise return try while with yield ";

/// One line's pieces, in order; together they are the line.
pub type Line<'a> = Vec<(Token, &'a str)>;

/// The lines of a program, cut into tokens.
pub fn lines(source: &str) -> Vec<Line<'_>> {
    let mut open = None;
    source.lines().map(|line| tokens(line, &mut open)).collect()
}

/// `open` is the triple quote that an earlier line left open.
fn tokens<'a>(line: &'a str, open: &mut Option<&'static str>) -> Line<'a> {
    let mut out: Line = Vec::new();
    let mut at = 0;
    let mut push = |token, text: &'a str| match out.last_mut() {
        _ if text.is_empty() => {}
        // Neighbours of one kind become one piece: fewer nodes to draw.
        Some((last, piece)) if *last == token => {
            let start = piece.as_ptr() as usize - line.as_ptr() as usize;
            *piece = &line[start..start + piece.len() + text.len()];
        }
        _ => out.push((token, text)),
    };
    while at < line.len() {
        let rest = &line[at..];
        let (token, len) = match *open {
            Some(quote) => {
                let end = rest.find(quote).map(|end| end + quote.len());
                if end.is_some() {
                    *open = None;
                }
                (Token::Text, end.unwrap_or(rest.len()))
            }
            None => next(rest, open),
        };
        push(token, &rest[..len]);
        at += len;
    }
    out
}

fn next(rest: &str, open: &mut Option<&'static str>) -> (Token, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    if first == '#' {
        return (Token::Comment, rest.len());
    }
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let quoted = &rest[word..];
    let prefix = word <= 2 && rest[..word].chars().all(|c| "rbfuRBFU".contains(c));
    if prefix && quoted.starts_with(['"', '\'']) {
        return (Token::Text, word + string_len(quoted, open));
    }
    if first.is_ascii_digit() {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.');
        return (Token::Number, end.unwrap_or(rest.len()));
    }
    if word > 0 {
        let keyword = KEYWORDS.split_whitespace().any(|k| k == &rest[..word]);
        let called = quoted.starts_with('(');
        let token = if keyword {
            Token::Keyword
        } else if called {
            Token::Function
        } else {
            Token::Plain
        };
        return (token, word);
    }
    (Token::Plain, first.len_utf8())
}

/// Length of the string literal that `quoted` begins with, on this line.
fn string_len(quoted: &str, open: &mut Option<&'static str>) -> usize {
    for triple in ["\"\"\"", "'''"] {
        if let Some(body) = quoted.strip_prefix(triple) {
            return match body.find(triple) {
                Some(end) => end + 6,
                None => {
                    *open = Some(triple);
                    quoted.len()
                }
            };
        }
    }
    let quote = quoted.as_bytes()[0];
    let mut escaped = false;
    for (i, byte) in quoted.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b if b == quote => return i + 1,
            _ => {}
        }
    }
    quoted.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(line: &str) -> Vec<(Token, &str)> {
        lines(line).into_iter().flatten().filter(|(t, _)| *t != Token::Plain).collect()
    }

    #[test]
    fn tokens_of_a_lesson() {
        assert_eq!(
            kinds("while n > 10: client.sendall(b\"he\\\"llo\")  # not # two"),
            [
                (Token::Keyword, "while"),
                (Token::Number, "10"),
                (Token::Function, "sendall"),
                (Token::Text, "b\"he\\\"llo\""),
                (Token::Comment, "# not # two"),
            ]
        );
    }

    #[test]
    fn a_triple_quote_goes_over_lines() {
        let all = lines("x = '''a\nif b\nc''' + 1");
        assert_eq!(all[1], [(Token::Text, "if b")]);
        assert_eq!(all[2][0], (Token::Text, "c'''"));
        assert_eq!(all[2][2], (Token::Number, "1"));
    }

    #[test]
    fn the_pieces_are_the_program() {
        let source =
            "def f(x): return f\"{x}\" # 注释 ''' \n\n\t'unclosed\n\u{e9}t\u{e9} = 0x_ff.\n\"\"\"open\n é";
        for (line, pieces) in source.lines().zip(lines(source)) {
            assert_eq!(pieces.iter().map(|p| p.1).collect::<String>(), line);
        }
    }
}
