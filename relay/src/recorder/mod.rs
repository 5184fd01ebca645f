//! One causal order out of what several processes and the capture report.
//!
//! Reports reach the relay in any order. The recorder keeps each for [`WINDOW_NS`], sorts by monotonic time, puts
//! causes before effects where the window was too short, and alone decides places in the log. It is pure: the time
//! comes in with [`Recorder::poll`].
//!
//! A call that acts (a send) is placed at its entry, a call that learns (a recv) at its return. One still under
//! way when its window ends is announced by [`Fact::Entered`], and gets its [`Fact::Returned`] later.

mod cause;
mod counted;
mod names;
mod pending;
#[cfg(test)]
mod tests;

use names::Names;
use pending::{Body, Key, Pending};
use socketscope_network::Captured;
use socketscope_probe::protocol::{Report, SocketReading};
use socketscope_shared::{
    ActorId, Call, CallId, ConnectionId, Event, Fact, Op, Outcome, Side, SocketId, segment::Segment,
    session::SessionInfo, world::World,
};
use std::collections::{BTreeSet, HashMap};

/// How long a report waits for earlier ones, ns. Every event is at least this late for its viewers, which no person sees;
/// on a busy machine a process may well be kept from reporting for some milliseconds.
pub const WINDOW_NS: u64 = 20_000_000;
/// How long an effect waits for a cause that is known to be missing, ns; after that the log says what it has.
pub const CAUSE_WAIT_NS: u64 = 250_000_000;

/// What is reported to the recorder.
#[derive(Clone, Debug)]
pub enum Input {
    /// An actor's report, except [`Report::Finished`], which the stage turns into an exit.
    Actor(ActorId, Report),
    /// Captured segments, in the order of the capture.
    Segments(Vec<Captured>),
    /// Readings that the host took.
    Readings {
        /// When, CLOCK_MONOTONIC.
        at_ns: u64,
        /// Those that changed.
        readings: Vec<SocketReading>,
    },
    /// A fact of the stage's own, about no socket.
    Stage {
        /// When, CLOCK_MONOTONIC.
        at_ns: u64,
        /// The fact; its times are CLOCK_MONOTONIC too.
        fact: Fact,
    },
}

/// The recorder of one session.
pub struct Recorder {
    epoch_ns: u64,
    last_at_ns: u64,
    world: World,
    names: Names,
    pending: Pending,
    /// Calls whose `Entered` is in the log and whose `Returned` is not.
    announced: BTreeSet<(ActorId, CallId)>,
    /// Bytes that announced sends offer: they may arrive before the call returns.
    offered: HashMap<(ActorId, CallId), (SocketId, u64)>,
    /// How much an end had taken when its last segment crossed.
    received: HashMap<(ConnectionId, Side), u64>,
    out: Vec<Event>,
}

impl Recorder {
    /// A recorder of a session that began at `epoch_ns` (CLOCK_MONOTONIC). The first event is already out.
    pub fn new(info: SessionInfo, epoch_ns: u64) -> Self {
        let mut recorder = Recorder {
            epoch_ns,
            last_at_ns: 0,
            world: World::default(),
            names: Names::on(&info.network),
            pending: Pending::default(),
            announced: BTreeSet::new(),
            offered: HashMap::new(),
            received: HashMap::new(),
            out: Vec::new(),
        };
        recorder.place(epoch_ns, Fact::SessionStarted(Box::new(info)));
        recorder
    }

    /// The state after the last event that was given out.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Takes in what was observed.
    pub fn push(&mut self, input: Input) {
        match input {
            Input::Actor(actor, report) => self.report(actor, report),
            Input::Segments(segments) => {
                for segment in segments {
                    let placed = self.names.place_segment(segment);
                    self.pending.insert(placed.captured.at_ns, Body::Segment(placed));
                }
            }
            Input::Readings { at_ns, readings } => {
                self.pending.insert(at_ns, Body::Readings(readings));
            }
            Input::Stage { at_ns, fact } => {
                self.pending.insert(at_ns, Body::Plain(fact));
            }
        }
    }

    /// The events whose place is certain at `now_ns` (CLOCK_MONOTONIC), in order.
    pub fn poll(&mut self, now_ns: u64) -> Vec<Event> {
        while let Some((key, body)) = self.pending.first() {
            let age_ns = now_ns.saturating_sub(key.at_ns);
            if age_ns < WINDOW_NS {
                break;
            }
            let waits = age_ns < CAUSE_WAIT_NS;
            if matches!(body, Body::Readings(_)) {
                if self.emit_readings(key, waits) {
                    break;
                }
                continue;
            }
            match self.missing_cause(body) {
                cause::Cause::Present => self.emit(key, key.at_ns, false),
                cause::Cause::Pending(actor, at) => self.emit_actor_up_to(actor, at, key.at_ns),
                cause::Cause::Missing if waits => break,
                cause::Cause::Missing => self.emit(key, key.at_ns, false),
            }
        }
        std::mem::take(&mut self.out)
    }

    /// All that is left, in order: the session is over.
    pub fn flush(&mut self) -> Vec<Event> {
        self.poll(u64::MAX)
    }

    /// When [`poll`](Self::poll) may have something, CLOCK_MONOTONIC; `None` while nothing waits.
    pub fn due_ns(&self) -> Option<u64> {
        self.pending.first().map(|(key, _)| key.at_ns + WINDOW_NS)
    }

