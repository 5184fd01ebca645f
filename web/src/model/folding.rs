//! What folds a session's events. It comes with the part of the page that shows sessions.

use super::{Model, Session};
use crate::part::table;
use socketscope_shared::{
    Language,
    clock::Command,
    lesson::Lesson,
    wire::{self, Chunk, Received, Up},
};

/// The functions.
pub struct Folding {
    /// Takes events as they came; returns what to tell the relay.
    pub hear: fn(&mut Model, &[u8]) -> Vec<Up>,
    /// Takes in events; returns what to tell the relay.
    pub events: fn(&mut Model, Chunk) -> Vec<Up>,
    /// Does what a person asked of playback.
    pub command: fn(&mut Session, Command),
    /// Lets this many ns pass.
    pub tick: fn(&mut Session, u64),
    /// Words the claims' results in another language.
    pub speak: fn(&mut Session, &[Lesson], Language),
}

table! {
    /// Reached from the model only.
    folding, in session: Folding = Folding {
        hear: |model, bytes| model.receive(wire::decode_chunk(bytes).map(Received::Chunk)),
        events: Model::events,
        command: Session::do_command,
        tick: Session::do_tick,
        speak: Session::speak,
    }
}

impl Session {
    /// Does what a person asked of playback.
    pub(super) fn command(&mut self, command: Command) {
        if let Some(folding) = folding::get() {
            (folding.command)(self, command);
        }
    }

    /// Lets time pass.
    pub(super) fn tick(&mut self, dt_ns: u64) {
        if let Some(folding) = folding::get() {
            (folding.tick)(self, dt_ns);
        }
    }
}
