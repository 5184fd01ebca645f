//! Tells Rust code from its comments and literals, as far as the checks need it.

/// A source in two: its code and its comments, each with everything else (literals too) blanked out.
///
/// Line breaks stay where they are.
pub fn split(source: &str) -> (String, String) {
    let (mut code, mut comments) = (String::new(), String::new());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let commented = comment(rest);
        let hidden = commented.or_else(|| literal(rest, code.chars().next_back()));
        let (text, after) = rest.split_at(hidden.unwrap_or(first.len_utf8()));
        let blank = || text.chars().map(|c| if c == '\n' { '\n' } else { ' ' });
        match hidden {
            None => code.push_str(text),
            Some(_) => code.extend(blank()),
        }
        match commented {
            Some(_) => comments.push_str(text),
            None => comments.extend(blank()),
        }
        rest = after;
    }
    (code, comments)
}

/// The identifiers and the punctuation between them, without white space: `std` `::` `fs`.
pub fn tokens(line: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let len = match word(first) {
            true => rest.find(|c| !word(c)).unwrap_or(rest.len()),
            false if rest.starts_with("::") => 2,
            false => first.len_utf8(),
        };
        tokens.push(&rest[..len]);
        rest = rest[len..].trim_start();
    }
    tokens
}

/// Length of the comment that `text` begins with.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    let mut depth = 0;
    let mut at = 0;
    while let Some(pair) = text.as_bytes().get(at..at + 2) {
        match pair {
            b"/*" => (depth, at) = (depth + 1, at + 2),
            b"*/" => (depth, at) = (depth - 1, at + 2),
            _ if depth == 0 => return None,
            _ => at += 1,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    (depth > 0).then_some(text.len())
}

/// Length of the string or character that `text` begins with; `before` is the character before it.
fn literal(text: &str, before: Option<char>) -> Option<usize> {
    let in_word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if text.starts_with('"') {
        return Some(quoted(text, '"'));
    }
    if let Some(raw) = text.strip_prefix('r').filter(|_| !in_word || before == Some('b')) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let body = raw[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let len = body.find(&end).map_or(body.len(), |at| at + end.len());
        return Some(text.len() - body.len() + len);
    }
    // 'a' and '\n' are characters, 'a without its end is a lifetime.
    let mut characters = text.strip_prefix('\'')?.chars();
    match (characters.next()?, characters.next()) {
        ('\\', _) => Some(quoted(text, '\'')),
        (c, Some('\'')) => Some(c.len_utf8() + 2),
        _ => None,
    }
}

fn quoted(text: &str, end: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == end => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of the code that is left.
    fn left(source: &str) -> String {
        let (code, comments) = split(source);
        for part in [&code, &comments] {
            assert_eq!(part.matches('\n').count(), source.matches('\n').count(), "lines of {source:?}");
        }
        tokens(&code).join(" ")
    }

    #[test]
    fn comments_are_no_code() {
        assert_eq!(left("a // b\nc"), "a c");
        assert_eq!(left("a /* b /* c\n */ d */ e"), "a e");
        assert_eq!(left("a / b * c"), "a / b * c");
    }

    #[test]
    fn comments_are_kept_apart() {
        let (_, comments) = split("a // b\n\"c // d\"");
        assert_eq!(tokens(&comments).join(" "), "/ / b");
    }

    #[test]
    fn literals_are_no_code() {
        assert_eq!(left(r#"f("a \" // b") c"#), "f ( ) c");
        assert_eq!(left("r#\"a \" b\"# c"), "c");
        assert_eq!(left("br\"a\" c"), "b c");
        assert_eq!(left(r"['a', '\'', '界'] b"), "[ , , ] b");
    }

    #[test]
    fn lifetimes_are_code() {
        assert_eq!(left("&'a str, for"), "& ' a str , for");
    }

    #[test]
    fn paths_are_tokens() {
        assert_eq!(tokens("use std::fs::{File};"), ["use", "std", "::", "fs", "::", "{", "File", "}", ";"]);
    }
}
