//! Which programs have a card when there are too many to show all at once.

use super::{Action, Model};
use socketscope_shared::{
    ActorId,
    lesson::{Lesson, StartWhen},
};

/// Up to this many programs have a card each; with more, one server and its clients do.
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

impl Cast {
    /// Those that are shown, a bit for each of the first 64.
    pub fn bits(&self) -> u64 {
        self.shown.iter().filter(|id| id.0 < 64).fold(0, |bits, id| bits | 1 << id.0)
    }
}

impl Model {
    /// Whether a program serves others: as the lesson says, or, of a program that is not the lesson's, because it
    /// listened in the session.
    pub fn serves(&self, actor: &str) -> bool {
        let written = |lesson: &&Lesson| lesson.programs.iter().any(|program| program.actor == actor);
        if let Some(lesson) = self.shown_lesson().filter(written) {
            return lesson.serves(actor);
        }
        let run = self.session.as_ref().filter(|_| !self.editing());
        run.is_some_and(|run| run.comparison.servers().any(|(id, _)| run.actor_name(id) == actor))
    }

    /// The programs that have a card; `None` where all have. `programs` are their names.
    pub fn cast<'a>(&self, programs: impl Iterator<Item = &'a str>) -> Option<Cast> {
        let programs: Vec<_> = programs.collect();
        let servers: Vec<usize> = (0..programs.len())
            .filter(|place| programs.get(*place).is_some_and(|name| self.serves(name)))
            .collect();
        if programs.len() <= MAX_CARDS || servers.len() < 2 {
            return None;
        }
        let lesson = self.shown_lesson();
        let visits = |place: usize| {
            let name = programs.get(place)?;
            let program = lesson?.programs.iter().find(|program| program.actor == *name)?;
            let (StartWhen::Listening(server) | StartWhen::ListeningSoon(server)) = &program.start else {
                return None;
            };
            servers.iter().copied().find(|place| programs.get(*place).is_some_and(|name| name == server))
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

    /// The same of the programs of the session.
    pub fn session_cast(&self) -> Option<Cast> {
        let info = self.session.as_ref()?.info()?;
        self.cast(info.actors.iter().map(|actor| actor.name.as_str()))
    }

    /// To the first call of the server after the one that is shown, or before it, around the end; `None` where there is
    /// no choice, or it has not begun.
    pub fn next_server(&self, after: bool) -> Option<Action> {
        let (session, cast) = self.session.as_ref().zip(self.session_cast())?;
        let here = cast.servers.iter().position(|server| *server == cast.server)?;
        let count = cast.servers.len();
        let server = cast.servers.get((here + if after { 1 } else { count - 1 }) % count)?;
        let first = session.timeline.history().actor(*server)?.calls().first()?;
        Some(Action::Seek(session.timeline.stop_of(*first)))
    }

    /// A person who goes to what another program did wants to see that one.
    pub(super) fn unpin(&mut self) {
        let at = self.session.as_ref().and_then(|session| session.timeline.shown()?.1.fact.actor());
        let elsewhere = |actor| self.session_cast().is_some_and(|cast| !cast.shown.contains(&actor));
        if self.ui.program.is_some() && at.is_some_and(elsewhere) {
            self.ui.program = None;
        }
    }

    /// The lesson of the programs that are shown: the session's, or the chosen one.
    fn shown_lesson(&self) -> Option<&Lesson> {
        let run = self.session.as_ref().filter(|_| !self.editing()).and_then(|session| session.info());
        let of_run = run.and_then(|info| self.lessons.iter().find(|lesson| lesson.id == info.lesson));
        of_run.or_else(|| self.current_lesson())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use socketscope_shared::{
        lesson::Program,
        testing,
        wire::{Down, Received},
    };

    /// Three servers, each with clients that start when it listens, and one program that belongs to none.
    fn model() -> Model {
        let program = |actor: &str, start: StartWhen| Program {
            actor: actor.into(),
            file: "x.py".into(),
            source: String::new(),
            arguments: String::new(),
            start,
        };
        let mut programs = vec![program("clock", StartWhen::AtOnce)];
        for server in ["a", "b", "c"] {
            programs.push(program(server, StartWhen::AtOnce));
            let clients = ["clients ", server].concat();
            programs.push(program(&clients, StartWhen::Listening(server.into())));
        }
        let lesson = Lesson { programs, ..testing::lesson("servers") };
        Model { lessons: vec![lesson], lesson: Some("servers".into()), ..Model::default() }
    }

    fn cast(model: &Model, count: usize) -> Option<Cast> {
        let programs = &model.lessons[0].programs[..count];
        model.cast(programs.iter().map(|program| program.actor.as_str()))
    }

    #[test]
    fn one_server_and_its_clients_are_shown_among_many() {
        let mut model = model();
        let ids = |places: &[u16]| places.iter().copied().map(ActorId).collect::<Vec<_>>();
        let first = cast(&model, 7).expect("they are many");
        assert_eq!((first.server, &first.shown), (ActorId(1), &ids(&[0, 1, 2])));
        assert_eq!((first.servers.clone(), first.bits()), (ids(&[1, 3, 5]), 0b111));
        model.ui.program = Some(ActorId(5));
        assert_eq!(cast(&model, 7).expect("they are many").shown, ids(&[0, 5, 6]));
        model.ui.program = Some(ActorId(4));
        assert_eq!(cast(&model, 7).expect("they are many").server, ActorId(3), "a client chooses its server");
        model.ui.program = Some(ActorId(99));
        assert_eq!(cast(&model, 7).expect("they are many").server, ActorId(1));
    }

    #[test]
    fn who_listened_serves_where_no_lesson_says_so() {
        let mut model = Model::default();
        let chunk = testing::chunk(testing::sticky_session());
        model.receive(Ok(Received::Down(Down::Started { session: chunk.session })));
        assert!(!model.serves("server"), "nothing has come yet");
        model.receive(Ok(Received::Chunk(chunk)));
        assert!(model.serves("server") && !model.serves("client"));
    }

    #[test]
    fn few_programs_are_all_shown() {
        assert_eq!(cast(&model(), 6), None);
        assert_eq!(cast(&model(), 0), None);
    }
}
