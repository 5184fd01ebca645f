//! The page's address names what is shown.

use super::document;
use crate::{
    model::{Action, Model},
    url::Place,
};
use gloo_timers::callback::Timeout;
use socketscope_shared::wire::Up;
use yew::Callback;

/// The address follows the cursor after this many ms of rest.
const REST_MS: u32 = 300;

/// What the address names, or shall name after a rest.
pub struct Address {
    place: Place,
    rest: Option<Timeout>,
}

impl Address {
    /// The page was opened with it.
    pub fn new(place: Place) -> Self {
        Address { place, rest: None }
    }

    /// After a change: it shall name what is shown. `write` says when.
    pub fn follow(&mut self, model: &Model, write: Callback<()>) {
        let place = model.place();
        if place != self.place {
            self.place = place;
            self.rest = Some(Timeout::new(REST_MS, move || write.emit(())));
        }
    }

    /// Writes it.
    pub fn write(&mut self) {
        self.rest = None;
        document::set_place(&self.place);
    }
}

/// Shows what the person's address names; returns what to tell the relay.
pub fn visit(model: &mut Model, place: Place) -> Vec<Up> {
    if let Some(id) = place.session {
        model.visit(id, place.seq)
    } else if let Some(lesson) = place.lesson {
        model.recording_seq = place.seq;
        model.apply(Action::SelectLesson(lesson))
    } else {
        Vec::new()
    }
}
