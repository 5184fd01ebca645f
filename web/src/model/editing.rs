//! What is done with programs before they run. It comes with the part of the page that edits them.

use super::{Edit, Model, Shown, edits::one_newline};
use crate::part::table;
use socketscope_shared::wire::Up;

/// The functions.
pub struct Editing {
    programs: fn(&Model) -> Vec<Shown>,
    edit: fn(&mut Model, Edit),
    next_client: fn(&Model) -> Option<String>,
    run: fn(&mut Model, bool) -> Vec<Up>,
}

table! {
    /// Reached from the model only.
    editing, in editor: Editing = Editing {
        programs: Model::edited_programs,
        edit: Model::do_edit,
        next_client: Model::free_client,
        run: Model::do_run,
    }
}

impl Model {
    /// The chosen lesson's programs as the editors show them, further clients after its own; before the editor is here, as
    /// the lesson has them.
    pub fn programs(&self) -> Vec<Shown> {
        if let Some(editing) = editing::get() {
            return (editing.programs)(self);
        }
        let plain = |program: &socketscope_shared::lesson::Program| Shown {
            actor: program.actor.clone(),
            file: program.file.clone(),
            text: one_newline(program.source.clone()).into(),
            arguments: program.arguments.clone(),
            start: program.start.clone(),
            edited: false,
            added: false,
        };
        self.current_lesson().into_iter().flat_map(|lesson| lesson.programs.iter().map(plain)).collect()
    }

    pub(super) fn edit(&mut self, edit: Edit) {
        if let Some(editing) = editing::get() {
            (editing.edit)(self, edit);
        }
    }

    /// The name of the client that can be added next.
    pub fn next_client(&self) -> Option<String> {
        (editing::get()?.next_client)(self)
    }

    /// Runs the chosen lesson; where the editor is still on its way, once it is here.
    pub(super) fn run(&mut self, step_mode: bool) -> Vec<Up> {
        match editing::get() {
            Some(editing) => (editing.run)(self, step_mode),
            None => {
                self.run_wanted = Some(step_mode);
                Vec::new()
            }
        }
    }
}
