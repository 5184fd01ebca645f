//! What the page's address names.

use super::{Model, Session};
use crate::url::Place;

impl Model {
    /// What the address names: the session at the cursor, or at its live end; else the lesson.
    pub fn place(&self) -> Place {
        let rests = |session: &&Session| match self.is_of_lesson(session) {
            true => !session.at_beginning(),
            false => !session.following() && !session.moving(),
        };
        let session = self.session.as_ref();
        self.place_at(session.filter(rests).map(|session| session.timeline.cursor()))
    }

    /// What is shown, at this step.
    pub fn place_at(&self, seq: Option<u64>) -> Place {
        match &self.session {
            None => Place { lesson: self.lesson.clone(), ..Place::default() },
            Some(session) if self.is_of_lesson(session) => {
                Place { lesson: self.lesson.clone(), seq, ..Place::default() }
            }
            Some(session) => Place { session: Some(session.id), seq, ..Place::default() },
        }
    }

    /// Whether whoever opens the lesson sees this run of it, and may run it.
    fn is_of_lesson(&self, session: &Session) -> bool {
        self.current_lesson().is_some_and(|lesson| lesson.recording == Some(session.id))
    }
}
