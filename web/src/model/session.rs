//! What is watched: a session's timeline, and where in it we are.

use super::{Moments, Questions, Steps};
use socketscope_shared::{
    ActorId, Call, ConnectionId, Direction, Language, SessionId, Side, SocketId, StreamId,
    claims::ClaimResult,
    clock::{Command, PlayState, Playback},
    comparison::Comparison,
    exchange::Exchanges,
    lesson::{self, Lesson},
    log::LogError,
    readiness::Readiness,
    session::SessionInfo,
    timeline::{StepBy, Timeline, Way},
    wire::Chunk,
    world::{Doing, World},
};
use std::{ops::Range, sync::Arc};

/// How far back to look for the stream of one of many servers, in changes of stream.
const MAX_TURNS: usize = 4096;

/// Claims are checked while a session runs as long as its log has no more events than this.
const CHECKED_LIVE_EVENTS: u64 = 5_000;

/// A session that the page watches.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Its log so far, and the world at the cursor.
    pub timeline: Timeline,
    /// Its significant events, by number.
    pub steps: Steps,
    /// Where the moments are that the lesson's notes and questions name.
    pub moments: Moments,
    /// What select, poll and epoll_wait watched and returned.
    pub readiness: Readiness,
    /// What the ends of each connection did.
    pub exchanges: Exchanges,
    /// What each server did and what that cost.
    pub comparison: Comparison,
    /// What programs asked with input(), and what was answered.
    pub questions: Questions,
    /// The results of the lesson's claims; empty before they are checked.
    pub claims: Vec<ClaimResult>,
    /// Whether and how the cursor moves.
    pub playback: Playback,
    /// Whether this page started it; it then also ends it when something else is run.
    pub mine: bool,
    /// The relay no longer has it: what has arrived stays, and nothing more will arrive.
    pub gone: bool,
    /// Why it is not saved, or not to its end.
    pub not_saved: Option<String>,
    /// The sequence number to go to once it is known.
    pub arrive_at: Option<u64>,
    /// Time that passed here since the last event came, ns.
    quiet_ns: u64,
}

/// What leads on from the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    /// A step: the log goes on.
    Step,
    /// Releasing this program: the log ends here because it is held.
    Release(ActorId),
    /// Nothing: what comes next comes by itself.
    Wait,
}

/// An actor's thread that is held before a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Whose.
    pub actor: ActorId,
    /// Which thread.
    pub lane: u16,
    /// The call that it will make once released.
    pub call: Arc<Call>,
}

impl Session {
    /// A session about which nothing is known yet.
    pub fn new(id: SessionId, mine: bool) -> Self {
        Session {
            id,
            timeline: Timeline::default(),
            steps: Steps::default(),
            moments: Moments::default(),
            readiness: Readiness::default(),
            exchanges: Exchanges::default(),
            comparison: Comparison::default(),
            questions: Questions::default(),
            claims: Vec::new(),
            playback: Playback::default(),
            mine,
            gone: false,
            not_saved: None,
            arrive_at: None,
            quiet_ns: 0,
        }
    }

    /// The constant facts, as soon as the first event is here, wherever the cursor is.
    pub fn info(&self) -> Option<&Arc<SessionInfo>> {
        self.timeline.latest().info.as_ref()
    }

    /// The state at the cursor.
    pub fn world(&self) -> &World {
        self.timeline.world()
    }

    /// Whether the cursor is at the first stop, or before it.
    pub fn at_beginning(&self) -> bool {
        self.timeline.cursor() <= self.timeline.stop_of(1)
    }

    /// Whether it still runs.
    pub fn live(&self) -> bool {
        !self.gone && self.timeline.is_live()
    }

    /// Whether the cursor sticks to the live end.
    pub fn following(&self) -> bool {
        self.playback.state() == PlayState::Following
    }

    /// Whether the picture changes from frame to frame.
    pub fn moving(&self) -> bool {
        self.playback.is_moving(&self.timeline)
    }

