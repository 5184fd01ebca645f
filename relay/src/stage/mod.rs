//! Runs one session: starts its actors in the declared order, holds and releases them, feeds them input, enforces
//! limits, and ends everything.

mod actor;
mod doors;
mod inbox;
mod limits;
mod plan;

pub use doors::AT_ONCE as VISITORS_AT_ONCE;
pub use inbox::{Inbox, Waiting, inbox};
pub use limits::SessionLimits;
pub use plan::Plan;

use crate::{
    log_store::SessionLog,
    recorder::{CAUSE_WAIT_NS, Input as Observed, Recorder},
};
use actor::{Actor, Phase};
use doors::{Doors, Visit};
use socketscope_network::{HostHandle, HostReport, report::ExitStatus};
use socketscope_probe::{
    clock,
    protocol::{Order, Report},
};
use socketscope_shared::{
    ActorId, Exit, Fact,
    deadlock::deadlocked,
    event::{End, Limit, Lost},
    wire::Control,
};
use std::{sync::Arc, time::Duration};

/// How long after the last program's end the network may still have something to say (FINs, TIME-WAIT).
const LINGER_NS: u64 = 80_000_000;
/// How long a program may take to end by itself when it is stopped, before it is killed.
const STOP_GRACE_NS: u64 = 700_000_000;
/// How long the host process may take to report their ends, before it is killed, and they with it.
const HOST_GRACE_NS: u64 = 2_000_000_000;
/// How long nothing may happen before the programs are looked at for a deadlock: what is under way has long arrived.
const DEADLOCK_AFTER_NS: u64 = 500_000_000;
/// Inputs taken before events are given out.
const BATCH: usize = 512;

/// Everything that can happen to a running session.
#[derive(Debug)]
pub enum Input {
    /// The host process said something.
    Host(HostReport),
    /// The host process is gone.
    HostGone,
    /// A program said something, which takes room until it is taken in.
    Actor(ActorId, Report),
    /// A program's channel closed.
    ActorGone(ActorId),
    /// A person wants something.
    Control(Control),
    /// Somebody came to a door.
    Visit(Visit),
}

/// A running session.
pub struct Stage {
    plan: Plan,
    limits: SessionLimits,
    host: HostHandle,
    log: Arc<SessionLog>,
    recorder: Recorder,
    actors: Vec<Actor>,
    doors: Doors,
    inbox: Waiting,
    /// For the tasks that read the actors' channels.
    outbox: Inbox,
    epoch_ns: u64,
    active_ns: u64,
    /// Set once the session is being ended, with the reason.
    ending: Option<(End, u64)>,
    step_mode: bool,
    /// The activity after which a deadlock was looked for: it is found once.
    deadlock_sought_ns: u64,
    /// All that was reported before has been taken in.
    heard_ns: u64,
}

impl Stage {
    /// A session whose host is up. `inbox` carries the host's reports too.
    pub fn new(
        plan: Plan,
        limits: SessionLimits,
        host: HostHandle,
        log: Arc<SessionLog>,
        (outbox, inbox): (Inbox, Waiting),
        epoch_ns: u64,
    ) -> Self {
        let recorder = Recorder::new(plan.info.clone(), epoch_ns);
        let actors = plan.info.actors.iter().map(|_| Actor::default()).collect();
        let doors = Doors::new(&plan.info.doors, host.clone(), outbox.clone());
        let step_mode = plan.info.step_mode;
        let (active_ns, ending) = (epoch_ns, None);
        Stage {
            plan,
            limits,
            host,
            log,
            recorder,
            actors,
            doors,
            inbox,
            outbox,
            epoch_ns,
            active_ns,
            ending,
            step_mode,
            deadlock_sought_ns: epoch_ns,
            heard_ns: epoch_ns,
        }
    }

    /// Runs the session to its end. Returns once the last event is in the log.
    pub async fn run(mut self) {
        self.start_due_actors();
        loop {
            self.give_out();
            let now_ns = clock::now_ns();
            self.start_due_actors();
            self.enforce(now_ns);
            self.seek_deadlock(now_ns);
            if self.is_over(now_ns) {
                break;
            }
            let wait = Duration::from_nanos(self.next_wake_ns(now_ns).saturating_sub(now_ns));
            tokio::select! {
                input = self.inbox.recv() => match input {
                    Some(input) => self.take(input),
                    None => break,
                },
                () = tokio::time::sleep(wait) => {}
            }
            self.take_all();
        }
        self.close_log();
    }

