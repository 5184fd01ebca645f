//! A Fluent file's messages.
//!
//! Supports this part of Fluent: texts, arguments `{ $name }`, quoted text `{ "…" }`, and forms by number
//! `{ $count -> [one] … *[other] … }`; everything else is refused. See `docs/texts.md`.

use crate::Problem;
use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern as Ast, PatternElement, Variant, VariantKey},
    parser,
    unicode::unescape_unicode_to_string,
};

/// What one message says in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its name, in kebab case.
    pub id: String,
    /// The file it is in.
    pub file: String,
    /// The line it begins at, from 1.
    pub line: usize,
    /// What it says.
    pub pattern: Pattern,
}

impl Message {
    /// Something that is wrong with it.
    pub fn problem(&self, what: impl AsRef<str>) -> Problem {
        let what = format!("“{}” {}", self.id, what.as_ref());
        Problem { file: self.file.clone(), line: self.line, what }
    }
}

/// Texts, arguments and forms by number, in order.
pub type Pattern = Vec<Piece>;

/// A piece of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// The value of an argument.
    Argument(String),
    /// One of several texts, by a number.
    Forms {
        /// The argument that is the number.
        number: String,
        /// Which numbers take which text, in order.
        forms: Vec<(Form, Pattern)>,
        /// What all other numbers take.
        other: Pattern,
    },
}

/// Which numbers take a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// This one.
    Exactly(u64),
    /// Those of a category of the language: `one`, `few`.
    Category(String),
}

/// The arguments of a pattern, in the order in which they first appear.
pub fn arguments(pattern: &[Piece]) -> Vec<String> {
    let mut names = vec![];
    collect(pattern, &mut names, true);
    names
}

/// The arguments that choose between forms.
pub fn numbers(pattern: &[Piece]) -> Vec<String> {
    let mut names = vec![];
    collect(pattern, &mut names, false);
    names
}

fn collect(pattern: &[Piece], names: &mut Vec<String>, all: bool) {
    let mut add = |name: &String| {
        if !names.contains(name) {
            names.push(name.clone());
        }
    };
    let mut within = vec![];
    for piece in pattern {
        match piece {
            Piece::Text(_) => {}
            Piece::Argument(name) if all => add(name),
            Piece::Argument(_) => {}
            Piece::Forms { number, forms, other } => {
                add(number);
                within.extend(forms.iter().map(|(_, pattern)| pattern).chain([other]));
            }
        }
    }
    for pattern in within {
        collect(pattern, names, all);
    }
}

/// The text, where it takes no arguments.
pub fn plain(pattern: &[Piece]) -> Option<&str> {
    match pattern {
        [Piece::Text(text)] => Some(text),
        _ => None,
    }
}

/// The messages of a file, in order; or all that is wrong with it.
pub fn parse(file: &str, text: &str) -> Result<Vec<Message>, Vec<Problem>> {
    let at = |line: usize, what: String| Problem { file: file.into(), line, what };
    let mut problems = vec![];
    let resource = match parser::parse(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            let error = |error: parser::ParserError| at(line_of(text, error.pos.start), error.to_string());
            problems.extend(errors.into_iter().map(error));
            resource
        }
    };
    let mut messages: Vec<Message> = vec![];
    for entry in resource.body {
        let Entry::Message(message) = entry else {
            if let Entry::Term(term) = entry {
                let line = line_of_id(text, &format!("-{}", term.id.name), 0);
                problems.push(at(line, format!("“-{}”: terms are not used here", term.id.name)));
            }
            continue;
        };
        let id = message.id.name;
        let times = messages.iter().filter(|known| known.id == id).count();
        let line = line_of_id(text, id, times);
        let read = match (message.value, message.attributes.first()) {
            _ if !is_kebab(id) => Err("its name is to be lower-case words with hyphens: step-of".to_owned()),
            _ if times > 0 => Err("is here twice".to_owned()),
            (_, Some(attribute)) => Err(format!("attributes (.{}) are not used here", attribute.id.name)),
            (None, None) => Err("says nothing".to_owned()),
            (Some(ast), None) => pattern(ast),
        };
        let message = Message { id: id.to_owned(), file: file.to_owned(), line, pattern: vec![] };
        match read {
            Ok(pattern) => messages.push(Message { pattern, ..message }),
            Err(what) => problems.push(message.problem(what)),
        }
    }
    if problems.is_empty() { Ok(messages) } else { Err(problems) }
}