    fn report(&mut self, actor: ActorId, report: Report) {
        match report {
            Report::Entered(call) => self.pending.open(actor, call),
            Report::Returned { call, end_ns, outcome } => self.call_returned(actor, call, end_ns, outcome),
            Report::Held(call) => {
                self.pending.insert(call.start_ns, Body::Held { actor, call });
            }
            Report::Released { lane, at_ns } => {
                self.pending.insert(at_ns, Body::Plain(Fact::Released { actor, lane }));
            }
            Report::Output { at_ns, error, line, data } => {
                self.pending.insert(at_ns, Body::Plain(Fact::Output { actor, error, line, data }));
            }
            Report::Readings { at_ns, readings } => {
                self.pending.insert(at_ns, Body::Readings(readings));
            }
            Report::LimitHit { at_ns, limit } => {
                self.pending.insert(at_ns, Body::Plain(Fact::LimitHit { actor: Some(actor), limit }));
            }
            Report::Lost { at_ns, what, count } => {
                self.pending.insert(at_ns, Body::Plain(Fact::Lost { what, count }));
            }
            Report::Finished { .. } => {}
        }
    }

    fn call_returned(&mut self, actor: ActorId, call: Call, end_ns: u64, outcome: Outcome) {
        let in_progress = matches!(outcome, Outcome::Connected { in_progress: true, .. });
        let acts = call.op.acts_at_start() || in_progress;
        let announced = self.announced.contains(&(actor, call.id));
        let handshake = matches!(call.op, Op::Connect { .. }) && !in_progress;
        if !announced && handshake && self.pending.keep_open(actor, call.id) {
            // The segments of its handshake are between its entry and its return.
            self.pending.insert(end_ns, Body::Returned { actor, call, end_ns, outcome });
            return;
        }
        self.pending.close(actor, call.id);
        let at_ns = if acts && !announced { call.start_ns } else { end_ns };
        self.pending.insert(at_ns, Body::Returned { actor, call, end_ns, outcome });
    }

    /// Gives out all that `actor` reported up to `key`, before its time: something of `effect_ns` that it caused waits, and
    /// a cause is not later than its effect.
    fn emit_actor_up_to(&mut self, actor: ActorId, key: Key, effect_ns: u64) {
        for key in self.pending.of_actor_up_to(actor, key) {
            self.emit(key, key.at_ns.min(effect_ns), true);
        }
    }

    fn emit(&mut self, key: Key, at_ns: u64, moved: bool) {
        let Some(body) = self.pending.remove(key) else { return };
        match body {
            Body::Plain(fact) => self.place(at_ns, fact),
            Body::Held { actor, call } => {
                let call = self.names.call(actor, call, self.epoch_ns);
                self.place(at_ns, Fact::Held { actor, call });
            }
            Body::Entered { actor, call, .. } => self.emit_entered(at_ns, actor, call),
            Body::Returned { actor, call, end_ns, outcome } => {
                let announced = self.announced.remove(&(actor, call.id));
                self.offered.remove(&(actor, call.id));
                let took_ns = end_ns.saturating_sub(call.start_ns);
                let outcome = self.names.outcome(actor, &call, outcome, &self.world);
                let call = self.names.call(actor, call, self.epoch_ns);
                let fact = Fact::Returned { actor, call, took_ns, outcome, announced, moved };
                self.place(at_ns, fact);
            }
            Body::Segment(placed) => {
                let segment = self.names.segment(placed, &self.world);
                self.note_received(&segment);
                self.place(at_ns, Fact::Segment(segment));
            }
            Body::Readings(readings) => {
                let changed = self.names.readings(at_ns, readings, &self.world);
                if !changed.is_empty() {
                    self.place(at_ns, Fact::Readings(changed));
                }
            }
        }
        self.emit_waiting_readings(at_ns);
    }

    /// How much the sender of a segment had taken of the other direction.
    fn note_received(&mut self, segment: &Segment) {
        let (connection, side) = (segment.connection, segment.direction.from());
        let received = self.world.stream(connection, side.receives()).map_or(0, |stream| stream.received);
        self.received.insert((connection, side), received);
    }

    fn emit_entered(&mut self, at_ns: u64, actor: ActorId, call: Call) {
        let id = call.id;
        self.announced.insert((actor, id));
        let call = self.names.call(actor, call, self.epoch_ns);
        if let (Op::Send { .. }, Some(socket)) = (&call.op, call.socket) {
            self.offered.insert((actor, id), (socket, call.op.offered_bytes()));
        }
        self.place(at_ns, Fact::Entered { actor, call });
    }

    /// Readings can precede the first sight of their connection; they are placed right after it.
    fn emit_waiting_readings(&mut self, at_ns: u64) {
        let known = self.names.waiting_readings(&self.world);
        if !known.is_empty() {
            self.place(at_ns, Fact::Readings(known));
        }
    }

    fn place(&mut self, at_monotonic_ns: u64, fact: Fact) {
        self.last_at_ns = self.last_at_ns.max(at_monotonic_ns.saturating_sub(self.epoch_ns));
        let event = Event { at_ns: self.last_at_ns, fact };
        self.world.apply(&event);
        self.out.push(event);
    }
}
