//! When the programs of one's own lesson start: who comes after whom.

use super::{Edited, Model, Shown};
use socketscope_shared::lesson::{Lesson, Section, StartWhen, client_number};

/// When a program starts is a text of its own: kept under the actor's name and this.
const START: &str = " $start";

impl Model {
    /// When a client can be told to start; empty where there is nothing to choose.
    pub fn start_choices(&self, shown: &Shown) -> Vec<StartWhen> {
        let own = self.current_lesson().filter(|lesson| lesson.section == Section::Own);
        let (Some(lesson), Some(number)) = (own, client_number(&shown.actor)) else { return Vec::new() };
        let first = lesson.programs.iter().find(|program| program.actor == "client");
        let mut choices: Vec<_> = first.map(|program| program.start.clone()).into_iter().collect();
        choices.push(StartWhen::AtOnce);
        let programs = self.programs();
        let before = programs.iter().filter(|other| client_number(&other.actor).is_some_and(|n| n < number));
        for other in before {
            choices.push(StartWhen::Connected(other.actor.clone()));
            choices.push(StartWhen::Ended(other.actor.clone()));
        }
        choices.dedup();
        choices
    }

    /// After what the run's program of this name starts, as far as this page told it to.
    pub fn start_of(&self, actor: &str) -> Option<StartWhen> {
        self.session.as_ref().filter(|session| session.mine && session.live())?;
        self.programs()
            .into_iter()
            .find(|program| program.actor == actor)
            .map(|program| program.start)
            .filter(|start| start.waits_for().is_some())
    }

    /// What the relay is told about it: only what a person chose.
    pub(super) fn starts(&self) -> Vec<(String, StartWhen)> {
        let lesson = self.lesson.as_deref().unwrap_or_default();
        let chosen = |actor: &str| self.edits.get(lesson, &key(actor)).is_some();
        let programs = self.programs().into_iter().filter(|program| chosen(&program.actor));
        programs.map(|program| (program.actor, program.start)).collect()
    }

    pub(super) fn set_start(&mut self, lesson: &str, actor: &str, start: &StartWhen) {
        let usual = self.lesson_with_texts().is_some_and(|lesson| {
            lesson.programs.iter().any(|program| program.actor == actor && program.start == *start)
        });
        match usual {
            true => _ = self.edits.remove(lesson, &key(actor)),
            false => {
                let text = start.text().into();
                self.edits.set(Edited { lesson: lesson.to_owned(), actor: key(actor), text });
            }
        }
    }

    /// As a person chose. Who waited for a client that is gone starts as usual.
    pub(super) fn set_starts(&self, lesson: &mut Lesson) {
        let names: Vec<_> = lesson.programs.iter().map(|program| program.actor.clone()).collect();
        for program in &mut lesson.programs {
            let chosen = self.edits.get(&lesson.id, &key(&program.actor));
            let Some(start) = chosen.and_then(|text| StartWhen::parse(text)) else { continue };
            if start.waits_for().is_none_or(|awaited| names.iter().any(|name| name == awaited)) {
                program.start = start;
            }
        }
    }
}

fn key(actor: &str) -> String {
    [actor, START].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Action, Edit, edits_tests::own_page};

    #[test]
    fn clients_start_in_order_unless_a_person_chooses() {
        let mut model = own_page();
        let of = |model: &Model, actor: &str| {
            model.programs().into_iter().find(|program| program.actor == actor).expect("it is there")
        };
        for _ in 0..2 {
            model.apply(Action::Edit(Edit::AddClient));
        }
        let after = |actor: &str| StartWhen::Connected(actor.into());
        assert_eq!(of(&model, "client 2").start, after("client"));
        assert_eq!(of(&model, "client 3").start, after("client 2"));
        let choices = model.start_choices(&of(&model, "client 2"));
        assert_eq!(choices.len(), 4, "{choices:?}");
        assert!(model.start_choices(&of(&model, "server")).is_empty());
        let start = StartWhen::Ended("client 2".into());
        model.apply(Action::Edit(Edit::Start { actor: "client 3".into(), start: start.clone() }));
        assert_eq!(of(&model, "client 3").start, start);
        assert_eq!(model.starts(), [("client 3".to_owned(), start)]);
        model.apply(Action::Edit(Edit::Reset { actor: "client 2".into() }));
        assert_eq!(of(&model, "client 3").start, after("client"), "the client that it waited for is gone");
        model.apply(Action::Edit(Edit::Start { actor: "client 3".into(), start: after("client") }));
        assert!(model.starts().is_empty(), "as usual");
    }
}
