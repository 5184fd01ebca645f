//! Syntax errors as CPython words and places them.
//!
//! Our parser is not CPython's: it usually stops at the right line, but calls a Chinese comma, a missing colon and a quote
//! that is not closed all "invalid syntax". A second pass over the text, like that of CPython's tokenizer
//! (`Parser/pegen_errors.c`), tells them apart.

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: u32,
    /// Column in characters, from 1; `None` where the parser's stays.
    pub column: Option<u32>,
    /// In CPython's words.
    pub message: String,
}

/// What CPython says where the parser says `message` of `line`; `None` where that can stay.
pub fn like_cpython(source: &str, line: u32, message: &str) -> Option<Fault> {
    let scan = Scan::of(source);
    if let Some(fault) = scan.fault {
        return Some(fault);
    }
    if let Some(open) = scan.open.last().filter(|open| line > open.line) {
        let message = format!("'{}' was never closed", open.bracket);
        return Some(Fault { line: open.line, column: Some(open.column), message });
    }
    let said = |message: String| Some(Fault { line, column: None, message });
    if message == "unexpected indentation" {
        return said("unexpected indent".into());
    }
    if message.starts_with("expected an indented block") {
        let header = header_before(source, line)?;
        return said(format!("{} on line {header}", message.replace('`', "'")));
    }
    if message.starts_with("expected `except` or `finally`") {
        return said("expected 'except' or 'finally' block".into());
    }
    if let Some(message) = message.strip_prefix("invalid syntax: ") {
        return said(message.to_owned());
    }
    let generic = message == "invalid syntax" || message.starts_with("expected ");
    let text = source.lines().nth(line.checked_sub(1)? as usize)?;
    if !generic {
        return None;
    }
    match of_statement(text) {
        // The whole statement is to blame.
        Some(message) if message.starts_with("Missing") => {
            let indent = text.chars().take_while(|c| c.is_whitespace()).count();
            Some(Fault { line, column: u32::try_from(indent + 1).ok(), message: message.into() })
        }
        message => said(message.unwrap_or("invalid syntax").into()),
    }
}

/// What is wrong with a line on which the parser found no statement, where that can be seen.
fn of_statement(line: &str) -> Option<&'static str> {
    const COMPOUND: [&str; 11] =
        ["if", "elif", "else", "while", "for", "def", "class", "try", "except", "finally", "with"];
    let code = Scan::of(line).code;
    let code = code.trim();
    let word = code.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let rest = code[word.len()..].trim_start();
    if word == "print" && rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '_')) {
        return Some("Missing parentheses in call to 'print'. Did you mean print(...)?");
    }
    let assigns =
        rest.replace("==", "").replace("!=", "").replace(":=", "").replace("<=", "").replace(">=", "");
    match word {
        "if" | "elif" | "while" if assigns.contains('=') && !assigns.contains('(') => {
            Some("invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
        }
        _ if COMPOUND.contains(&word) && !code.contains(':') && !rest.starts_with('=') => {
            Some("expected ':'")
        }
        _ => None,
    }
}

/// The line of code before this one.
fn header_before(source: &str, line: u32) -> Option<u32> {
    let before: Vec<_> = (1..line).zip(source.lines()).collect();
    let is_code = |text: &str| !text.trim().is_empty() && !text.trim_start().starts_with('#');
    before.into_iter().rev().find(|(_, text)| is_code(text)).map(|(number, _)| number)
}

/// A bracket that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    bracket: char,
    line: u32,
    column: u32,
}

/// What a walk through the text finds.
#[derive(Default)]
struct Scan {
    /// The first thing that is not valid in any program.
    fault: Option<Fault>,
    /// The brackets that are open at the end.
    open: Vec<Open>,
    /// The text with a quote for each string, without comments.
    code: String,
}

impl Scan {
    fn of(source: &str) -> Self {
        let mut scan = Scan::default();
        let mut place = Place { rest: source, line: 1, column: 1 };
        while let (None, Some(c)) = (&scan.fault, place.rest.chars().next()) {
            let here = place;
            match c {
                '#' => {
                    place.skip_while(|c| c != '\n');
                    continue;
                }
                '"' | '\'' => {
                    scan.fault = place.skip_string(c);
                    scan.code.push(c);
                    continue;
                }
                '(' | '[' | '{' => scan.open.push(Open { bracket: c, line: here.line, column: here.column }),
                ')' | ']' | '}' => scan.fault = scan.close(c, here),
                _ => scan.fault = strange(c, here),
            }
            scan.code.push(c);
            place.step();
        }
        scan
    }

    fn close(&mut self, bracket: char, here: Place<'_>) -> Option<Fault> {
        let opening = match bracket {
            ')' => '(',
            ']' => '[',
            _ => '{',
        };
        let Some(open) = self.open.pop() else { return Some(here.fault(format!("unmatched '{bracket}'"))) };
        if open.bracket == opening {
            return None;
        }
        let on = if open.line == here.line { String::new() } else { format!(" on line {}", open.line) };
        let other = open.bracket;
        Some(here.fault(format!(
            "closing parenthesis '{bracket}' does not match opening parenthesis '{other}'{on}"
        )))
    }
}

/// A character that no program has outside of strings.
fn strange(c: char, here: Place<'_>) -> Option<Fault> {
    if c.is_ascii() || c.is_alphanumeric() {
        return None;
    }
    let code = u32::from(c);
    let unseen =
        c.is_whitespace() || c.is_control() || matches!(code, 0xad | 0x200b..=0x200f | 0x2060 | 0xfeff);
    Some(here.fault(match unseen {
        true => format!("invalid non-printable character U+{code:04X}"),
        false => format!("invalid character '{c}' (U+{code:04X})"),
    }))
}

/// A place in the text.
#[derive(Clone, Copy)]
struct Place<'a> {
    rest: &'a str,
    line: u32,
    column: u32,
}

impl Place<'_> {
    fn fault(&self, message: String) -> Fault {
        Fault { line: self.line, column: Some(self.column), message }
    }

    fn step(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        if c == '\n' {
            (self.line, self.column) = (self.line + 1, 1);
        } else {
            self.column += 1;
        }
        Some(c)
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.step();
        }
    }

    fn skip_while(&mut self, wanted: impl Fn(char) -> bool) {
        while self.rest.starts_with(&wanted) {
            self.step();
        }
    }

    /// Past a string's end; or why it has none.
    fn skip_string(&mut self, quote: char) -> Option<Fault> {
        let start = *self;
        let triple = [quote; 3].iter().collect::<String>();
        let (end, long) = match self.rest.starts_with(&triple) {
            true => (triple, true),
            false => (quote.to_string(), false),
        };
        self.skip(end.len());
        while !self.rest.starts_with(&end) {
            let line = self.line;
            let kind = if long { "triple-quoted string literal" } else { "string literal" };
            match self.step() {
                Some('\\') => self.skip(1),
                Some('\n') if !long => {
                    return Some(start.fault(format!("unterminated {kind} (detected at line {line})")));
                }
                Some(_) => {}
                None => {
                    // The end of the last line, not the empty line after it.
                    let last = if self.column == 1 { line - 1 } else { line };
                    return Some(start.fault(format!("unterminated {kind} (detected at line {last})")));
                }
            }
        }
        self.skip(end.len());
        None
    }
}
