//! Which session is shown, and what the relay is asked to run, to send and to stop.

use super::{ConnectionState, Model, Session};
use crate::part::{Code, Part};
use socketscope_shared::{
    ActorId, SessionId,
    clock::Command,
    wire::{Control, Up},
};

impl Model {
    /// Asks for what is not known yet about the session shown.
    pub(super) fn watch(&self) -> Vec<Up> {
        if self.parts[Part::Session.index()] != Code::Here {
            return Vec::new();
        }
        let watch = |s: &Session| Up::Watch { session: s.id, after: s.timeline.last_seq() };
        self.session.as_ref().filter(|session| session.live()).map(watch).into_iter().collect()
    }

    /// Shows another session, or one whose events are still to come.
    pub fn show(&mut self, session: Session) {
        self.session = Some(session);
        self.edits.open = false;
        self.ui.forget_session_choices();
    }

    /// Shows a session of the page's address, from `seq` on.
    pub fn visit(&mut self, id: SessionId, seq: Option<u64>) -> Vec<Up> {
        match &mut self.session {
            Some(session) if session.id == id => {
                if let Some(seq) = seq {
                    session.command(Command::Seek(seq));
                }
                Vec::new()
            }
            _ => {
                let mut session = Session::new(id, false);
                session.arrive_at = seq;
                self.show(session);
                if self.connection == ConnectionState::Open { self.watch() } else { Vec::new() }
            }
        }
    }

    pub(super) fn do_run(&mut self, step_mode: bool) -> Vec<Up> {
        let Some(lesson) = self.current_lesson().filter(|_| self.may_start()) else { return Vec::new() };
        if let Some(reason) = self.unusable_hosts() {
            self.refused = Some(reason);
            return Vec::new();
        }
        let sources = match self.sources() {
            Ok(sources) => sources,
            Err(reason) => {
                self.refused = Some(reason);
                return Vec::new();
            }
        };
        let default = |id: &str| lesson.knobs.iter().find(|knob| knob.id == id).map(|knob| &knob.default);
        // An edited program may have other values than the defaults.
        let edited = !sources.is_empty();
        let changed =
            |(id, value): &&(String, String)| default(id).is_some_and(|default| default != value || edited);
        let start = Up::Start {
            lesson: lesson.id.clone(),
            knobs: self.knob_values.iter().filter(changed).cloned().collect(),
            sources,
            arguments: self.arguments(),
            starts: self.starts(),
            step_mode,
        };
        self.edits.open = false;
        let mut ups = self.stop_mine();
        self.refused = None;
        self.starting = true;
        ups.push(start);
        ups
    }

    pub(super) fn stop_mine(&self) -> Vec<Up> {
        let mine = self.session.as_ref().is_some_and(|session| session.mine);
        if mine { self.control_up(Control::Stop) } else { Vec::new() }
    }

    pub(super) fn release(&mut self, actor: ActorId) -> Vec<Up> {
        // What is released must be seen.
        if let Some(session) = &mut self.session {
            session.command(Command::Follow);
        }
        self.control(Control::Release { actor })
    }

    pub(super) fn control(&mut self, control: Control) -> Vec<Up> {
        self.refused = None;
        self.control_up(control)
    }

    fn control_up(&self, control: Control) -> Vec<Up> {
        let session = self.session.as_ref().filter(|_| self.may_control());
        session.map(|session| Up::Control { session: session.id, control }).into_iter().collect()
    }
}
