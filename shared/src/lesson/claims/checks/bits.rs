//! Checks of the bits that poll and epoll_wait return.

use crate::{
    Outcome,
    lesson::claims::{
        ActorName, ClaimResult, PollEvent, PollEvents,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
    },
};

/// The events in which a poll or epoll_wait of the actor returned a descriptor with bits that are `wanted`.
fn returned_bits(run: &Run<'_>, name: &str, wanted: impl Fn(PollEvents) -> bool) -> Vec<u64> {
    let who = run.actor(name);
    let own = run.returned().filter(|(_, actor, ..)| Some(*actor) == who);
    let has = |outcome: &Outcome| match outcome {
        Outcome::Ready { fds } => fds.iter().any(|fd| wanted(PollEvents::among(fd.events))),
        _ => false,
    };
    own.filter(|(.., outcome)| has(outcome)).map(|(seq, ..)| seq).collect()
}

arguments! {
    /// A poll or epoll_wait of the actor returned a descriptor with exactly these bits.
    pub struct Reports {
        actor: ActorName,
        events: PollEvents,
    }
}

impl Asserts for Reports {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let mut seqs = returned_bits(run, &self.actor, |bits| bits == self.events);
        let events = self.events.text();
        let times = seqs.len();
        seqs.truncate(MAX_SEQS);
        let evidence = match times {
            0 => texts::no_descriptor_came_back(run.lang, &events),
            _ => texts::came_back_with(run.lang, &events, times as u64),
        };
        if times == 0 { run.undecided(evidence, seqs) } else { run.holds(evidence, seqs) }
    }
}

arguments! {
    /// None of the actor's polls and epoll_waits returned a descriptor with this bit.
    pub struct NeverReports {
        actor: ActorName,
        event: PollEvent,
    }
}

impl Asserts for NeverReports {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let bit = self.event.bit();
        let mut seqs = returned_bits(run, &self.actor, |bits| bits.has(bit));
        let event = bit.text();
        seqs.truncate(1);
        if seqs.is_empty() {
            let evidence = texts::no_descriptor_came_back_2(run.lang, &event);
            return run.holds_so_far(false, evidence, seqs);
        }
        run.fails(texts::descriptor_came_back(run.lang, &event), seqs)
    }
}
