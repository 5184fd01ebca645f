//! Version 1: the types of what is recorded, as files have them for ever.
//!
//! Nothing here may change what an older file means. A field's or a variant's number is its place in CBOR and is never
//! used for anything else. What may be added: fields of a type with `default`, or an `Option`, at the end; and variants,
//! which raise [`MINOR`](super::MINOR). An `Option` of what has choices is read by [`cbor::strict`] or [`cbor::lenient`].
//! Anything else is a version 2, in a folder beside this one.
//!
//! [`Keep`] turns today's types into these, [`Restore`] these into today's. Both name every field and every variant, so that
//! what is new today does not compile until it has a place here.

mod addresses;
mod asked;
mod calls;
mod checked;
mod checks;
mod differences;
mod endings;
mod events;
mod keep;
mod knobs;
mod lesson;
mod moments;
mod outcomes;
mod readings;
mod segments;
mod session;
mod texts;

use super::cbor;
use crate::{Event, lesson::Lesson};
use differences::Differences;
use keep::{Keep, Restore};

/// Makes the events' bytes, one after the other.
#[derive(Debug, Default)]
pub(super) struct Packer {
    differences: Differences,
}

impl Packer {
    /// Puts an event after those before it in its record.
    pub fn append(&mut self, bytes: &mut Vec<u8>, event: &Event) {
        let mut event = event.keep();
        self.differences.take(&mut event);
        cbor::append(bytes, &event);
    }
}

/// The events of a record.
pub(super) fn events(bytes: &[u8], count: usize) -> Option<Vec<Event>> {
    let events: Vec<events::Event> = cbor::decode_all(bytes, count)?;
    let mut differences = Differences::default();
    let restored = events.into_iter().map(|mut event| {
        differences.put_back(&mut event);
        event.restore()
    });
    Some(restored.collect())
}

/// A lesson's bytes.
pub(super) fn pack_lesson(lesson: &Lesson) -> Vec<u8> {
    cbor::encode(&lesson.keep())
}

/// The lesson of these bytes.
pub(super) fn lesson(bytes: &[u8]) -> Option<Lesson> {
    cbor::decode::<lesson::Lesson>(bytes).map(Restore::restore)
}
