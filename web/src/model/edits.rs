//! The programs' texts as a person has changed them: kept by lesson and actor, also when another lesson is chosen.

use super::{Model, NotLoaded};
use socketscope_shared::{
    lesson::{Knob, Lesson, MAX_CLIENTS, Program, StartWhen, apply_knobs, further_client, with_clients},
    wire::{MAX_UP_BYTES, Refusal},
};
use std::rc::Rc;

/// Largest text of one program, in bytes; the relay takes no larger one.
pub const MAX_TEXT_BYTES: usize = 1 << 20;
/// Arguments that a person gave are a text of their own: kept under the actor's name and this.
const ARGUMENTS: &str = " $@";
/// Room in a message to the relay for everything but the texts, in bytes.
const MESSAGE_REST_BYTES: usize = 64 << 10;

/// What a person does to the programs' texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Shows the editors (or the run's programs again), where there is a session.
    Open(bool),
    /// The actor's program now has this text.
    Text { actor: String, text: String },
    /// A file of this name becomes the text of the actor's program; `None` where it could not be read.
    Load { actor: String, file: String, bytes: Option<Vec<u8>> },
    /// The actor's program is now run with these, as typed in a shell.
    Arguments { actor: String, line: String },
    /// The actor's program now starts then.
    Start { actor: String, start: StartWhen },
    /// Back to the lesson's text; a further client goes.
    Reset { actor: String },
    /// Undoes the last reset or load.
    UndoReset,
    /// One more client, with the text of `client`.
    AddClient,
}

/// One changed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The lesson's id.
    pub lesson: String,
    /// The program.
    pub actor: String,
    /// All of it.
    pub text: Rc<str>,
}

/// All changed texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edits {
    /// The editors are shown although there is a session.
    pub open: bool,
    /// The browser's storage is full: a reload would lose the last changes.
    pub not_kept: bool,
    /// The last file that could not be loaded, until something is edited.
    pub not_loaded: Option<NotLoaded>,
    all: Vec<Edited>,
    pub(super) undo: Option<Edited>,
    /// Lesson and actor of texts that changed and are not kept yet.
    changed: Vec<(String, String)>,
}

/// A program as the editor shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The program.
    pub actor: String,
    /// Its file.
    pub file: String,
    /// Its text, with the knobs' values in place.
    pub text: Rc<str>,
    /// `sys.argv[1:]`, as typed in a shell.
    pub arguments: String,
    /// When it starts.
    pub start: StartWhen,
    /// Whether a person changed or added it.
    pub edited: bool,
    /// Whether it is a client that the lesson does not have.
    pub added: bool,
}

impl Edits {
    /// What was kept from before.
    pub fn kept(all: Vec<Edited>) -> Self {
        Edits { all, ..Edits::default() }
    }

    /// The changed text of a program.
    pub fn get(&self, lesson: &str, actor: &str) -> Option<&Rc<str>> {
        self.all.iter().find(|e| e.lesson == lesson && e.actor == actor).map(|e| &e.text)
    }

    /// The program whose reset or load can be undone.
    pub fn undoable(&self, lesson: &str) -> Option<&str> {
        self.undo.as_ref().filter(|e| e.lesson == lesson).map(|e| e.actor.as_str())
    }

    /// Lesson and actor of the texts that changed since this was asked last.
    pub fn take_changed(&mut self) -> Vec<(String, String)> {
        std::mem::take(&mut self.changed)
    }

    pub(super) fn set(&mut self, edited: Edited) {
        self.remove(&edited.lesson, &edited.actor);
        self.all.push(edited);
    }

    pub(super) fn remove(&mut self, lesson: &str, actor: &str) -> Option<Edited> {
        let key = (lesson.to_owned(), actor.to_owned());
        if !self.changed.contains(&key) {
            self.changed.push(key);
        }
        let place = self.all.iter().position(|e| e.lesson == lesson && e.actor == actor)?;
        Some(self.all.remove(place))
    }
}

impl Model {
    pub(super) fn edited_programs(&self) -> Vec<Shown> {
        let Some(lesson) = self.edited_lesson() else { return Vec::new() };
        let texts = apply_knobs(&lesson, &self.knob_values).ok();
        let mut texts = texts.into_iter().flatten();
        let own = self.current_lesson().map_or(0, |own| with_clients(own, &self.knob_values).programs.len());
        let shown = |(place, program): (usize, Program)| Shown {
            text: one_newline(texts.next().map_or(program.source, |(_, text)| text)).into(),
            arguments: program.arguments,
            start: program.start,
            edited: self.edits.get(&lesson.id, &program.actor).is_some(),
            actor: program.actor,
            file: program.file,
            added: place >= own,
        };
        lesson.programs.clone().into_iter().enumerate().map(shown).collect()
    }

    /// Whether the programs are shown as they will run, not as they ran.
    pub fn editing(&self) -> bool {
        self.edits.open || self.session.as_ref().is_none_or(|session| session.info().is_none())
    }

    /// The chosen lesson as it runs: with the changed texts, the further clients, and when they start.
    fn edited_lesson(&self) -> Option<Lesson> {
        let mut lesson = self.lesson_with_texts()?;
        self.set_starts(&mut lesson);
        Some(lesson)
    }

