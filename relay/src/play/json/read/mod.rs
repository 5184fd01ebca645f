//! Lines of JSON back into the events that they were made of (`docs/json.md`).
//!
//! - [`fields`]: a field and its type; [`facts`], [`call`] and [`session`]: events of them.

mod call;
mod facts;
mod fields;
mod session;
#[cfg(test)]
mod tests;

use fields::Fields;
use serde_json::{Map, Value};
use socketscope_shared::{Event, Fact, session::SessionInfo};
use std::io::{self, BufRead};

/// Longest line: the largest event of a recording (80 MiB), its bytes as digits and as text, and some.
const MAX_LINE_BYTES: u64 = 256 << 20;
/// Most values of a line, as in a recording's record: `docs/recording.md`.
const MAX_VALUES: usize = 128 << 10;
/// Longest part of a line that an error quotes, in characters.
const MAX_QUOTED: usize = 40;

/// Why lines are no log.
#[derive(Debug, thiserror::Error)]
pub enum LinesError {
    /// The file cannot be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A line is wrong; lines count from 1.
    #[error("line {line}: {problem}")]
    Line {
        /// Which.
        line: u64,
        /// What is wrong with it.
        problem: Problem,
    },
    /// There is no event.
    #[error("there is no event in it")]
    Empty,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not an object of JSON.
    #[error("no JSON object: {0}")]
    NotJson(String),
    /// A field that the event needs.
    #[error("`{0}` is missing (an older Socketscope printed fewer fields)")]
    Missing(String),
    /// A field that has another type, or a number that is too large.
    #[error("`{0}` is not what it has to be")]
    Wrong(String),
    /// A word that is not one of those that a field may have.
    #[error("`{field}` cannot be `{value}`")]
    Unknown {
        /// The field.
        field: String,
        /// What it has, shortened.
        value: String,
    },
    /// Events are counted from 1, without gaps.
    #[error("event {expected} is next, not {found}")]
    Sequence {
        /// The one that is next.
        expected: u64,
        /// The one that is here.
        found: u64,
    },
    /// An event is earlier than the one before it.
    #[error("`at_ns` is less than on the line before")]
    Earlier,
    /// The first event is not the session's start, or another one is.
    #[error("`session-started` is the first event, and no other")]
    NotFirst,
    /// An event after the claims or the session's end.
    #[error("an event after the log's end")]
    AfterEnd,
    /// Longer than any line of ours, or with more values.
    #[error("longer than a line of a log can be")]
    TooLong,
}

impl Problem {
    fn wrong(field: &str) -> Self {
        Problem::Wrong(field.to_owned())
    }

    fn unknown(field: &str, value: &str) -> Self {
        Problem::Unknown { field: field.to_owned(), value: value.chars().take(MAX_QUOTED).collect() }
    }
}

/// Reads the events of lines one by one, and gives each to `take` with its line's length. Claims are left out: they are made
/// of the events.
pub fn read_lines<E: From<LinesError>>(
    mut input: impl BufRead,
    mut take: impl FnMut(Event, usize) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = Reader::default();
    let mut text = Vec::new();
    for line in 1.. {
        text.clear();
        let mut bounded = io::Read::take(&mut input, MAX_LINE_BYTES + 1);
        let len = bounded.read_until(b'\n', &mut text).map_err(LinesError::Io)?;
        if len == 0 {
            break;
        }
        let event = reader.line(&text).map_err(|problem| LinesError::Line { line, problem })?;
        if let Some(event) = event {
            take(event, text.len())?;
        }
    }
    if reader.seq == 0 {
        return Err(LinesError::Empty.into());
    }
    Ok(())
}

/// What is known of the log so far.
#[derive(Default)]
struct Reader {
    seq: u64,
    at_ns: u64,
    info: Option<Box<SessionInfo>>,
    ended: bool,
}

impl Reader {
    /// The event of a line; `None` of a claim or an empty line.
    fn line(&mut self, text: &[u8]) -> Result<Option<Event>, Problem> {
        if text.trim_ascii().is_empty() {
            return Ok(None);
        }
        if text.len() as u64 > MAX_LINE_BYTES || values(text) > MAX_VALUES {
            return Err(Problem::TooLong);
        }
        let line: Map<String, Value> =
            serde_json::from_slice(text).map_err(|e| Problem::NotJson(e.to_string()))?;
        if line.contains_key("claim") {
            self.ended = true;
            return Ok(None);
        }
        let fields = Fields(&line);
        let (seq, at_ns) = (fields.get("seq")?, fields.get("at_ns")?);
        if seq != self.seq + 1 {
            return Err(Problem::Sequence { expected: self.seq + 1, found: seq });
        }
        if at_ns < self.at_ns {
            return Err(Problem::Earlier);
        }
        if self.ended {
            return Err(Problem::AfterEnd);
        }
        let fact = facts::fact(fields, self.info.as_deref())?;
        match &fact {
            Fact::SessionStarted(info) if seq == 1 => self.info = Some(info.clone()),
            Fact::SessionStarted(_) => return Err(Problem::NotFirst),
            _ if seq == 1 => return Err(Problem::NotFirst),
            Fact::SessionEnded { .. } => self.ended = true,
            _ => {}
        }
        (self.seq, self.at_ns) = (seq, at_ns);
        Ok(Some(Event { at_ns, fact }))
    }
}

/// How many values a line has, before it is taken apart: each but the first of an object or a list has a comma before it.
fn values(text: &[u8]) -> usize {
    let (mut count, mut in_text, mut escaped) = (1, false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => count += 1,
            _ => {}
        }
    }
    count
}
