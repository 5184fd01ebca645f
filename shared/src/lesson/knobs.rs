//! Sets knobs: checks the values and writes them into the programs' texts.

use super::{Knob, KnobKind, KnobTarget, Lesson};
use crate::{
    record::hosts::{HostsError, hosts},
    words::{Language, hosts_problem},
};
use std::ops::Range;

/// Why a knob was not set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KnobError {
    /// The lesson has no such knob.
    #[error("there is no knob `{id}` here; the knobs are: {known}")]
    Unknown {
        /// As asked for.
        id: String,
        /// The lesson's knobs.
        known: String,
    },
    /// The knob does not take this value.
    #[error("`{id}` takes {expected}, not `{value}`")]
    Value {
        /// The knob.
        id: String,
        /// The value, shortened where long.
        value: String,
        /// What it takes.
        expected: String,
    },
    /// The knob lists hosts, and not like this.
    #[error("`{id}`: {}", hosts_problem(.problem, Language::En))]
    Hosts {
        /// The knob.
        id: String,
        /// What is wrong.
        problem: HostsError,
    },
    /// The knob was given twice.
    #[error("`{id}` is set twice")]
    Twice {
        /// The knob.
        id: String,
    },
}

impl KnobError {
    /// The knob that it is about.
    pub fn id(&self) -> &str {
        match self {
            KnobError::Unknown { id, .. }
            | KnobError::Value { id, .. }
            | KnobError::Hosts { id, .. }
            | KnobError::Twice { id } => id,
        }
    }
}

/// The programs' texts by actor name, with the given knobs set. A knob that is not given leaves the text as it is, and so
/// does one whose variable an edited program no longer has.
pub fn apply_knobs(lesson: &Lesson, values: &[(String, String)]) -> Result<Vec<(String, String)>, KnobError> {
    check_ids(lesson, values)?;
    let mut sources: Vec<_> = lesson.programs.iter().map(|p| (p.actor.clone(), p.source.clone())).collect();
    for (id, value) in values {
        let knob = find(lesson, id)?;
        let literal = literal(knob, value)?;
        if let Some(name) = knob.target.variable() {
            for (_, source) in &mut sources {
                assign(source, name, &literal);
            }
        }
    }
    Ok(sources)
}

/// Every knob of the lesson with its value, in the lesson's order: as given, or else its default.
pub fn knob_values(lesson: &Lesson, values: &[(String, String)]) -> Result<Vec<(String, String)>, KnobError> {
    check_ids(lesson, values)?;
    let value_of = |knob: &Knob| {
        let given = values.iter().find(|(id, _)| *id == knob.id).map(|(_, value)| value);
        let value = given.unwrap_or(&knob.default);
        literal(knob, value).map(|_| (knob.id.clone(), normal(knob, value)))
    };
    lesson.knobs.iter().map(value_of).collect()
}

fn check_ids(lesson: &Lesson, values: &[(String, String)]) -> Result<(), KnobError> {
    for (place, (id, _)) in values.iter().enumerate() {
        find(lesson, id)?;
        if values[..place].iter().any(|(earlier, _)| earlier == id) {
            return Err(KnobError::Twice { id: id.clone() });
        }
    }
    Ok(())
}

fn find<'a>(lesson: &'a Lesson, id: &str) -> Result<&'a Knob, KnobError> {
    lesson.knobs.iter().find(|knob| knob.id == id).ok_or_else(|| {
        let ids: Vec<_> = lesson.knobs.iter().map(|knob| knob.id.as_str()).collect();
        let known = if ids.is_empty() { "(none)".to_owned() } else { ids.join(", ") };
        KnobError::Unknown { id: shortened(id), known }
    })
}

/// One form for each value, so that conditions can compare: `007` is `7`.
fn normal(knob: &Knob, value: &str) -> String {
    match knob.kind {
        KnobKind::Int { .. } => value.parse::<i64>().map_or_else(|_| value.to_owned(), |n| n.to_string()),
        KnobKind::Milliseconds { .. } => {
            value.parse::<u32>().map_or_else(|_| value.to_owned(), |n| n.to_string())
        }
        KnobKind::Bool | KnobKind::Choice { .. } | KnobKind::Text { .. } => value.to_owned(),
    }
}

