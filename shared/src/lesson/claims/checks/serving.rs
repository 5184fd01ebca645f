//! Checks of servers: their answers, and what these cost.

use crate::{
    ActorId, Fact, Outcome, StreamId, Text,
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run, nothing},
    },
    words::{count, duration},
};

arguments! {
    /// On each of its connections the actor sent what it received, in upper case.
    pub struct AnswersInUpperCase {
        actor: ActorName,
    }
}

impl Asserts for AnswersInUpperCase {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let (mut clients, mut seqs, mut missing) = (0u64, Vec::new(), false);
        for asked in run.receives_from(run.actor(name)) {
            let answered = StreamId { direction: asked.direction.to().sends(), ..asked };
            let history = run.timeline.history();
            let (Some(asked), Some(answered)) = (history.stream(asked), history.stream(answered)) else {
                continue;
            };
            let text = asked.slice(0, asked.visible(u64::MAX).received());
            let upper = String::from_utf8_lossy(text).to_uppercase();
            let answer = answered.visible(u64::MAX);
            seqs.extend(answer.sends.iter().map(|span| span.seq));
            if !upper.as_bytes().starts_with(answer.bytes) {
                let evidence =
                    nothing("an answer is not what was asked, in upper case", "有一个回答不是收到内容的大写");
                return run
                    .fails(evidence, answer.sends.iter().map(|span| span.seq).take(MAX_SEQS).collect());
            }
            missing |= answer.bytes.len() < upper.len();
            clients += u64::from(!upper.is_empty());
        }
        seqs.sort_unstable();
        seqs.truncate(MAX_SEQS);
        if missing || clients == 0 {
            return run.undecided(nothing("an answer is missing", "缺少回答"), seqs);
        }
        let evidence = match clients {
            1 => nothing("the answers on the one connection are right", "唯一的连接上，回答都正确"),
            _ => Text::new(
                format!("the answers on all {clients} connections are right"),
                format!("全部 {clients} 个连接上的回答都正确"),
            ),
        };
        run.holds_so_far(false, evidence, seqs)
    }
}

arguments! {
    /// More calls of the actor failed with EAGAIN than accepted a connection, or moved bytes or their end.
    pub struct MoreWastedThanUseful {
        actor: ActorName,
    }
}

impl Asserts for MoreWastedThanUseful {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let who = run.actor(name);
        let (mut wasted, mut useful) = (0, 0);
        for (.., outcome) in run.returned().filter(|(_, actor, ..)| Some(*actor) == who) {
            match outcome {
                Outcome::WouldBlock => wasted += 1,
                Outcome::Accepted { .. }
                | Outcome::Received { .. }
                | Outcome::EndOfStream
                | Outcome::Sent { .. } => useful += 1,
                _ => {}
            }
        }
        let evidence = Text::new(
            format!(
                "calls that did nothing: {}, that accepted or moved bytes: {}",
                count(wasted),
                count(useful)
            ),
            format!("{} 次调用一无所获，{} 次接受了连接或收发了数据", count(wasted), count(useful)),
        );
        if wasted > useful {
            run.holds_so_far(false, evidence, Vec::new())
        } else {
            run.undecided(evidence, Vec::new())
        }
    }
}

arguments! {
    /// The actor used more CPU time than the other, by the kernel's account.
    pub struct UsesMoreCpuThan {
        actor: ActorName,
        other: ActorName,
    }
}

impl Asserts for UsesMoreCpuThan {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let other = &self.other;
        let exit = |who: Option<ActorId>| {
            run.timeline.log().iter().find_map(|(seq, event)| match &event.fact {
                Fact::ActorExited { actor, cpu_ns, .. } if Some(*actor) == who => Some((seq, *cpu_ns)),
                _ => None,
            })
        };
        let (Some((a_seq, a_ns)), Some((b_seq, b_ns))) = (exit(run.actor(name)), exit(run.actor(other)))
        else {
            return run.undecided(nothing("not both have ended", "两者还没有都结束"), Vec::new());
        };
        let (a, b) = (duration(a_ns), duration(b_ns));
        let evidence = Text::new(
            format!("{name} used {a} of CPU time, {other} {b}"),
            format!("CPU 时间：{name} 用了 {a}，{other} 用了 {b}"),
        );
        let mut seqs = vec![a_seq, b_seq];
        seqs.sort_unstable();
        if a_ns > b_ns { run.holds(evidence, seqs) } else { run.fails(evidence, seqs) }
    }
}
