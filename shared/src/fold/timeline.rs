//! A cursor into a log: seek, step, and the worlds around the cursor.
//!
//! A *stop* is a sequence number at which stepping halts. Each step begins with a significant event; events that only
//! complete the picture (readings, releases, actor starts) ride along, so a stop is the last rider before the next
//! significant event. Which sequence numbers are stops depends on the log alone.

use crate::{
    ActorId, Event, Fact, Op, Outcome,
    fold::{history::History, world::World},
    record::chunk::Chunk,
    record::log::{Log, LogError},
};
use std::ops::Range;

/// Events between two checkpoints, at first.
const CHECKPOINT_EVENTS: u64 = 4096;
/// Most checkpoints; at more, every second one is dropped and the distance doubles.
const MAX_CHECKPOINTS: usize = 256;
/// Most parts (sockets, connections, lanes) in all checkpoints together, for the same reason.
const MAX_CHECKPOINT_PARTS: usize = 200_000;

/// Which way a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Towards later events.
    Forward,
    /// Towards earlier events.
    Back,
}

/// What a step goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepBy {
    /// Each significant event.
    Event,
    /// Calls, held calls, outputs, exits, and the session's ends; not segments.
    Call,
    /// Calls that achieved something, outputs and ends: not sleeps, calls that would block, or waits that returned nothing
    /// at once. A wait for readiness that timed out counts.
    Progress,
    /// Those of one actor.
    SameActor(ActorId),
}

/// A log, its index, and the state at a cursor.
#[derive(Clone, Debug)]
pub struct Timeline {
    log: Log,
    history: History,
    checkpoints: Vec<World>,
    checkpoint_parts: usize,
    spacing: u64,
    latest: World,
    world: World,
    before: World,
}

impl Default for Timeline {
    fn default() -> Self {
        Timeline {
            log: Log::default(),
            history: History::default(),
            checkpoints: Vec::new(),
            checkpoint_parts: 0,
            spacing: CHECKPOINT_EVENTS,
            latest: World::default(),
            world: World::default(),
            before: World::default(),
        }
    }
}

impl Timeline {
    /// With another distance between checkpoints, so that short logs have many.
    #[cfg(test)]
    pub(crate) fn with_spacing(spacing: u64) -> Self {
        Timeline { spacing, ..Timeline::default() }
    }

    /// How many checkpoints there are.
    #[cfg(test)]
    pub(crate) fn checkpoints(&self) -> usize {
        self.checkpoints.len()
    }

    /// Takes new events; the cursor stays. Returns the sequence numbers that are new.
    pub fn extend(&mut self, chunk: Chunk) -> Result<Range<u64>, LogError> {
        let new = self.log.push_chunk(chunk)?;
        for (seq, event) in self.log.range(new.clone()) {
            self.latest.apply(event);
            self.history.push(seq, event, &self.latest);
            if seq % self.spacing == 0 {
                self.checkpoint_parts += parts(&self.latest);
                self.checkpoints.push(self.latest.clone());
                if self.checkpoints.len() > MAX_CHECKPOINTS || self.checkpoint_parts > MAX_CHECKPOINT_PARTS {
                    self.spacing = self.spacing.saturating_mul(2);
                    self.checkpoints.retain(|world| world.cursor % self.spacing == 0);
                    self.checkpoint_parts = self.checkpoints.iter().map(parts).sum();
                }
            }
        }
        Ok(new)
    }

    /// The events.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The index of the whole log; cut it at the cursor with its `…_at` methods.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Sequence number up to which [`world`](Self::world) is folded.
    pub fn cursor(&self) -> u64 {
        self.world.cursor
    }

    /// Sequence number of the last known event.
    pub fn last_seq(&self) -> u64 {
        self.log.last_seq()
    }

    /// The state at the cursor.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The state just before the event that the cursor's step is about (see [`shown`](Self::shown)).
    pub fn before(&self) -> &World {
        &self.before
    }

    /// The state at the end of the log.
    pub fn latest(&self) -> &World {
        &self.latest
    }

    /// Whether more events may come: the session has not ended.
    pub fn is_live(&self) -> bool {
        self.latest.ended.is_none()
    }

    /// The event that the cursor's step is about: the last significant one up to the cursor.
    pub fn shown(&self) -> Option<(u64, &Event)> {
        self.significant_at(self.cursor())
    }

    /// The last significant event up to `seq`.
    pub fn significant_at(&self, seq: u64) -> Option<(u64, &Event)> {
        (1..=seq.min(self.last_seq()))
            .rev()
            .filter_map(|seq| Some((seq, self.log.get(seq)?)))
            .find(|(_, event)| is_significant(&event.fact))
    }

    /// Whether stepping by event halts at `seq`. The last event of the log is a stop as long as it is the last.
    pub fn is_stop(&self, seq: u64) -> bool {
        seq > 0
            && seq <= self.last_seq()
            && self.log.get(seq + 1).is_none_or(|next| is_significant(&next.fact))
    }

