//! How actions change the model. Pure: what the relay must be told is returned.

use super::{Action, Connection, ConnectionState, Model, Session, folding};
use crate::{
    i18n,
    part::{Code, Part},
};
use socketscope_shared::{
    SessionId,
    clock::Command,
    log::LogError,
    timeline::{StepBy, Way},
    wire::{self, Chunk, Control, Down, Received, Refusal, Up, WireError},
};

/// Speeds that the page offers.
pub const SPEEDS: [f32; 7] = [0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 20.0];
/// The lesson that the page opens on, where it exists.
const FIRST_LESSON: &str = "sticky";
/// Knob texts past this are not taken from a field, in bytes.
const MAX_KNOB_BYTES: usize = 10_000;

impl Model {
    /// Changes the model; returns what to tell the relay, in order.
    pub fn apply(&mut self, action: Action) -> Vec<Up> {
        match action {
            Action::Connection(connection) => return self.connection(connection),
            Action::Tick { dt_ms } => {
                if let Some(session) = &mut self.session {
                    session.tick((dt_ms.max(0.0) * 1e6) as u64);
                }
            }
            Action::Run { step_mode } => return self.run(step_mode),
            Action::Stop => return self.control(Control::Stop),
            Action::Release(actor) => return self.release(actor),
            Action::StepMode(on) => return self.control(Control::StepMode { on }),
            Action::Input { actor, text } => return self.control(Control::Input { actor, text }),
            Action::SelectLesson(id) => return self.select_lesson(id),
            Action::SetKnob { id, value } => self.set_knob(id, value),
            Action::ResetKnobs => {
                self.knob_values.clear();
                self.keep_hosts();
            }
            Action::Edit(edit) => {
                // The editors replace the frame: the one that was there is gone.
                self.ui.framed = None;
                self.edit(edit);
            }
            Action::Large(actor) => self.enlarge(actor),
            Action::Part(part, code) => return self.part(part, code),
            Action::Dismiss => self.refused = None,
            Action::SetLang(lang) => {
                self.lang = lang;
                if let (Some(session), Some(folding)) = (&mut self.session, folding::folding::get()) {
                    (folding.speak)(session, &self.lessons, lang);
                }
            }
            Action::SetTheme(theme) => self.theme = theme,
            Action::Present(on) => self.present = on,
            Action::SelectTab(_) => {
                // The side panel is not there in present mode, and a person who asks for it wants to see it.
                self.present = false;
                self.ui.apply(action);
            }
            Action::Step { .. }
            | Action::StepActor { .. }
            | Action::StepProgress { .. }
            | Action::StepMoment { .. }
            | Action::Seek(_)
            | Action::SeekStart
            | Action::SeekEnd
            | Action::Play
            | Action::Pause
            | Action::PlayPause
            | Action::Follow
            | Action::SetSpeed(_)
            | Action::Faster(_)
            | Action::SkipIdle(_) => {
                self.playback(&action);
                self.unpin();
            }
            other => self.ui.apply(other),
        }
        Vec::new()
    }

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

    fn playback(&mut self, action: &Action) {
        let by = if self.ui.snap_to_calls { StepBy::Call } else { StepBy::Event };
        let Some(session) = &mut self.session else { return };
        session.arrive_at = None;
        let way = |forward| if forward { Way::Forward } else { Way::Back };
        let command = match *action {
            Action::Step { forward } => Command::Step(way(forward), by),
            Action::StepProgress { forward } => session.to_progress(way(forward)),
            Action::StepMoment { forward } => {
                match session.moments.next(session.timeline.cursor(), forward) {
                    Some(seq) => Command::Seek(seq),
                    None => return,
                }
            }
            Action::StepActor { forward } => {
                let actor = session.timeline.shown().and_then(|(_, event)| event.fact.actor());
                Command::Step(way(forward), actor.map_or(StepBy::Call, StepBy::SameActor))
            }
            Action::Seek(seq) => Command::Seek(seq),
            Action::SeekStart => Command::Home,
            Action::SeekEnd => Command::End,
            Action::Play => Command::Play,
            Action::Pause => Command::Pause,
            Action::PlayPause => Command::Toggle,
            Action::Follow => Command::Follow,
            Action::SetSpeed(speed) => Command::SetSpeed(speed),
            Action::Faster(faster) => Command::SetSpeed(next_speed(session.playback.speed(), faster)),
            Action::SkipIdle(on) => Command::SkipIdle(on),
            _ => return,
        };
        session.command(command);
    }

    fn connection(&mut self, connection: Connection) -> Vec<Up> {
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
                    let first = self.lessons.iter().find(|l| l.id == FIRST_LESSON).or(self.lessons.first());
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

    fn events(&mut self, chunk: Chunk) -> Vec<Up> {
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

    fn run(&mut self, step_mode: bool) -> Vec<Up> {
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

    fn release(&mut self, actor: socketscope_shared::ActorId) -> Vec<Up> {
        // What is released must be seen.
        if let Some(session) = &mut self.session {
            session.command(Command::Follow);
        }
        self.control(Control::Release { actor })
    }

    fn control(&mut self, control: Control) -> Vec<Up> {
        self.refused = None;
        self.control_up(control)
    }

    fn control_up(&self, control: Control) -> Vec<Up> {
        let session = self.session.as_ref().filter(|_| self.may_control());
        session.map(|session| Up::Control { session: session.id, control }).into_iter().collect()
    }

    fn set_knob(&mut self, id: String, value: String) {
        if value.len() > MAX_KNOB_BYTES {
            return;
        }
        match self.knob_values.iter_mut().find(|(known, _)| *known == id) {
            Some((_, old)) => *old = value,
            None => self.knob_values.push((id, value)),
        }
        self.refused = None;
        self.keep_hosts();
    }

    fn part(&mut self, part: Part, code: Code) -> Vec<Up> {
        self.parts[part.index()] = code;
        let comes = part == Part::Session && code == Code::Here && self.connection == ConnectionState::Open;
        if comes { self.watch() } else { Vec::new() }
    }
}

/// The offered speed after (or before) this one.
fn next_speed(speed: f32, faster: bool) -> f32 {
    let next = if faster {
        SPEEDS.iter().find(|s| **s > speed * 1.01)
    } else {
        SPEEDS.iter().rev().find(|s| **s < speed * 0.99)
    };
    next.copied().unwrap_or(speed)
}