fn is_kebab(id: &str) -> bool {
    let word = |word: &str| !word.is_empty() && word.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9'));
    id.split('-').all(word)
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Where the entry of this name begins, after this many others of the same name. The parser's tree does not say.
fn line_of_id(text: &str, id: &str, before: usize) -> usize {
    let begins = |line: &str| line.strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='));
    let lines = text.lines().enumerate().filter(|(_, line)| begins(line));
    lines.map(|(index, _)| index + 1).nth(before).unwrap_or(0)
}

type Read<T> = Result<T, String>;

fn pattern(ast: Ast<&str>) -> Read<Pattern> {
    let mut pieces: Pattern = vec![];
    for element in ast.elements {
        let piece = match element {
            PatternElement::TextElement { value } => Piece::Text(value.replace('\r', "")),
            PatternElement::Placeable { expression } => placed(expression)?,
        };
        match (pieces.last_mut(), piece) {
            (_, Piece::Text(text)) if text.chars().any(|c| c < ' ' && c != '\n') => {
                return Err("holds a control character".into());
            }
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, piece) => pieces.push(piece),
        }
    }
    match pieces.is_empty() {
        true => Err("says nothing".into()),
        false => Ok(pieces),
    }
}

fn placed(expression: Expression<&str>) -> Read<Piece> {
    match expression {
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            argument(id.name).map(Piece::Argument)
        }
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            Ok(Piece::Text(unescape_unicode_to_string(value).into_owned()))
        }
        Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
            forms(argument(id.name)?, variants)
        }
        Expression::Select { .. } => Err("chooses by something else than an argument".into()),
        Expression::Inline(_) => {
            Err("holds { … } that is neither an argument { $name } nor quoted text { \"…\" }".into())
        }
    }
}

fn argument(name: &str) -> Read<String> {
    match is_kebab(name) {
        true => Ok(name.replace('-', "_")),
        false => Err(format!("has the argument ${name}: its name is to be lower-case words with hyphens")),
    }
}

fn forms(number: String, variants: Vec<Variant<&str>>) -> Read<Piece> {
    let mut forms: Vec<(Form, Pattern)> = vec![];
    let mut other = None;
    for variant in variants {
        let text = pattern(variant.value)?;
        let form = match (variant.key, variant.default) {
            (VariantKey::Identifier { name: "other" }, true) => {
                other = Some(text);
                continue;
            }
            (_, true) => return Err("has another default than *[other]".into()),
            (VariantKey::Identifier { name }, false) if crate::plural::is_category(name) => {
                Form::Category(name.into())
            }
            (VariantKey::Identifier { name }, false) => {
                return Err(format!(
                    "has the form [{name}]: forms are zero, one, two, few, many, other or a number"
                ));
            }
            (VariantKey::NumberLiteral { value }, false) => match value.parse() {
                Ok(number @ 0..100) => Form::Exactly(number),
                _ => return Err(format!("has the form [{value}], which is no whole number below 100")),
            },
        };
        if forms.iter().any(|(known, _)| *known == form) {
            return Err("has one form twice".into());
        }
        forms.push((form, text));
    }
    // Numbers come before the categories that hold them.
    forms.sort_by_key(|(form, _)| matches!(form, Form::Category(_)));
    let other = other.ok_or("has no *[other]")?;
    Ok(Piece::Forms { number, forms, other })
}
