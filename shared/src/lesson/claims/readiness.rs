//! Checks of select, poll and epoll.

use super::{
    ClaimResult,
    evaluate::{Run, nothing, times as so_often},
};
use crate::{
    Op, Outcome, StreamId, Text,
    fold::world::World,
    words::{api_name, size},
};

/// Events that are named as evidence, at most.
const MAX_SEQS: usize = 64;

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

pub(super) fn calls_only_ready(run: &Run<'_>, name: &str) -> ClaimResult {
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
        return run.undecided(nothing("no accept and no recv was made", "没有 accept 或 recv 调用"), seqs);
    }
    let calls = seqs.len();
    seqs.truncate(MAX_SEQS);
    let evidence = Text::new(
        format!("accept and recv were called {}, always on a ready socket", so_often(calls)),
        format!("accept 和 recv 共调用 {calls} 次，每次都在就绪的套接字上"),
    );
    run.holds_so_far(false, evidence, seqs)
}

pub(super) fn each_wait_finds_something(run: &Run<'_>, name: &str) -> ClaimResult {
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

pub(super) fn ready_times(run: &Run<'_>, name: &str, times: u64) -> ClaimResult {
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

pub(super) fn strands(run: &Run<'_>, name: &str, len_bytes: u64) -> ClaimResult {
    let mut empty =
        waits(run, name).into_iter().filter(|(_, found)| found.is_empty()).map(|(seq, _)| seq).peekable();
    let mut world = World::default();
    let streams = run.receives_from(run.actor(name));
    for (seq, event) in run.timeline.log().iter() {
        world.apply(event);
        if empty.next_if_eq(&seq).is_none() {
            continue;
        }
        let waiting = |id: &StreamId| world.stream(id.connection, id.direction).map_or(0, |s| s.in_kernel());
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
