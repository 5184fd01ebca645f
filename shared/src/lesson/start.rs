//! When a program starts.

use super::Program;
use bitcode::{Decode, Encode};

/// When a program starts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum StartWhen {
    /// With the session.
    #[default]
    AtOnce,
    /// When the named actor has a listening (or, for UDP, bound) socket, or has ended.
    Listening(String),
    /// When the named actor has ended.
    Ended(String),
    /// As [`Listening`](Self::Listening), but at the latest a second after that actor began: a person's
    /// program may not be meant to be waited for.
    ListeningSoon(String),
    /// When the named actor has a connection, has moved bytes or listens itself, or has ended.
    Connected(String),
}

impl StartWhen {
    /// The actor that it waits for.
    pub fn waits_for(&self) -> Option<&str> {
        match self {
            StartWhen::AtOnce => None,
            StartWhen::Listening(actor)
            | StartWhen::Ended(actor)
            | StartWhen::ListeningSoon(actor)
            | StartWhen::Connected(actor) => Some(actor),
        }
    }

    /// As a person writes it on the command line: `at-once`, `connected:client`, `ended:client 2`.
    pub fn parse(text: &str) -> Option<Self> {
        let (when, actor) = text.split_once(':').unwrap_or((text, ""));
        let actor = actor.trim().to_owned();
        match (when.trim(), actor.is_empty()) {
            ("at-once", true) => Some(StartWhen::AtOnce),
            ("listening", false) => Some(StartWhen::Listening(actor)),
            ("listening-soon", false) => Some(StartWhen::ListeningSoon(actor)),
            ("connected", false) => Some(StartWhen::Connected(actor)),
            ("ended", false) => Some(StartWhen::Ended(actor)),
            _ => None,
        }
    }

    /// What [`parse`](Self::parse) reads.
    pub fn text(&self) -> String {
        let (when, actor) = match self {
            StartWhen::AtOnce => return "at-once".to_owned(),
            StartWhen::Listening(actor) => ("listening:", actor),
            StartWhen::ListeningSoon(actor) => ("listening-soon:", actor),
            StartWhen::Connected(actor) => ("connected:", actor),
            StartWhen::Ended(actor) => ("ended:", actor),
        };
        [when, actor].concat()
    }
}

/// Whether the program of this name waits for itself in the end: programs that wait in a ring never start.
pub fn waits_for_itself(programs: &[Program], name: &str) -> bool {
    let awaited = |name: &str| programs.iter().find(|program| program.actor == name)?.start.waits_for();
    std::iter::successors(awaited(name), |name| awaited(name)).take(programs.len()).any(|waits| waits == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for text in
            ["at-once", "listening:server", "listening-soon:server", "connected:client", "ended:client 2"]
        {
            assert_eq!(StartWhen::parse(text).map(|start| start.text()).as_deref(), Some(text));
        }
        for wrong in ["", "connected", "connected:", "at-once:client", "later:client"] {
            assert_eq!(StartWhen::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_ring_is_found() {
        let program = |actor: &str, start: StartWhen| Program {
            actor: actor.into(),
            file: "x.py".into(),
            source: String::new(),
            arguments: String::new(),
            start,
        };
        let after = |actor: &str| StartWhen::Connected(actor.into());
        let mut programs =
            vec![program("a", StartWhen::AtOnce), program("b", after("a")), program("c", after("b"))];
        assert!(["a", "b", "c"].iter().all(|name| !waits_for_itself(&programs, name)));
        programs[0].start = after("c");
        assert!(["a", "b", "c"].iter().all(|name| waits_for_itself(&programs, name)));
    }
}