    /// Whether a wait is being watched as it lasts, so that its duration must be counted on.
    pub fn waiting(&self) -> bool {
        let latest = self.timeline.latest();
        let waits = |doing: &Doing| matches!(doing, Doing::Blocked(_) | Doing::Held(_));
        self.live()
            && self.timeline.cursor() == latest.cursor
            && latest.actors.iter().any(|a| a.lanes.iter().any(|lane| waits(&lane.doing)))
    }

    /// The moment that is shown, ns since the session began: at the live end it goes on between events.
    pub fn now_ns(&self) -> u64 {
        let world = self.world();
        let at_end = self.live() && world.cursor == self.timeline.last_seq();
        world.at_ns + if at_end { self.quiet_ns } else { 0 }
    }

    /// The moment shown, as people read it: counted on in tenths of a second while nothing happens.
    pub fn clock_ns(&self) -> u64 {
        const TENTH_NS: u64 = 100_000_000;
        let shown_ns = self.timeline.time_of(self.timeline.cursor());
        let since_ns = if self.waiting() { self.now_ns().saturating_sub(shown_ns) } else { 0 };
        shown_ns + since_ns - since_ns % TENTH_NS
    }

    /// All that are held now (at the live end, wherever the cursor is), in the order of the actors.
    pub fn held(&self) -> Vec<Held> {
        let mut held = Vec::new();
        if !self.live() {
            return held;
        }
        for (actor, state) in (0u16..).zip(&self.timeline.latest().actors) {
            for (lane, state) in (0u16..).zip(&state.lanes) {
                if let Doing::Held(call) = &state.doing {
                    held.push(Held { actor: ActorId(actor), lane, call: call.clone() });
                }
            }
        }
        held
    }

    /// To the next useful call, or to a note or question before it.
    pub fn to_progress(&self, way: Way) -> Command {
        let (timeline, forward) = (&self.timeline, way == Way::Forward);
        let step = timeline.target(timeline.cursor(), way, StepBy::Progress);
        let nearer = |seq: u64| step.is_none_or(|step| if forward { seq < step } else { seq > step });
        let moment = self.moments.next(timeline.cursor(), forward).filter(|seq| nearer(*seq));
        moment.map_or(Command::Step(way, StepBy::Progress), Command::Seek)
    }

    /// What leads on from the cursor to what `actor` does next.
    pub fn onward(&self, actor: Option<ActorId>) -> Onward {
        if !self.live() || self.timeline.next_stop(self.timeline.cursor()).is_some() {
            return Onward::Step;
        }
        let held = self.held();
        let own = held.iter().find(|held| Some(held.actor) == actor).or(held.first());
        own.map_or(Onward::Wait, |held| Onward::Release(held.actor))
    }

    /// The actor's name; empty for one that the session does not have.
    pub fn actor_name(&self, actor: ActorId) -> &str {
        self.info().and_then(|info| info.actor(actor)).map_or("", |actor| &actor.name)
    }

    /// The first stream that ever carried bytes, else the first connection's towards its server.
    pub fn default_stream(&self) -> Option<StreamId> {
        let connections = &self.timeline.latest().connections;
        let carries = (0u32..).zip(connections).flat_map(|(index, connection)| {
            Direction::BOTH
                .into_iter()
                .filter(|d| connection.streams[d.index()].sent > 0)
                .map(move |direction| StreamId { connection: ConnectionId(index), direction })
        });
        let first = StreamId { connection: ConnectionId(0), direction: Direction::ToServer };
        carries.into_iter().next().or_else(|| (!connections.is_empty()).then_some(first))
    }

    /// The stream in which something happened last at the cursor, of those that `fits` takes.
    pub fn stream_at(&self, fits: impl Fn(StreamId) -> bool) -> Option<StreamId> {
        let turns = self.timeline.history().streams_at(self.timeline.cursor());
        turns.take(MAX_TURNS).find(|stream| fits(*stream))
    }

    /// Whether a stream's connection was accepted by this server.
    pub fn belongs(&self, stream: StreamId, server: ActorId) -> bool {
        let latest = self.timeline.latest();
        let end =
            latest.connection(stream.connection).map(|connection| &connection.ends[Side::Server.index()]);
        let socket = end.and_then(|end| latest.socket(end.socket?));
        socket.is_some_and(|socket| socket.actor == server)
    }