/// The value as Python writes it.
fn literal(knob: &Knob, value: &str) -> Result<String, KnobError> {
    let refuse =
        |expected: String| KnobError::Value { id: knob.id.clone(), value: shortened(value), expected };
    if knob.target == KnobTarget::Hosts {
        hosts(value).map_err(|problem| KnobError::Hosts { id: knob.id.clone(), problem })?;
    }
    match &knob.kind {
        KnobKind::Int { min, max } => match value.parse::<i64>() {
            Ok(number) if (*min..=*max).contains(&number) => Ok(number.to_string()),
            _ => Err(refuse(format!("a whole number from {min} to {max}"))),
        },
        KnobKind::Milliseconds { max } => match value.parse::<u32>() {
            Ok(ms) if ms <= *max => Ok(seconds(ms)),
            _ => Err(refuse(format!("whole milliseconds from 0 to {max}"))),
        },
        KnobKind::Bool => match value {
            "true" => Ok("True".to_owned()),
            "false" => Ok("False".to_owned()),
            _ => Err(refuse("true or false".to_owned())),
        },
        KnobKind::Choice { values } if values.iter().any(|v| v == value) => Ok(quoted(value)),
        KnobKind::Choice { values } => Err(refuse(format!("one of: {}", values.join(", ")))),
        KnobKind::Text { max_chars } if value.chars().count() <= *max_chars as usize => Ok(quoted(value)),
        KnobKind::Text { max_chars } => Err(refuse(format!("at most {max_chars} characters"))),
    }
}

fn shortened(text: &str) -> String {
    const MAX_CHARS: usize = 40;
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `250` is `0.25`, `2000` is `2.0`: always a float, as a program's author would write seconds.
fn seconds(ms: u32) -> String {
    let fraction = format!("{:03}", ms % 1000);
    let fraction = fraction.trim_end_matches('0');
    format!("{}.{}", ms / 1000, if fraction.is_empty() { "0" } else { fraction })
}

/// A Python string literal on one line that evaluates to `text` and cannot end early.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Line and paragraph separators and direction marks would make the line look like another one.
            c if c.is_control()
                || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}') =>
            {
                out.push_str(&match c as u32 {
                    code @ 0..=0xff => format!("\\x{code:02x}"),
                    code => format!("\\u{code:04x}"),
                });
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a line `name = …` of the program gives the variable its value.
pub fn assigns(source: &str, name: &str) -> bool {
    assigned_value(source, name).is_some()
}

/// Replaces the right side of the first line `name = …` of the program; `false` where it has none.
pub fn assign(source: &mut String, name: &str, literal: &str) -> bool {
    let place = assigned_value(source, name);
    if let Some(range) = place.clone() {
        source.replace_range(range, literal);
    }
    place.is_some()
}

/// Where the right side of the first line `name = …` stands, its comment and the spaces before that left out.
fn assigned_value(source: &str, name: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if let Some(range) = value_in_line(content, name) {
            return Some(start + range.start..start + range.end);
        }
        start += line.len();
    }
    None
}

fn value_in_line(line: &str, name: &str) -> Option<Range<usize>> {
    let after_name = line.strip_prefix(name)?.trim_start_matches([' ', '\t']);
    let right = after_name.strip_prefix('=').filter(|rest| !rest.starts_with('='))?;
    let value = right.trim_start_matches([' ', '\t']);
    let end = comment_start(value).unwrap_or(value.len());
    let start = line.len() - value.len();
    Some(start..start + value[..end].trim_end().len())
}

/// Where a comment begins that is not inside a string.
fn comment_start(code: &str) -> Option<usize> {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in code.char_indices() {
        match quote {
            _ if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' => return Some(at),
            None if c == '"' || c == '\'' => quote = Some(c),
            None => {}
        }
    }
    None
}

#[cfg(test)]
#[path = "knobs_tests.rs"]
mod tests;
