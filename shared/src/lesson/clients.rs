//! Clients by a knob's number.

use super::{KnobTarget, Lesson, MAX_CLIENTS, Program};

/// The lesson as it runs with these knob values: with as many clients as its knob says, `client 1` and copies of it.
/// Without such a knob, or with a value that it does not take, the lesson as it is.
pub fn with_clients(lesson: &Lesson, values: &[(String, String)]) -> Lesson {
    let mut lesson = lesson.clone();
    let by_number = |knob: &&super::Knob| matches!(knob.target, KnobTarget::Clients(_));
    let Some(knob) = lesson.knobs.iter().find(by_number) else { return lesson };
    let given = values.iter().find(|(id, _)| *id == knob.id).map_or(&knob.default, |(_, value)| value);
    let Some(count) = given.parse().ok().filter(|count| (1..=MAX_CLIENTS).contains(count)) else {
        return lesson;
    };
    let Some(first) = lesson.programs.iter().find(|program| number(program) == Some(1)).cloned() else {
        return lesson;
    };
    lesson.programs.retain(|program| number(program).is_none_or(|number| number <= count));
    for number in 2..=count {
        let actor = ["client ", &number.to_string()].concat();
        if lesson.programs.iter().all(|program| program.actor != actor) {
            lesson.programs.push(Program { actor, ..first.clone() });
        }
    }
    lesson
}

/// How many clients the lesson's own programs are, `client 1`, `client 2` and so on.
pub fn numbered_clients(lesson: &Lesson) -> usize {
    lesson.programs.iter().filter(|program| number(program).is_some()).count()
}

fn number(program: &Program) -> Option<usize> {
    program.actor.strip_prefix("client ")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lesson::{Knob, KnobKind, StartWhen, Text, apply_knobs},
        testing,
    };

    fn lesson() -> Lesson {
        let program = |actor: &str, source: &str| Program {
            actor: actor.into(),
            file: "x.py".into(),
            source: source.into(),
            arguments: String::new(),
            start: StartWhen::AtOnce,
        };
        let knob = Knob {
            id: "clients".into(),
            label: Text::default(),
            help: Text::default(),
            kind: KnobKind::Int { min: 1, max: 8 },
            default: "2".into(),
            target: KnobTarget::Clients("CLIENTS".into()),
        };
        Lesson {
            programs: vec![
                program("server", "CLIENTS = 2\n"),
                program("client 1", "one\n"),
                program("client 2", "two\n"),
            ],
            knobs: vec![knob],
            ..testing::lesson("polling")
        }
    }

    fn run_with(count: &str) -> Vec<(String, String)> {
        let values = [("clients".to_owned(), count.to_owned())];
        apply_knobs(&with_clients(&lesson(), &values), &values).unwrap_or_default()
    }

    #[test]
    fn there_are_as_many_clients_as_the_knob_says_and_the_server_knows() {
        let names = |count: &str| run_with(count).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names("1"), ["server", "client 1"]);
        assert_eq!(names("2"), ["server", "client 1", "client 2"]);
        assert_eq!(names("4"), ["server", "client 1", "client 2", "client 3", "client 4"]);
        let four = run_with("4");
        assert_eq!(four[0].1, "CLIENTS = 4\n");
        assert_eq!((four[2].1.as_str(), four[4].1.as_str()), ("two\n", "one\n"), "further ones are copies");
    }

    #[test]
    fn nothing_changes_without_a_value_that_counts() {
        for value in ["0", "33", "x", ""] {
            let values = [("clients".to_owned(), value.to_owned())];
            assert_eq!(with_clients(&lesson(), &values), lesson(), "{value:?}");
        }
        assert_eq!(with_clients(&lesson(), &[]), lesson());
        let mut plain = lesson();
        plain.knobs.clear();
        assert_eq!(with_clients(&plain, &[("clients".into(), "4".into())]), plain);
    }
}
