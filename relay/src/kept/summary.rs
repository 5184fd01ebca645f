//! What a list of recordings says of each.

use super::date::Minute;
use serde::Serialize;
use socketscope_shared::{
    Fact, SessionId,
    recording::{End, Recording, Source},
    session::SessionInfo,
};
use std::collections::BTreeMap;

/// How much of a recording there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All of it.
    Whole,
    /// A relay is recording it now.
    Recording,
    /// The relay that recorded it was killed: all up to there.
    Cut,
    /// All up to a damaged place.
    Damaged,
    /// Nothing: an older relay recorded it, in another format.
    Older,
    /// Nothing, for the reason that is given.
    Unreadable,
}

/// A recording in a list. As JSON its fields are documented in `docs/recording.md`.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The session's id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The lesson's id; the rest of the lesson is as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lesson: Option<String>,
    /// The lesson's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The lesson's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The lesson's title in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_zh: Option<String>,
    /// When it began, milliseconds since 1970 (UTC); 0 where that is not known.
    pub started_unix_ms: u64,
    /// Knobs and their values.
    pub knobs: BTreeMap<String, String>,
    /// How many events it has.
    pub events: u64,
    /// From its start to its last event.
    pub duration_ns: u64,
    /// Of its file.
    pub len_bytes: u64,
    /// Whether it stays when room is made.
    pub pinned: bool,
    /// How much of it there is.
    pub state: State,
    /// Why it is not whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl Summary {
    /// Of a recording in a file of this name. Only the first and the last events are read.
    pub fn of<S: Source>(id: SessionId, recording: &Recording<S>, len_bytes: u64) -> Self {
        let info = info(recording);
        let lesson = recording.lesson().ok().flatten();
        let state = match recording.end() {
            End::Whole => State::Whole,
            End::Cut { .. } => State::Cut,
            End::Damaged { .. } => State::Damaged,
        };
        let last = recording.chunks().len().checked_sub(1).and_then(|last| recording.events(last).ok());
        let title = lesson.as_ref().map(|lesson| &lesson.title);
        Summary {
            id: id.to_string(),
            name: recording.name().to_owned(),
            lesson: info.as_ref().map(|info| info.lesson.clone()),
            number: lesson.as_ref().map(|lesson| lesson.number.clone()),
            title: title.map(|title| title.en().to_owned()),
            title_zh: title.map(|title| title.zh().to_owned()),
            started_unix_ms: recording.header().started_unix_ms,
            knobs: info.map(|info| info.knobs.into_iter().collect()).unwrap_or_default(),
            events: recording.last_seq(),
            duration_ns: last.and_then(|events| Some(events.last()?.at_ns)).unwrap_or_default(),
            len_bytes,
            pinned: recording.meta().pinned,
            state,
            problem: None,
        }
    }

    /// Of a file of which nothing can be shown.
    pub fn unreadable(id: SessionId, len_bytes: u64, state: State, problem: String) -> Self {
        Summary {
            id: id.to_string(),
            name: String::new(),
            lesson: None,
            number: None,
            title: None,
            title_zh: None,
            started_unix_ms: 0,
            knobs: BTreeMap::new(),
            events: 0,
            duration_ns: 0,
            len_bytes,
            pinned: false,
            state,
            problem: Some(problem),
        }
    }
}

/// The session's constant facts.
fn info<S: Source>(recording: &Recording<S>) -> Option<Box<SessionInfo>> {
    match recording.events(0).ok()?.into_iter().next()?.fact {
        Fact::SessionStarted(info) => Some(info),
        _ => None,
    }
}

/// A name for the file of a copy: the lesson and when it ran.
pub fn file_name<S: Source>(recording: &Recording<S>) -> String {
    let lesson = info(recording).map(|info| info.lesson).unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let lesson: String = lesson.chars().take(60).map(plain).collect();
    let lesson = if lesson.is_empty() { "recording" } else { &lesson };
    format!("{lesson}-{}.skrec", Minute::of(recording.header().started_unix_ms).in_file_name())
}