    /// The chosen lesson with the changed texts and the further clients.
    pub(super) fn lesson_with_texts(&self) -> Option<Lesson> {
        let mut lesson = with_clients(self.current_lesson()?, &self.knob_values);
        for number in 2..=MAX_CLIENTS {
            let actor = client(number);
            if self.edits.get(&lesson.id, &actor).is_some() {
                lesson.programs.extend(further_client(&lesson, &actor));
            }
        }
        for program in &mut lesson.programs {
            if let Some(text) = self.edits.get(&lesson.id, &program.actor) {
                program.source = text.to_string();
            }
            if let Some(line) = self.edits.get(&lesson.id, &[&program.actor, ARGUMENTS].concat()) {
                program.arguments = line.to_string();
            }
        }
        Some(lesson)
    }

    pub(super) fn do_edit(&mut self, edit: Edit) {
        if let Edit::Open(open) = edit {
            self.edits.open = open && self.may_run;
            return;
        }
        self.refused = None;
        self.edits.not_loaded = None;
        let Some(lesson) = self.current_lesson() else { return };
        let id = lesson.id.clone();
        match edit {
            Edit::Text { actor, text } => self.set_text(id, actor, text),
            Edit::Load { actor, file, bytes } => self.load(id, actor, file, bytes),
            Edit::Arguments { actor, line } => {
                let key = [&actor, ARGUMENTS].concat();
                match lesson.programs.iter().any(|own| own.actor == actor && own.arguments == line) {
                    true => _ = self.edits.remove(&id, &key),
                    false => self.edits.set(Edited { lesson: id, actor: key, text: line.into() }),
                }
            }
            Edit::Start { actor, start } => self.set_start(&id, &actor, &start),
            Edit::Reset { actor } => self.edits.undo = self.edits.remove(&id, &actor),
            Edit::UndoReset => {
                if let Some(Edited { lesson, actor, text }) = self.edits.undo.take() {
                    self.set_text(lesson, actor, text.to_string());
                }
            }
            Edit::AddClient => {
                let Some(actor) = self.next_client() else { return };
                let text = self.programs().into_iter().find(|p| p.actor == "client").map(|p| p.text);
                if let Some(text) = text {
                    self.edits.set(Edited { lesson: id, actor, text });
                }
            }
            Edit::Open(_) => {}
        }
    }

    pub(super) fn free_client(&self) -> Option<String> {
        let lesson = self.current_lesson()?;
        let free = |actor: &String| {
            further_client(lesson, actor).is_some() && self.edits.get(&lesson.id, actor).is_none()
        };
        (2..=MAX_CLIENTS).map(client).find(free)
    }

    pub(super) fn set_text(&mut self, lesson: String, actor: String, text: String) {
        self.edits.undo = None;
        self.let_go_of_knobs(&actor, &text);
        let as_given = self.current_lesson().and_then(|own| {
            let texts = apply_knobs(&with_clients(own, &self.knob_values), &self.knob_values).ok()?;
            texts.into_iter().find(|(name, _)| *name == actor)
        });
        if as_given.is_some_and(|(_, given)| one_newline(given) == text) {
            self.edits.remove(&lesson, &actor);
        } else {
            self.edits.set(Edited { lesson, actor, text: text.into() });
        }
    }

    /// A value that was typed into the program counts from then on, and not the knob's.
    fn let_go_of_knobs(&mut self, actor: &str, text: &str) {
        let Some(own) = self.current_lesson() else { return };
        let mut lesson = with_clients(own, &self.knob_values);
        lesson.programs.extend(further_client(&lesson, actor));
        lesson.programs.retain(|program| program.actor == actor);
        let Some(program) = lesson.programs.first_mut() else { return };
        text.clone_into(&mut program.source);
        let in_no_text =
            |id: &str| own_knob(&lesson, id).is_some_and(|knob| knob.target.variable().is_none());
        self.knob_values.retain(|value| {
            if in_no_text(&value.0) {
                return true;
            }
            let set = apply_knobs(&lesson, std::slice::from_ref(value));
            set.is_ok_and(|texts| texts.iter().all(|(_, set)| set == text))
        });
    }

    /// The arguments that a person gave, by actor.
    pub(super) fn arguments(&self) -> Vec<(String, String)> {
        let lesson = self.lesson.as_deref().unwrap_or_default();
        let given = |actor: &str| self.edits.get(lesson, &[actor, ARGUMENTS].concat()).is_some();
        let programs = self.programs().into_iter().filter(|program| given(&program.actor));
        programs.map(|program| (program.actor, program.arguments)).collect()
    }

    /// The texts to run: only the changed ones.
    pub(super) fn sources(&self) -> Result<Vec<(String, String)>, Refusal> {
        let edited = self.programs().into_iter().filter(|program| program.edited);
        let sources: Vec<_> = edited.map(|program| (program.actor, program.text.to_string())).collect();
        let refuse = |limit: usize| Err(Refusal::SourceTooLarge { limit_bytes: limit as u32 });
        if sources.iter().any(|(_, text)| text.len() > MAX_TEXT_BYTES) {
            return refuse(MAX_TEXT_BYTES);
        }
        let room = MAX_UP_BYTES - MESSAGE_REST_BYTES;
        if sources.iter().map(|(_, text)| text.len()).sum::<usize>() > room {
            return refuse(room);
        }
        Ok(sources)
    }
}

/// As a browser's text field has it.
pub(super) fn one_newline(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

fn own_knob<'a>(lesson: &'a Lesson, id: &str) -> Option<&'a Knob> {
    lesson.knobs.iter().find(|knob| knob.id == id)
}

fn client(number: usize) -> String {
    ["client ", &number.to_string()].concat()
}
