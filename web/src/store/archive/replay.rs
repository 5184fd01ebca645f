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

#[cfg(test)]
mod tests {
    use super::*;
    use socketscope_shared::{
        recording::{Header, Writer, Wrote},
        testing,
    };

    fn recorded(events: &[Event]) -> Vec<u8> {
        let info = events.iter().find_map(|event| match &event.fact {
            Fact::SessionStarted(info) => Some(info),
            _ => None,
        });
        let header = Header::of(info.expect("it starts"), Wrote::default(), None);
        let lesson = testing::lesson("sticky");
        let (mut writer, mut bytes) = Writer::begin(&header, Some(&lesson)).expect("a header");
        bytes.extend(writer.events(1, events).expect("events"));
        bytes.extend(writer.finish());
        bytes
    }

    fn replayed(bytes: Vec<u8>, after: u64) -> Vec<(u64, Event)> {
        let chunks = Replay::new(bytes.into(), testing::SESSION, after).expect("a recording");
        chunks.flat_map(|chunk| (chunk.first_seq..).zip(chunk.events)).collect()
    }

    #[test]
    fn a_recording_is_said_as_a_relay_would_say_it() {
        let events = testing::sticky_session();
        let bytes = recorded(&events);
        let (session, lesson) = header(&bytes).expect("a recording");
        assert_eq!(
            (session, lesson.id.as_str(), lesson.recording),
            (testing::SESSION, "sticky", Some(session))
        );
        let all: Vec<(u64, Event)> = (1..).zip(events).collect();
        assert_eq!(replayed(bytes.clone(), 0), all);
        assert_eq!(replayed(bytes.clone(), 7), all[7..]);
        assert_eq!(replayed(bytes, all.len() as u64), []);
    }

    #[test]
    fn one_that_breaks_off_says_so_at_its_end() {
        let mut events = testing::sticky_session();
        events.truncate(events.len() - 1);
        let bytes = recorded(&events);
        let (seq, last) = replayed(bytes, 0).pop().expect("events");
        assert_eq!(seq, events.len() as u64 + 1);
        assert!(matches!(last.fact, Fact::SessionEnded { end: End::RelayStopped }), "{last:?}");
    }

    #[test]
    fn what_cannot_be_shown_is_told_why() {
        let bytes = recorded(&testing::sticky_session());
        assert_eq!(header(b"<!doctype html>"), Err(i18n::RECORDING_NOT_OURS));
        assert_eq!(header(&bytes[..20]), Err(i18n::RECORDING_CUT));
    }
}