    /// The stream to a server from its first client.
    pub fn stream_to(&self, server: ActorId) -> Option<StreamId> {
        let latest = self.timeline.latest();
        let accepted = |end: Option<SocketId>| {
            end.and_then(|id| latest.socket(id)).is_some_and(|socket| socket.actor == server)
        };
        let place = latest
            .connections
            .iter()
            .position(|connection| accepted(connection.ends[Side::Server.index()].socket))?;
        let connection = ConnectionId(u32::try_from(place).ok()?);
        Some(StreamId { connection, direction: Direction::ToServer })
    }

    /// Takes events that the relay sent; `lessons` is the curriculum, `lang` the language of what is found.
    pub(super) fn extend(
        &mut self,
        chunk: Chunk,
        lessons: &[Lesson],
        lang: Language,
    ) -> Result<(), LogError> {
        let new = self.timeline.extend(chunk)?;
        if !new.is_empty() {
            self.quiet_ns = 0;
            self.steps.extend(&self.timeline, new.clone());
            for (seq, event) in self.timeline.log().range(new.clone()) {
                self.readiness.push(seq, &event.fact);
                self.exchanges.push(seq, event);
                self.comparison.push(seq, event);
                self.questions.push(seq, &event.fact);
            }
            self.check(new, lessons, lang);
        }
        let goal = self.arrive_at.filter(|seq| *seq <= self.timeline.last_seq());
        if let Some(seq) = goal {
            self.arrive_at = None;
            self.do_command(Command::Seek(seq));
        }
        self.do_tick(0);
        Ok(())
    }

    /// Looks in the new events for what the lesson says about its run.
    fn check(&mut self, new: Range<u64>, lessons: &[Lesson], lang: Language) {
        let Some((info, lesson)) = self.lesson_of(lessons) else { return };
        if new.start == 1 {
            self.moments = Moments::new(lesson, &info);
        }
        for (seq, event) in self.timeline.log().range(new) {
            self.moments.push(seq, event);
        }
        // Each check reads the whole log: while a long session runs, its end is waited for.
        if !self.timeline.is_live() || self.timeline.last_seq() < CHECKED_LIVE_EVENTS {
            self.claims = lesson::evaluate(&lesson.claims, &lesson.knobs, &info.knobs, &self.timeline, lang);
        } else {
            // What held earlier may contradict what is seen.
            self.claims.clear();
        }
    }

    /// Says what came of the claims in another language.
    pub(super) fn speak(&mut self, lessons: &[Lesson], lang: Language) {
        if !self.claims.is_empty()
            && let Some((info, lesson)) = self.lesson_of(lessons)
        {
            self.claims = lesson::evaluate(&lesson.claims, &lesson.knobs, &info.knobs, &self.timeline, lang);
        }
    }

    fn lesson_of<'a>(&self, lessons: &'a [Lesson]) -> Option<(Arc<SessionInfo>, &'a Lesson)> {
        let info = self.info()?.clone();
        let lesson = lessons.iter().find(|lesson| lesson.id == info.lesson)?;
        Some((info, lesson))
    }

    /// Does what a person asked of playback.
    pub(super) fn do_command(&mut self, command: Command) {
        // What was read from the kernel right after a call belongs to its step.
        let command = match command {
            Command::Seek(seq) => Command::Seek(self.timeline.stop_of(seq)),
            other => other,
        };
        if let Some(seq) = self.playback.command(command, &self.timeline) {
            self.timeline.seek(seq);
        }
    }

    /// Lets time pass.
    pub(super) fn do_tick(&mut self, dt_ns: u64) {
        self.quiet_ns = self.quiet_ns.saturating_add(dt_ns);
        let from = self.timeline.cursor();
        let Some(seq) = self.playback.tick(dt_ns, &self.timeline) else { return };
        let said = self.moments.next(from, true).map(|seq| self.timeline.stop_of(seq));
        // Who plays fast does not read.
        let rests = self.playback.state() == PlayState::Playing && self.playback.speed() <= 1.0;
        let said = said.filter(|said| rests && *said <= seq);
        let to = said.and_then(|said| self.playback.rest_at(said));
        self.timeline.seek(to.unwrap_or(seq));
    }
}
