//! Ways for the person's own browser into the session's network.

use super::{Model, Session};
use socketscope_shared::{
    ActorId, Address, ConnectionId, Direction, StreamId,
    world::{Actor, World},
};

/// A door of the chosen lesson, or of the session that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDoor<'a> {
    /// The program that listens behind it.
    pub actor: &'a str,
    /// Its port.
    pub port: u16,
    /// Whether anybody can enter.
    pub state: DoorState<'a>,
    /// The streams from the visitors, in order.
    pub visits: Vec<StreamId>,
    /// Whether it is its turn at the cursor, see [`Model::has_turn`].
    pub turn: bool,
    /// Whether the cursor is before anybody got an answer through it. At the live end it is never too early: the frame asks.
    pub early: bool,
    /// Whether it is open at the cursor.
    pub open: bool,
    /// What the last visitor was sent by the cursor, or the one whose stream is shown: that stream, and the bytes of it
    /// that reached the visitor.
    pub answer: Option<(StreamId, u64)>,
    /// What the frame shows: the door's page, also after the door has shut, for as long as this page was there.
    pub framed: Option<String>,
}

/// A door's state at the live end of the log, wherever the cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoorState<'a> {
    /// Nothing runs.
    NotRunning,
    /// The program behind it does not listen yet.
    NotYet,
    /// Open at this address of the machine.
    Open(&'a Address),
    /// The program behind it has ended, or the session.
    Shut,
}

impl DoorState<'_> {
    /// Where a browser finds it, while it is open. Always by number: our page has that name, too, but another port.
    pub fn url(&self) -> Option<String> {
        match self {
            DoorState::Open(address) => Some(url(address)),
            _ => None,
        }
    }
}

impl Model {
    /// The doors, in the lesson's order.
    pub fn doors(&self) -> Vec<OpenDoor<'_>> {
        let run = self.session.as_ref().and_then(|session| Some((session, session.info()?)));
        if let Some((session, info)) = run.filter(|_| !self.editing()) {
            let recording = self.shows_recording();
            let doors = (0u16..).zip(&info.doors).map(|(place, door)| {
                let visits = visits(session, place);
                let answered = |stream: &StreamId| {
                    let back = session.world().stream(stream.connection, Direction::ToClient);
                    back.is_some_and(|back| back.accepted() > 0)
                };
                let open = !not_yet(session.world(), place);
                // A recording's led into a network that is long gone.
                let state = if recording { DoorState::NotRunning } else { state(session, place) };
                // Behind a door that has shut there is nothing to load: a frame that is there stays, no new one comes.
                let framed = state.url().is_some() || self.ui.framed == Some(session.id);
                let answer = self.answer(session, &visits);
                OpenDoor {
                    answer,
                    actor: session.actor_name(door.actor),
                    port: door.port,
                    state,
                    turn: self.has_turn(door.actor) && open,
                    early: !open || !session.following() && !visits.iter().any(answered),
                    open,
                    visits,
                    framed: address(session, place).map(url).filter(|_| framed),
                }
            });
            return doors.collect();
        }
        let doors = self.current_lesson().map(|lesson| lesson.doors.as_slice()).unwrap_or_default();
        let doors = doors.iter().map(|door| OpenDoor {
            actor: &door.actor,
            port: door.port,
            state: DoorState::NotRunning,
            visits: Vec::new(),
            answer: None,
            turn: false,
            open: false,
            early: false,
            framed: None,
        });
        doors.collect()
    }

    fn answer(&self, session: &Session, visits: &[StreamId]) -> Option<(StreamId, u64)> {
        let reached = |visit: &StreamId| {
            let back = StreamId { direction: Direction::ToClient, ..*visit };
            let bytes = session.world().stream(back.connection, back.direction)?.arrived;
            (bytes > 0).then_some((back, bytes))
        };
        let shown = self.current_stream().map(|stream| stream.connection);
        let of_shown = visits.iter().find(|visit| Some(visit.connection) == shown).and_then(reached);
        of_shown.or_else(|| visits.iter().rev().find_map(reached))
    }

    /// Whether it is a program's turn at the cursor: it runs, or, where none runs, it is an end of the connection that is
    /// shown. Where a run has parts one after the other, the others' cards give way.
    pub fn has_turn(&self, id: ActorId) -> bool {
        let Some(session) = &self.session else { return false };
        let world = session.world();
        let runs = |actor: &Actor| !actor.lanes.is_empty() && actor.exit.is_none();
        if world.actors.iter().any(runs) {
            return world.actor(id).is_some_and(runs);
        }
        let shown = self.current_stream().and_then(|stream| world.connection(stream.connection));
        let ends = shown.iter().flat_map(|connection| &connection.ends);
        ends.filter_map(|end| world.socket(end.socket?)).any(|socket| socket.actor == id)
    }

    /// Notes that this page was there while a door was open.
    pub(super) fn note_doors(&mut self) {
        let open = self.doors().iter().any(|door| door.state.url().is_some());
        if let Some(session) = self.session.as_ref().filter(|_| open) {
            self.ui.framed = Some(session.id);
        }
    }

    /// The address of the first door that is open.
    pub fn door_url(&self) -> Option<String> {
        self.doors().iter().find_map(|door| door.state.url())
    }
}

fn url(address: &Address) -> String {
    ["http://", &address.to_string(), "/"].concat()
}

fn address(session: &Session, place: u16) -> Option<&Address> {
    session.timeline.latest().doors.get(usize::from(place))?.as_ref()
}

fn not_yet(world: &World, place: u16) -> bool {
    world.doors.get(usize::from(place)).is_none_or(Option::is_none)
}

fn state(session: &Session, place: u16) -> DoorState<'_> {
    let latest = session.timeline.latest();
    let info = session.info().and_then(|info| info.doors.get(usize::from(place)));
    let ended = info.and_then(|door| latest.actor(door.actor)).is_none_or(|actor| actor.exit.is_some());
    match address(session, place) {
        _ if ended || !session.live() => DoorState::Shut,
        Some(address) => DoorState::Open(address),
        None => DoorState::NotYet,
    }
}

fn visits(session: &Session, place: u16) -> Vec<StreamId> {
    let latest = session.timeline.latest();
    let ids = (0u32..).zip(&latest.connections).map(|(index, _)| ConnectionId(index));
    let came = |id: &ConnectionId| latest.visitor(*id).is_some_and(|visitor| visitor.door == place);
    ids.filter(came).map(|connection| StreamId { connection, direction: Direction::ToServer }).collect()
}