    /// Takes in what waits. All that was reported before now is in the log then, unless more comes than can be taken in.
    fn take_all(&mut self) {
        let now_ns = clock::now_ns();
        let all_told = self.host.has_told_all() && self.actors.iter().all(Actor::has_told_all);
        for _ in 0..BATCH {
            match self.inbox.try_recv() {
                Some(input) => self.take(input),
                None if all_told => {
                    self.heard_ns = now_ns;
                    break;
                }
                None => break,
            }
        }
        self.inbox.done();
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Host(report) => self.host_said(report),
            Input::HostGone => {
                let reason = "the session's host process ended unexpectedly".to_owned();
                self.end(End::Failed { reason });
                self.actors.iter_mut().for_each(|actor| actor.phase = Phase::Over);
            }
            Input::Actor(id, report) => self.actor_said(id, report),
            Input::ActorGone(id) => {
                self.actor_mut(id, |actor| actor.channel_closed = true);
                self.settle_exit(id);
            }
            Input::Control(control) => self.control(control),
            Input::Visit(visit) => self.doors.arrived(visit),
        }
    }

    fn host_said(&mut self, report: HostReport) {
        match report {
            HostReport::Failed { reason } | HostReport::ActorFailed { reason, .. } => {
                self.end(End::Failed { reason });
            }
            HostReport::ActorSpawned { actor, pid, channel } => {
                self.actor_spawned(ActorId(actor), pid, channel)
            }
            HostReport::ActorExited { actor, status, cpu_ns } => {
                let id = ActorId(actor);
                self.actor_mut(id, |actor| actor.reaped = Some((status, cpu_ns)));
                self.settle_exit(id);
            }
            HostReport::Segments(segments) => {
                self.active_ns = clock::now_ns();
                self.recorder.push(Observed::Segments(segments));
            }
            HostReport::Readings { at_ns, readings } => {
                self.recorder.push(Observed::Readings { at_ns, readings });
            }
            HostReport::Lost { at_ns, count } => {
                let fact = Fact::Lost { what: Lost::Segments, count };
                self.recorder.push(Observed::Stage { at_ns, fact });
            }
            HostReport::Door { door, stream } => {
                if let Some((at_ns, fact)) = self.doors.connected(door, stream) {
                    self.recorder.push(Observed::Stage { at_ns, fact });
                }
            }
            HostReport::Up { .. } => {}
        }
    }

    fn actor_spawned(&mut self, id: ActorId, pid: u32, channel: std::os::unix::net::UnixStream) {
        let Some(program) = self.plan.program(id, pid, &self.limits, self.step_mode) else { return };
        self.note(Fact::ActorStarted { actor: id, pid });
        match actor::connect(id, channel, self.outbox.clone()) {
            Ok(channel) => {
                self.actor_mut(id, |actor| actor.started(channel));
                self.order(id, Order::Run(program));
            }
            Err(error) => self.end(End::Failed { reason: format!("cannot talk to a program: {error}") }),
        }
    }

    fn actor_said(&mut self, id: ActorId, report: Report) {
        self.active_ns = clock::now_ns();
        let Some(actor) = self.actors.get_mut(usize::from(id.0)) else { return };
        actor.began_ns.get_or_insert(self.active_ns);
        actor.observe(&report);
        let opened = self.doors.open_due(id, actor);
        match report {
            Report::Finished { at_ns, exit, cpu_ns } => actor.finished = Some((at_ns, exit, cpu_ns)),
            report => self.recorder.push(Observed::Actor(id, report)),
        }
        opened.into_iter().for_each(|fact| self.note(fact));
        self.start_due_actors();
    }

    /// An actor has ended once its process is reaped and all that it reported is read.
    fn settle_exit(&mut self, id: ActorId) {
        let Some(actor) = self.actors.get_mut(usize::from(id.0)) else { return };
        let Some((at_ns, exit, cpu_ns)) = actor.take_exit(self.ending.is_some()) else { return };
        self.recorder.push(Observed::Stage { at_ns, fact: Fact::ActorExited { actor: id, exit, cpu_ns } });
        self.doors.shut(id);
        self.active_ns = clock::now_ns();
        self.start_due_actors();
    }

    fn start_due_actors(&mut self) {
        if self.ending.is_some() {
            return;
        }
        let now_ns = clock::now_ns();
        for index in 0..self.actors.len() {
            let due =
                self.actors[index].phase == Phase::Waiting && self.plan.is_due(index, &self.actors, now_ns);
            if !due {
                continue;
            }
            self.actors[index].phase = Phase::Starting;
            if let Err(error) = self.host.spawn_actor(index as u16) {
                self.end(End::Failed { reason: format!("cannot start a program: {error}") });
            }
        }
    }

    fn control(&mut self, control: Control) {
        self.active_ns = clock::now_ns();
        match control {
            Control::Release { actor } => {
                if let Some(lane) = self.actors.get(usize::from(actor.0)).and_then(Actor::first_held) {
                    self.order(actor, Order::Release { lane });
                }
            }
            Control::StepMode { on } => {
                self.step_mode = on;
                self.note(Fact::StepMode { on });
                (0..self.actors.len()).for_each(|i| self.order(ActorId(i as u16), Order::StepMode { on }));
            }
            Control::Input { actor, text } => self.order(actor, Order::Input { text }),
            Control::Stop => self.end(End::Stopped),
        }
    }

    /// Begins to end the session; the first reason counts.
    fn end(&mut self, end: End) {
        if self.ending.is_some() {
            return;
        }
        self.ending = Some((end, clock::now_ns()));
        for index in 0..self.actors.len() {
            if self.actors[index].phase == Phase::Waiting {
                self.actors[index].phase = Phase::Over;
            }
            self.order(ActorId(index as u16), Order::Stop);
        }
    }

    fn enforce(&mut self, now_ns: u64) {
        if let Some((_, since_ns)) = &self.ending {
            if now_ns > since_ns + STOP_GRACE_NS + HOST_GRACE_NS {
                // It is stopped, or hangs.
                self.host.kill_host();
            } else if now_ns > since_ns + STOP_GRACE_NS {
                let alive =
                    |a: &Actor| matches!(a.phase, Phase::Starting | Phase::Running) && a.reaped.is_none();
                let late: Vec<_> =
                    (0u16..).zip(&self.actors).filter(|(_, a)| alive(a)).map(|(i, _)| i).collect();
                late.into_iter().for_each(|actor| _ = self.host.kill(actor));
            }
            return;
        }
        // A person who holds a program, or is asked for a line, may take any time.
        let idle_since_ns = match self.actors.iter().any(Actor::waits_for_person) {
            true => now_ns,
            false => self.active_ns,
        };
        if let Some(limit) = self.limits.exceeded(now_ns - self.epoch_ns, now_ns - idle_since_ns, &self.log) {
            self.limit_hit(limit);
        }
    }

    /// Notes that the programs wait for each other, once nothing has happened for a while.
    fn seek_deadlock(&mut self, now_ns: u64) {
        let quiet = now_ns > self.active_ns + DEADLOCK_AFTER_NS && self.recorder.due_ns().is_none();
        if !quiet
            || self.ending.is_some()
            || self.deadlock_sought_ns == self.active_ns
            || self.recorder.world().deadlocked
        {
            return;
        }
        self.deadlock_sought_ns = self.active_ns;
        if let Some(actors) = deadlocked(self.recorder.world()) {
            self.note(Fact::Deadlock { actors });
        }
    }

    fn limit_hit(&mut self, limit: Limit) {
        self.note(Fact::LimitHit { actor: None, limit: limit.clone() });
        self.end(End::Limit(limit));
    }

    fn is_over(&self, now_ns: u64) -> bool {
        self.actors.iter().all(|actor| actor.phase == Phase::Over) && now_ns > self.active_ns + LINGER_NS
    }

    fn next_wake_ns(&self, now_ns: u64) -> u64 {
        let regular_ns = now_ns + LINGER_NS;
        self.recorder.due_ns().map_or(regular_ns, |due_ns| due_ns.clamp(now_ns + 200_000, regular_ns))
    }

    fn give_out(&mut self) {
        // Where this process was kept from running, unread reports are older than the time that has passed.
        let until_ns = self.heard_ns.max(clock::now_ns().saturating_sub(CAUSE_WAIT_NS));
        let events = self.recorder.poll(until_ns);
        if !events.is_empty() {
            self.log.append(&events);
        }
    }

    fn close_log(&mut self) {
        self.log.append(&self.recorder.flush());
        let end = self.ending.take().map_or(End::Finished, |(end, _)| end);
        self.note(Fact::SessionEnded { end });
        self.log.append(&self.recorder.flush());
    }

    fn note(&mut self, fact: Fact) {
        self.recorder.push(Observed::Stage { at_ns: clock::now_ns(), fact });
    }

    fn order(&mut self, id: ActorId, order: Order) {
        if let Some(actor) = self.actors.get(usize::from(id.0)) {
            actor.order(order);
        }
    }

    fn actor_mut(&mut self, id: ActorId, change: impl FnOnce(&mut Actor)) {
        if let Some(actor) = self.actors.get_mut(usize::from(id.0)) {
            change(actor);
        }
    }
}

/// However it ends, the host and everything inside end with it.
impl Drop for Stage {
    fn drop(&mut self) {
        self.host.shutdown();
    }
}

/// How a process that did not say so itself has ended.
fn unreported_exit(status: ExitStatus, ending: bool) -> Exit {
    match status {
        ExitStatus::Signalled(signal) if !ending => Exit::Killed { signal },
        ExitStatus::Exited(code) if !ending => Exit::Status { code },
        _ => Exit::Stopped,
    }
}