    /// The first stop after `seq`.
    pub fn next_stop(&self, seq: u64) -> Option<u64> {
        (seq + 1..=self.last_seq()).find(|&seq| self.is_stop(seq))
    }

    /// The last stop before `seq`.
    pub fn prev_stop(&self, seq: u64) -> Option<u64> {
        (1..seq.min(self.last_seq() + 1)).rev().find(|&seq| self.is_stop(seq))
    }

    /// The stop of the step that `seq` is part of.
    pub fn stop_of(&self, seq: u64) -> u64 {
        self.next_stop(seq.saturating_sub(1)).unwrap_or(self.last_seq())
    }

    /// Where a step would lead from `seq`.
    pub fn target(&self, seq: u64, way: Way, by: StepBy) -> Option<u64> {
        let mut at = seq;
        loop {
            at = match way {
                Way::Forward => self.next_stop(at)?,
                Way::Back => self.prev_stop(at)?,
            };
            if self.significant_at(at).is_some_and(|(_, event)| halts(&event.fact, by)) {
                return Some(at);
            }
        }
    }

    /// Steps the cursor; `false` where there is nothing to step to.
    pub fn step(&mut self, way: Way, by: StepBy) -> bool {
        let target = self.target(self.cursor(), way, by);
        target.is_some_and(|seq| self.seek(seq) == seq)
    }

    /// Puts the cursor at `seq`, or at the end of the log if that comes first. Returns where it is.
    pub fn seek(&mut self, seq: u64) -> u64 {
        let seq = seq.min(self.last_seq());
        if seq != self.cursor() {
            let shown = self.significant_at(seq).map_or(0, |(shown, _)| shown);
            self.fold_to(shown.saturating_sub(1));
            self.before = self.world.clone();
            self.fold_to(seq);
        }
        self.cursor()
    }

    /// The greatest stop whose step begins not later than `at_ns`; 0 where all are later.
    pub fn seq_at(&self, at_ns: u64) -> u64 {
        match self.log.seq_at(at_ns) {
            0 => 0,
            seq => self.stop_of(seq),
        }
    }

    /// When the step that ends at `seq` happened: the time of its significant event; 0 before the first.
    pub fn time_of(&self, seq: u64) -> u64 {
        self.significant_at(seq).map_or(0, |(_, event)| event.at_ns)
    }

    /// The state at `seq`; the cursor stays.
    pub fn world_at(&self, seq: u64) -> World {
        let nearest = self.checkpoints.partition_point(|world| world.cursor <= seq).checked_sub(1);
        let mut world = nearest.and_then(|index| self.checkpoints.get(index)).cloned().unwrap_or_default();
        self.log.range(world.cursor + 1..seq.saturating_add(1)).for_each(|(_, event)| world.apply(event));
        world
    }

    fn fold_to(&mut self, seq: u64) {
        let nearest = self.checkpoints.partition_point(|world| world.cursor <= seq).checked_sub(1);
        let checkpoint = nearest.and_then(|index| self.checkpoints.get(index));
        let from = checkpoint.map_or(0, |world| world.cursor);
        if seq == self.latest.cursor {
            self.world = self.latest.clone();
        } else if self.world.cursor > seq || self.world.cursor < from {
            self.world = checkpoint.cloned().unwrap_or_default();
        }
        for (_, event) in self.log.range(self.world.cursor + 1..seq + 1) {
            self.world.apply(event);
        }
    }
}

/// Whether an event begins a step, rather than completing the one before it.
pub fn is_significant(fact: &Fact) -> bool {
    !matches!(fact, Fact::Readings(_) | Fact::Released { .. } | Fact::ActorStarted { .. })
}

fn halts(fact: &Fact, by: StepBy) -> bool {
    let ends = matches!(fact, Fact::SessionStarted(_) | Fact::SessionEnded { .. });
    match by {
        StepBy::Event => true,
        StepBy::Call => ends || fact.actor().is_some(),
        StepBy::Progress => ends || progresses(fact),
        StepBy::SameActor(actor) => fact.actor() == Some(actor),
    }
}

/// A wait that took longer counts as one, ns: a program that asks again and again waits less.
const WAITED_NS: u64 = 20_000_000;

fn progresses(fact: &Fact) -> bool {
    match fact {
        Fact::Returned { call, outcome, took_ns, .. } => match outcome {
            Outcome::WouldBlock | Outcome::Unfinished => false,
            Outcome::ReadySets { read, write, except } => {
                *took_ns >= WAITED_NS || !(read.is_empty() && write.is_empty() && except.is_empty())
            }
            Outcome::Ready { fds } => *took_ns >= WAITED_NS || !fds.is_empty(),
            _ => !matches!(call.op, Op::Sleep { .. }),
        },
        Fact::Entered { .. } | Fact::Held { .. } => false,
        _ => fact.actor().is_some() || matches!(fact, Fact::Deadlock { .. }),
    }
}

fn parts(world: &World) -> usize {
    let lanes: usize = world.actors.iter().map(|actor| actor.lanes.len()).sum();
    1 + lanes + world.actors.len() + world.sockets.len() + 2 * world.connections.len()
}
