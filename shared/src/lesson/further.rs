//! Clients that a person adds to a run.

use super::{Lesson, Program, StartWhen};

/// The last client that can be added: `client 32`. Each is a process of its own.
pub const MAX_CLIENTS: usize = 32;

/// The program of a further client that the lesson does not have, `client 2` to `client 32`: a copy of its `client`, in a
/// file of its own. It starts once the client before it has connected, so that the first client is the first connection.
/// `None` for any other name, and where the lesson has no `client`.
pub fn further_client(lesson: &Lesson, actor: &str) -> Option<Program> {
    let number = client_number(actor).filter(|number| *number > 1)?;
    if lesson.programs.iter().any(|program| program.actor == actor) {
        return None;
    }
    let client = lesson.programs.iter().find(|program| program.actor == "client")?;
    let stem = client.file.strip_suffix(".py").unwrap_or(&client.file);
    let file = [stem, &number.to_string(), ".py"].concat();
    let before = |program: &&Program| client_number(&program.actor).is_some_and(|other| other < number);
    let before = lesson.programs.iter().filter(before).max_by_key(|program| client_number(&program.actor));
    let start = StartWhen::Connected(before.unwrap_or(client).actor.clone());
    Some(Program { actor: actor.to_owned(), file, start, ..client.clone() })
}

/// Which client it is by its name: 1 for `client`, 2 for `client 2`, up to [`MAX_CLIENTS`].
pub fn client_number(actor: &str) -> Option<usize> {
    if actor == "client" {
        return Some(1);
    }
    let written = actor.strip_prefix("client ")?;
    (2..=MAX_CLIENTS).find(|number| number.to_string() == written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lesson::Section, testing};

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
        let copy = |actor: &str, file: &str, before: &str| Program {
            source: "client.py".into(),
            start: StartWhen::Connected(before.into()),
            ..program(actor, file)
        };
        assert_eq!(further_client(&lesson, "client 2"), Some(copy("client 2", "client2.py", "client")));
        assert_eq!(further_client(&lesson, "client 5"), Some(copy("client 5", "client5.py", "client 3")));
        assert!(further_client(&lesson, "client 32").is_some());
        for other in ["client", "client 1", "client 3", "client 33", "client 02", "client  2", "server 2", ""]
        {
            assert_eq!(further_client(&lesson, other), None, "{other:?}");
        }
        lesson.programs.remove(0);
        assert_eq!(further_client(&lesson, "client 2"), None, "there is nothing to copy");
    }
}
