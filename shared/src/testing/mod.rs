//! Hand-made logs for tests, here and in the page's.

pub mod arbitrary;
mod conversation;
pub mod random;
mod script;
mod sessions;
pub mod translation;

pub use conversation::conversation;
pub use script::{Conn, Script, Sock};
pub use sessions::{long_session, sticky_session};

use crate::{
    Event, SessionId, Text,
    bytes::framing::Framing,
    fold::timeline::Timeline,
    lesson::claims::{CallName, Moment},
    lesson::{Lesson, Packed, Section},
    record::chunk::Chunk,
};

/// The id of every session made here.
pub const SESSION: SessionId = SessionId(0x5c_07e5_c07e);

/// A lesson of this id with nothing in it, for tests to fill in what they look at.
pub fn lesson(id: &str) -> Lesson {
    Lesson {
        id: id.to_owned(),
        number: "3.2".to_owned(),
        section: Section::Sockets,
        title: Text::same(id),
        summary: Text::same("-"),
        programs: Vec::new(),
        files: Packed::from(&Vec::new()),
        knobs: Vec::new(),
        framing: Framing::None,
        view: None,
        doors: Vec::new(),
        contrast: None,
        axis: Default::default(),
        markers: Vec::new(),
        predictions: Vec::new(),
        claims: Vec::new(),
        runs: Packed::from(&Vec::new()),
        recording: None,
        first: false,
        compare_with: None,
    }
}

/// The `nth` call of this name by the actor; the call must be one of ours.
pub fn moment(actor: &str, call: &str, nth: u32) -> Moment {
    let call = CallName::new(call).expect("a call's name");
    Moment { actor: actor.into(), call, nth, useful: false, stuck: false }
}

/// Events as one chunk of a log from its beginning.
pub fn chunk(events: Vec<Event>) -> Chunk {
    Chunk { session: SESSION, first_seq: 1, events }
}

/// A timeline of these events, its cursor at the beginning.
pub fn timeline(events: Vec<Event>) -> Timeline {
    let mut timeline = Timeline::default();
    timeline.extend(chunk(events)).expect("a chunk that begins at 1 fits an empty log");
    timeline
}
