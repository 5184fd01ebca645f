//! How actions change the model. Pure: what the relay must be told is returned.

use super::{Action, ConnectionState, Model, folding};
use crate::part::{Code, Part};
use socketscope_shared::wire::{Control, Up};

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
            Action::OpenFile { name } => self.open_file(name),
            Action::Visit(id) => {
                self.ui.apply(Action::Ask(None));
                self.refused = None;
                return self.visit(id, None);
            }
            Action::ShowRun(id) => return self.show_run(id),
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
            Action::Resize(split, part) => self.sizes.set(self.present, split, part),
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
        let wanted = self.run_wanted.take_if(|_| part == Part::Editor && code == Code::Here);
        match wanted {
            Some(step_mode) => self.run(step_mode),
            None if comes => self.watch(),
            None => Vec::new(),
        }
    }
}
