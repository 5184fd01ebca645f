//! Checks of select, poll and epoll.

use crate::{
    Op, Outcome, StreamId, Text,
    fold::world::World,
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run, nothing, times as so_often},
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
                    let evidence = Text::new(
                        format!("{api} was called on fd {fd}, which was not reported ready"),
                        format!("{api} 在没有被报告就绪的 fd {fd} 上调用"),
                    );
                    return run.fails(evidence, vec![seq]);
                }
                seqs.push(seq);
            }
        }
        if seqs.is_empty() {
            return run
                .undecided(nothing("no accept and no recv was made", "没有 accept 或 recv 调用"), seqs);
        }
        let calls = seqs.len();
        seqs.truncate(MAX_SEQS);
        let evidence = Text::new(
            format!("accept and recv were called {}, always on a ready socket", so_often(calls)),
            format!("accept 和 recv 共调用 {calls} 次，每次都在就绪的套接字上"),
        );
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
            return run.fails(
                nothing("a wait ended with nothing ready", "有一次等待结束时没有任何套接字就绪"),
                vec![*seq],
            );
        }
        let count = waits.len();
        let evidence = Text::new(
            format!("it waited {}, and a socket was ready each time", so_often(count)),
            format!("等待了 {count} 次，每次都有套接字就绪"),
        );
        let seqs = waits.iter().map(|(seq, _)| *seq).take(MAX_SEQS).collect();
        if count == 0 { run.undecided(evidence, seqs) } else { run.holds_so_far(false, evidence, seqs) }
    }
}

arguments! {
    /// So many selects, polls and epoll_waits of the actor returned something ready.
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
        let evidence = Text::new(
            format!("a ready socket was reported {}", so_often(count)),
            format!("报告了 {count} 次就绪的套接字"),
        );
        let seqs = found.into_iter().take(MAX_SEQS).collect();
        match (count as u64).cmp(&times) {
            std::cmp::Ordering::Less => run.undecided(evidence, seqs),
            std::cmp::Ordering::Equal => run.holds_so_far(false, evidence, seqs),
            std::cmp::Ordering::Greater => run.fails(evidence, seqs),
        }
    }
}

arguments! {
    /// A select, poll or epoll_wait of the actor returned nothing while so many bytes waited to be received.
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
                let evidence = Text::new(
                    format!("nothing was reported while {} waited", size(waiting)),
                    format!("有 {} 在等待，却没有任何报告", size(waiting)),
                );
                return run.holds(evidence, vec![seq]);
            }
        }
        run.undecided(
            nothing(
                "no wait returned empty-handed while so many bytes waited",
                "没有哪次等待在还有这么多字节时空手而归",
            ),
            Vec::new(),
        )
    }
}
