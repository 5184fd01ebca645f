//! Recordings give back what they took, and say what is missing.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests may measure, print and read fixtures"
)]

mod checks;
mod every;
mod figures;
mod fixtures;
mod hostile;
mod lessons;
mod properties;
mod sources;

use super::{Colour, Header, Meta, NetworkKind, Note, Recording, Writer, Wrote};
use crate::{Event, lesson::Lesson, testing::SESSION};

fn header() -> Header {
    Header {
        version: 0,
        minor: 0,
        wrote: Wrote { name: "socketscope".into(), version: "0.1.0".into() },
        name: "Two sends, one recv".into(),
        session: Some(SESSION),
        started_unix_ms: 1_700_000_000_000,
        kernel: Some("6.8.0".into()),
        network: Some(NetworkKind::Own),
    }
}

fn meta(name: &str) -> Meta {
    let colours = [None, Some(Colour::Yellow), Some(Colour::Green), Some(Colour::Blue), Some(Colour::Pink)];
    let notes = (1..).zip(colours).map(|(seq, colour)| Note { seq, text: "看这里".into(), colour });
    Meta { name: Some(name.into()), pinned: true, notes: notes.collect() }
}

/// A recording with a record of events for each of these, and where each of its pieces ends.
fn recording(lesson: Option<&Lesson>, events: &[&[Event]], noted: Option<&Meta>) -> (Vec<u8>, Vec<usize>) {
    let (mut writer, mut bytes) = Writer::begin(&header(), lesson).expect("a small header");
    let mut ends = vec![bytes.len()];
    for events in events {
        bytes.extend(writer.events(writer.next_seq(), events).expect("they come next"));
        ends.push(bytes.len());
    }
    if let Some(noted) = noted {
        bytes.extend(writer.meta(noted).expect("few notes"));
        ends.push(bytes.len());
    }
    bytes.extend(writer.finish());
    ends.push(bytes.len());
    (bytes, ends)
}

/// All that can be shown of a recording's events.
fn shown<S: super::Source>(recording: &Recording<S>) -> Vec<Event> {
    recording.all().map_while(Result::ok).flatten().collect()
}
