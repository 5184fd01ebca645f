//! Programs edited on the whole stage, one at a time.

use super::{Action, Model};

impl Model {
    /// Whether one program is edited on the whole stage.
    pub fn large(&self) -> bool {
        self.ui.large && self.may_run && self.editing()
    }

    /// The actor whose program is shown there: the last one, or the first.
    pub fn large_file(&self) -> Option<String> {
        let programs = self.programs();
        let last = programs.iter().find(|program| Some(&program.actor) == self.ui.file.as_ref());
        last.or(programs.first()).map(|program| program.actor.clone())
    }

    /// Onto the whole stage, or back from it.
    pub fn other_size(&self) -> Option<Action> {
        if self.large() {
            return Some(Action::Large(None));
        }
        self.large_file().filter(|_| self.may_run).map(|actor| Action::Large(Some(actor)))
    }

    /// The program after the one on the whole stage, or before it, around the ends.
    pub fn next_file(&self, after: bool) -> Option<Action> {
        let programs = self.programs();
        let here = programs.iter().position(|program| Some(&program.actor) == self.large_file().as_ref())?;
        let step = if after { 1 } else { programs.len() - 1 };
        let next = &programs[(here + step) % programs.len()];
        self.large().then(|| Action::Large(Some(next.actor.clone())))
    }

    pub(super) fn enlarge(&mut self, actor: Option<String>) {
        self.ui.large = actor.is_some() && self.may_run;
        if actor.is_some() && self.ui.large {
            self.ui.file = actor;
            if !self.editing() {
                self.edits.open = true;
                self.ui.framed = None;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Tab, edits_tests::lesson};
    use socketscope_shared::wire::{Down, Received};

    #[test]
    fn a_program_is_edited_on_the_whole_stage() {
        let mut model = Model::default();
        let lessons = vec![lesson()];
        model.receive(Ok(Received::Down(Down::Welcome { relay: "1".into(), may_run: true, lessons })));
        let actors: Vec<String> = model.programs().into_iter().map(|program| program.actor).collect();
        let [first, second] = &actors[..] else { panic!("two programs: {actors:?}") };
        let large = |actor: &String| Some(Action::Large(Some(actor.clone())));
        assert_eq!((model.other_size(), model.next_file(true)), (large(first), None));
        model.apply(Action::Large(Some(second.clone())));
        assert!(model.large() && !model.has_side());
        assert_eq!(model.next_file(true), large(first));
        assert_eq!(model.next_file(false), large(first));
        model.apply(Action::Large(None));
        assert!(!model.large() && model.has_side());
        assert_eq!(model.other_size(), large(second), "it is remembered");
        model.apply(Action::Large(Some(second.clone())));
        model.apply(Action::SelectTab(Tab::Calls));
        assert!(!model.large() && model.has_side(), "the panel was asked for");
        model.may_run = false;
        model.apply(Action::Large(Some(first.clone())));
        assert_eq!((model.large(), model.other_size()), (false, None));
    }
}
