//! Checks of select, poll and epoll.

use crate::{
    Op, Outcome, StreamId,
    fold::world::World,
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
    },
    words::{api_name, size},
};

/// The descriptors that a wait returned; `None` for another call.
fn ready(outcome: &Outcome) -> Option<Vec<i32>> {
    match outcome {
        Outcome::ReadySets { read, write, except } => {
            Some(read.iter().chain(write).chain(except).map(|watched| watched.fd).collect())
        }
        Outcome::Ready { fds } => Some(fds.iter().map(|watched| watched.fd).collect()),
        _ => None,
    }
}

/// The waits of the actor that returned, with what they found.
fn waits(run: &Run<'_>, name: &str) -> Vec<(u64, Vec<i32>)> {
    let who = run.actor(name);
    let own = run.returned().filter(|(_, actor, ..)| Some(*actor) == who);
    own.filter_map(|(seq, _, _, outcome)| Some((seq, ready(outcome)?))).collect()
}

arguments! {
    /// The actor called accept and recv only on what its last select, poll or epoll_wait returned.
    pub struct CallsOnlyReady {
        actor: ActorName,
    }
}

impl Asserts for CallsOnlyReady {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let who = run.actor(name);
        let mut last: Option<Vec<i32>> = None;
        let mut seqs = Vec::new();
        for (seq, _, call, outcome) in run.returned().filter(|(_, actor, ..)| Some(*actor) == who) {
            if let Some(found) = ready(outcome) {
                last = Some(found);
            } else if matches!(call.op, Op::Accept | Op::Recv { .. }) {
                if !last.as_ref().is_some_and(|fds| fds.contains(&call.fd)) {
                    let (api, fd) = (api_name(call), call.fd);
                    let evidence = texts::called_fd_which_not_reported(run.lang, &api, &fd);
                    return run.fails(evidence, vec![seq]);
                }
                seqs.push(seq);
            }
        }
        if seqs.is_empty() {
            return run.undecided(texts::NO_ACCEPT_NO_RECV_MADE.get(run.lang).to_owned(), seqs);
        }
        let calls = seqs.len();
        seqs.truncate(MAX_SEQS);
        let evidence = texts::called_only_ready(run.lang, calls as u64);
        run.holds_so_far(false, evidence, seqs)
    }
}

arguments! {
    /// Each select, poll and epoll_wait of the actor returned something ready.
    pub struct EachWaitFindsSomething {
        actor: ActorName,
    }
}

impl Asserts for EachWaitFindsSomething {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let waits = waits(run, name);
        if let Some((seq, _)) = waits.iter().find(|(_, found)| found.is_empty()) {
            return run.fails(texts::WAIT_ENDED_NOTHING_READY.get(run.lang).to_owned(), vec![*seq]);
        }
        let count = waits.len();
        let evidence = texts::ready_each_time(run.lang, count as u64);
        let seqs = waits.iter().map(|(seq, _)| *seq).take(MAX_SEQS).collect();
        if count == 0 { run.undecided(evidence, seqs) } else { run.holds_so_far(false, evidence, seqs) }
    }
}

arguments! {
    /// Exactly this many selects, polls and epoll_waits of the actor returned something ready.
    pub struct ReadyTimes {
        actor: ActorName,
        times: u64,
    }
}

impl Asserts for ReadyTimes {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let times = self.times;
        let found: Vec<u64> =
            waits(run, name).into_iter().filter(|(_, found)| !found.is_empty()).map(|(seq, _)| seq).collect();
        let count = found.len();
        let evidence = texts::ready_socket_reported(run.lang, count as u64);
        let seqs = found.into_iter().take(MAX_SEQS).collect();
        match (count as u64).cmp(&times) {
            std::cmp::Ordering::Less => run.undecided(evidence, seqs),
            std::cmp::Ordering::Equal => run.holds_so_far(false, evidence, seqs),
            std::cmp::Ordering::Greater => run.fails(evidence, seqs),
        }
    }
}

arguments! {
    /// A select, poll or epoll_wait of the actor returned nothing while this many bytes waited to be received.
    pub struct Strands {
        actor: ActorName,
        len_bytes: u64,
    }
}

impl Asserts for Strands {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let len_bytes = self.len_bytes;
        let mut empty =
            waits(run, name).into_iter().filter(|(_, found)| found.is_empty()).map(|(seq, _)| seq).peekable();
        let mut world = World::default();
        let streams = run.receives_from(run.actor(name));
        for (seq, event) in run.timeline.log().iter() {
            world.apply(event);
            if empty.next_if_eq(&seq).is_none() {
                continue;
            }
            let waiting =
                |id: &StreamId| world.stream(id.connection, id.direction).map_or(0, |s| s.in_kernel());
            let waiting: u64 = streams.iter().map(waiting).sum();
            if waiting == len_bytes {
                let evidence = texts::nothing_reported_while_waited(run.lang, &size(waiting));
                return run.holds(evidence, vec![seq]);
            }
        }
        run.undecided(texts::NO_WAIT_RETURNED_EMPTY_HANDED.get(run.lang).to_owned(), Vec::new())
    }
}
