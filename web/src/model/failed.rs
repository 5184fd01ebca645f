//! Which line of a program ended its last run, as the program is now.

use super::Model;
use socketscope_shared::Exit;

/// A line at which a run ended with an exception or a syntax error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedLine {
    /// From 1.
    pub number: u32,
    /// `ConnectionRefusedError: [Errno 111] Connection refused`.
    pub error: String,
}

impl Model {
    /// The line of the actor's program that ended the last run, until that line is edited.
    pub fn failed_line(&self, actor: &str, text: &str) -> Option<FailedLine> {
        let session = self.session.as_ref()?;
        let info = session.info().filter(|info| self.lesson.as_ref() == Some(&info.lesson))?;
        let place = info.actors.iter().position(|info| info.name == actor)?;
        match session.timeline.latest().actors.get(place)?.exit.as_ref()? {
            Exit::Exception { kind, message, line, .. } => Some(FailedLine {
                number: same_line(&info.actors[place].source, text, *line)?,
                error: error(kind, message),
            }),
            _ => None,
        }
    }
}

/// An exception as Python says it.
pub fn error(kind: &str, message: &str) -> String {
    if message.is_empty() { kind.to_owned() } else { [kind, ": ", message].concat() }
}

/// Where a line (from 1) of what ran is in what it has become; `None` if it was changed itself.
fn same_line(ran: &str, now: &str, line: u32) -> Option<u32> {
    let (ran, now): (Vec<&str>, Vec<&str>) = (ran.lines().collect(), now.lines().collect());
    let at = (line as usize).checked_sub(1).filter(|at| *at < ran.len())?;
    let same = |(a, b): &(&&str, &&str)| a == b;
    let before = ran.iter().zip(&now).take_while(same).count();
    if at < before {
        return Some(line);
    }
    let rest = ran[before..].iter().rev().zip(now[before..].iter().rev());
    let behind = rest.take_while(same).count();
    let from_end = ran.len() - at;
    if from_end <= behind {
        return Some((now.len() - from_end) as u32 + 1);
    }
    // Edits are before it and behind it: it is known by its text, where that is the only one.
    let only = |lines: &[&str], from: usize, to: usize| {
        let mut found = (from..to).filter(|place| lines[*place] == ran[at]);
        found.next().filter(|_| found.next().is_none())
    };
    only(&ran, before, ran.len() - behind)?;
    only(&now, before, now.len() - behind).map(|place| place as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_followed_until_it_is_edited() {
        let ran = "import socket\na = 1\nb = a.c\nprint(b)\n";
        for (now, line) in [
            (ran, Some(3)),
            ("# new\nimport socket\na = 1\nb = a.c\nprint(b)\n", Some(4)),
            ("import socket\nb = a.c\nprint(b)\n", Some(2)),
            ("import socket\na = 1\nb = a.c", Some(3)),
            ("import socket\na = 2\nb = a.c\nprint(2)\n", Some(3)),
            ("import socket\na = 2\n\nb = a.c\nprint(2)\n", Some(4)),
            ("import socket\na = 1\nb = a.d\nprint(b)\n", None),
            ("import socket\na = 1\nprint(b)\n", None),
            ("", None),
        ] {
            assert_eq!(same_line(ran, now, 3), line, "{now:?}");
        }
        assert_eq!((same_line(ran, ran, 0), same_line(ran, ran, 9)), (None, None));
        assert_eq!(same_line("a\nx\nx\nb\n", "c\nx\nx\nd\n", 2), None, "it could be either");
    }
}
