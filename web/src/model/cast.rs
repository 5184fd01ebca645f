//! Which programs have a card, where they are too many to be seen all at once.

use super::Model;
use socketscope_shared::{
    ActorId,
    lesson::{Lesson, StartWhen},
};

/// So many programs have a card each; with more, one server and its clients have.
const MAX_CARDS: usize = 6;

/// A choice among many programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    /// The servers to choose from.
    pub servers: Vec<ActorId>,
    /// The server whose turn it is.
    pub server: ActorId,
    /// It and its clients.
    pub shown: Vec<ActorId>,
}

/// Whether a program serves others: by its name, or by what it calls.
pub fn serves(name: &str, source: &str) -> bool {
    name.to_ascii_lowercase().contains("server") || source.contains("create_server(")
}

impl Model {
    /// The programs that have a card; `None` where all have. `programs` are their names and texts.
    pub fn cast<'a>(&self, programs: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Cast> {
        let programs: Vec<_> = programs.collect();
        let servers: Vec<usize> = (0..programs.len())
            .filter(|place| programs.get(*place).is_some_and(|(name, source)| serves(name, source)))
            .collect();
        if programs.len() <= MAX_CARDS || servers.len() < 2 {
            return None;
        }
        let lesson = self.shown_lesson();
        let visits = |place: usize| {
            let (name, _) = programs.get(place)?;
            let program = lesson?.programs.iter().find(|program| program.actor == *name)?;
            let StartWhen::Listening(server) = &program.start else { return None };
            servers.iter().copied().find(|place| programs.get(*place).is_some_and(|(name, _)| name == server))
        };
        let group = |place: usize| if servers.contains(&place) { Some(place) } else { visits(place) };
        let at = |actor: ActorId| Some(usize::from(actor.0)).filter(|place| *place < programs.len());
        let session = self.session.as_ref().filter(|_| !self.editing());
        // Servers that start one after another have their turn in this order.
        let started = |place: &usize| {
            let world = session.map(|session| session.world());
            world.and_then(|world| world.actors.get(*place)).is_some_and(|actor| actor.pid.is_some())
        };
        let last_started = || servers.iter().copied().rev().find(started);
        let server = self
            .ui
            .program
            .and_then(at)
            .and_then(group)
            .or_else(last_started)
            .or(servers.first().copied())?;
        let id = |place: usize| ActorId(u16::try_from(place).unwrap_or(u16::MAX));
        // What belongs to no server is always there.
        let shown = (0..programs.len()).filter(|place| group(*place).is_none_or(|known| known == server));
        let shown = shown.map(id).collect();
        Some(Cast { shown, server: id(server), servers: servers.into_iter().map(id).collect() })
    }

    /// The lesson of the programs that are shown: the session's, or the chosen one.
    fn shown_lesson(&self) -> Option<&Lesson> {
        let run = self.session.as_ref().filter(|_| !self.editing()).and_then(|session| session.info());
        let of_run = run.and_then(|info| self.lessons.iter().find(|lesson| lesson.id == info.lesson));
        of_run.or_else(|| self.current_lesson())
    }
}
