//! Clients that a person adds to a run.

use super::{Lesson, Program};

/// The last client that can be added: `client 32`. Each is a process of its own.
pub const MAX_CLIENTS: usize = 32;

/// The program of a further client that the lesson does not have, `client 2` to `client 32`: a copy of its `client`, in a
/// file of its own. `None` for any other name, and where the lesson has no `client`.
pub fn further_client(lesson: &Lesson, actor: &str) -> Option<Program> {
    let number =
        (2..=MAX_CLIENTS).map(|n| n.to_string()).find(|n| actor.strip_prefix("client ") == Some(n))?;
    if lesson.programs.iter().any(|program| program.actor == actor) {
        return None;
    }
    let client = lesson.programs.iter().find(|program| program.actor == "client")?;
    let stem = client.file.strip_suffix(".py").unwrap_or(&client.file);
    Some(Program { actor: actor.to_owned(), file: [stem, &number, ".py"].concat(), ..client.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        lesson::{Section, StartWhen},
        testing,
    };

    #[test]
    fn clients_are_copies_under_names_of_their_own() {
        let program = |actor: &str, file: &str| Program {
            actor: actor.into(),
            file: file.into(),
            source: file.into(),
            arguments: String::new(),
            start: StartWhen::Listening("server".into()),
        };
        let mut lesson = Lesson {
            number: "0".into(),
            section: Section::Own,
            programs: vec![program("client", "client.py"), program("client 3", "three.py")],
            ..testing::lesson("own")
        };
        let second = Program { source: "client.py".into(), ..program("client 2", "client2.py") };
        assert_eq!(further_client(&lesson, "client 2"), Some(second));
        assert!(further_client(&lesson, "client 32").is_some());
        for other in ["client", "client 1", "client 3", "client 33", "client 02", "client  2", "server 2", ""]
        {
            assert_eq!(further_client(&lesson, other), None, "{other:?}");
        }
        lesson.programs.remove(0);
        assert_eq!(further_client(&lesson, "client 2"), None, "there is nothing to copy");
    }
}
