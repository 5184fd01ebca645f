//! A recording's bytes as what a relay would have said. Pure.

use crate::i18n::{self, Message};
use socketscope_shared::{
    Event, Fact, SessionId,
    event::End,
    lesson::{Lesson, Text},
    recording::{self, OpenError, Recording},
    wire::Chunk,
};
use std::rc::Rc;

/// Why a recording cannot be shown, for the person.
pub type Problem = Message;

/// It could not be fetched.
pub const UNREACHABLE: Problem = i18n::RECORDING_UNREACHABLE;
/// The lessons of a site are those of another build of the page.
pub const OTHER_BUILD: Problem = i18n::WIRE_VERSION;

fn problem(error: OpenError) -> Problem {
    match error {
        OpenError::NotOurs => i18n::RECORDING_NOT_OURS,
        OpenError::Cut => i18n::RECORDING_CUT,
        OpenError::Damaged => i18n::RECORDING_DAMAGED,
        OpenError::Newer { .. } => i18n::RECORDING_NEWER,
        OpenError::Read(_) => UNREACHABLE,
    }
}

/// The session of a recording, and its lesson as the page shows it.
pub fn header(bytes: &[u8]) -> Result<(SessionId, Lesson), Problem> {
    let opened = Recording::open(bytes).map_err(problem)?;
    let first = opened.all().next().and_then(Result::ok).unwrap_or_default();
    let info = first.iter().find_map(|event| match &event.fact {
        Fact::SessionStarted(info) => Some(info),
        _ => None,
    });
    let Some(info) = info else { return Err(i18n::RECORDING_CUT) };
    let lesson = opened.lesson().ok().flatten();
    let mut lesson = lesson.unwrap_or_else(|| Lesson::of_run(info));
    let name = opened.name();
    if !name.is_empty() {
        lesson.title = Text::same(name);
    }
    lesson.recording = Some(info.id);
    // The page opens with it, whatever lesson it is of.
    lesson.first = true;
    Ok((info.id, lesson))
}

/// The events of a recording after a place, a chunk at a time, and in any case an end.
pub struct Replay {
    recording: Recording<Rc<[u8]>>,
    session: SessionId,
    next: usize,
    after: u64,
    last: Option<Event>,
    over: bool,
}

impl Replay {
    /// From the event after `after`.
    pub fn new(bytes: Rc<[u8]>, session: SessionId, after: u64) -> Result<Self, Problem> {
        let recording = Recording::open(bytes).map_err(problem)?;
        Ok(Replay { recording, session, next: 0, after, last: None, over: false })
    }

    fn end(&mut self, how: End) -> Option<Chunk> {
        self.over = true;
        let last = self.last.take().filter(|event| !matches!(event.fact, Fact::SessionEnded { .. }))?;
        let events = vec![Event { at_ns: last.at_ns, fact: Fact::SessionEnded { end: how } }];
        Some(Chunk {
            session: self.session,
            first_seq: self.recording.last_seq().max(self.after) + 1,
            events,
        })
    }
}

impl Iterator for Replay {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        while !self.over {
            let Some(chunk) = self.recording.chunks().get(self.next).cloned() else {
                let how = match self.recording.end() {
                    recording::End::Damaged { .. } => End::Damaged,
                    recording::End::Whole | recording::End::Cut { .. } => End::RelayStopped,
                };
                return self.end(how);
            };
            self.next += 1;
            let Ok(mut events) = self.recording.events(self.next - 1) else { return self.end(End::Damaged) };
            self.last = events.last().cloned().or(self.last.take());
            let seen = self.after.saturating_sub(chunk.first_seq - 1).min(events.len() as u64);
            events.drain(..seen as usize);
            if !events.is_empty() {
                return Some(Chunk { session: self.session, first_seq: chunk.first_seq + seen, events });
            }
        }
        None
    }
}
