//! What the relay said, and whether it is there. Pure: what it must be told is returned.

use super::{Connection, ConnectionState, Model, Session, folding};
use crate::{i18n, part::Code};
use socketscope_shared::{
    log::LogError,
    wire::{self, Chunk, Down, Received, Refusal, Up, WireError},
};

impl Model {
    /// Takes in what came from the relay; returns what to tell it, in order. Events are for the part that shows
    /// sessions: none comes before it is here, for nothing is watched before.
    pub fn hear(&mut self, bytes: &[u8]) -> Vec<Up> {
        if wire::is_chunk(bytes) {
            return folding::folding::get().map(|folding| (folding.hear)(self, bytes)).unwrap_or_default();
        }
        match wire::decode_down(bytes) {
            Ok(down) => self.told(down),
            Err(error) => {
                self.unreadable(&error);
                Vec::new()
            }
        }
    }

    /// Takes in what the relay said, or that it was unreadable; returns what to tell the relay, in order.
    pub fn receive(&mut self, received: Result<Received, WireError>) -> Vec<Up> {
        match received {
            Ok(Received::Down(down)) => self.told(down),
            Ok(Received::Chunk(chunk)) => self.events(chunk),
            Err(error) => {
                self.unreadable(&error);
                Vec::new()
            }
        }
    }

    /// The same for what an archive says.
    pub fn hear_archive(&mut self, received: Received) -> Vec<Up> {
        match received {
            Received::Down(down) => self.told(down),
            Received::Chunk(chunk) => match folding::folding::get() {
                Some(folding) => (folding.events)(self, chunk),
                None => Vec::new(),
            },
        }
    }

    pub(super) fn connection(&mut self, connection: Connection) -> Vec<Up> {
        if matches!(self.connection, ConnectionState::Refused(_)) {
            return Vec::new();
        }
        match connection {
            // The banner that counts down stays until we are connected again.
            Connection::Connecting => {
                if let ConnectionState::Lost { retry_in_ms } = &mut self.connection {
                    *retry_in_ms = 0;
                }
            }
            Connection::Opened => return vec![Up::Hello { token: self.token.clone() }],
            Connection::Lost { retry_in_ms } => {
                self.connection = ConnectionState::Lost { retry_in_ms };
                self.starting = false;
            }
            Connection::Unusable(why) => self.connection = ConnectionState::Refused(why),
        }
        Vec::new()
    }

    fn told(&mut self, down: Down) -> Vec<Up> {
        match down {
            Down::Welcome { may_run, lessons, .. } => {
                self.connection = ConnectionState::Open;
                self.may_run = may_run;
                // What could not be fetched is asked for again: the relay may have been away.
                self.parts
                    .iter_mut()
                    .filter(|code| **code == Code::Failed)
                    .for_each(|code| *code = Code::Away);
                self.lessons = lessons;
                if self.current_lesson().is_none() {
                    let first = self.lessons.iter().find(|l| l.first).or(self.lessons.first());
                    self.lesson = first.map(|lesson| lesson.id.clone());
                }
                self.recall_hosts();
                self.show_recording();
                self.watch()
            }
            Down::Started { session } => {
                self.starting = false;
                self.show(Session::new(session, true));
                self.watch()
            }
            Down::Refused { reason } => {
                self.starting = false;
                self.refused(reason);
                Vec::new()
            }
            Down::NotSaved { session: id, problem } => {
                if let Some(session) = self.session.as_mut().filter(|session| session.id == id) {
                    session.not_saved = Some(problem);
                }
                Vec::new()
            }
        }
    }

    fn refused(&mut self, reason: Refusal) {
        if let Refusal::NoSuchSession { session: id } | Refusal::Unreadable { session: id, .. } = &reason
            && let Some(session) = self.session.as_mut().filter(|session| session.id == *id)
        {
            session.gone = true;
            if session.timeline.last_seq() == 0 {
                self.session = None;
            }
        }
        self.refused = Some(reason);
    }

    fn unreadable(&mut self, error: &WireError) {
        self.connection = ConnectionState::Refused(match error {
            WireError::Version { .. } => i18n::WIRE_VERSION,
            _ => i18n::WIRE_DAMAGED,
        });
    }

    pub(super) fn events(&mut self, chunk: Chunk) -> Vec<Up> {
        let Some(session) = self.session.as_mut().filter(|session| session.id == chunk.session) else {
            return Vec::new();
        };
        let first = session.info().is_none();
        match session.extend(chunk, &self.lessons, self.lang) {
            Ok(()) => {}
            Err(LogError::Gap { .. }) => return self.watch(),
            // What came before stays; a relay that says this has nothing more to say.
            Err(LogError::OtherSession { .. } | LogError::BadSequence { .. }) => {
                self.unreadable(&WireError::Damaged);
                return Vec::new();
            }
        }
        if first {
            self.arrive();
        }
        self.note_figures();
        self.note_doors();
        Vec::new()
    }
}
