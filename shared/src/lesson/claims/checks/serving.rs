//! Checks of servers: their answers, and what these cost.

use crate::{
    ActorId, Fact, Outcome, StreamId,
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
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
                let evidence = texts::ANSWER_NOT_WHAT_ASKED_UPPER.get(run.lang).to_owned();
                return run
                    .fails(evidence, answer.sends.iter().map(|span| span.seq).take(MAX_SEQS).collect());
            }
            missing |= answer.bytes.len() < upper.len();
            clients += u64::from(!upper.is_empty());
        }
        seqs.sort_unstable();
        seqs.truncate(MAX_SEQS);
        if missing || clients == 0 {
            return run.undecided(texts::ANSWER_MISSING.get(run.lang).to_owned(), seqs);
        }
        let evidence = match clients {
            1 => texts::ANSWERS_ONE_CONNECTION_RIGHT.get(run.lang).to_owned(),
            _ => texts::answers_all_connections_right(run.lang, &clients),
        };
        run.holds_so_far(false, evidence, seqs)
    }
}

arguments! {
    /// More calls of the actor failed with EAGAIN than accepted a connection, moved bytes or met their end.
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
        let evidence = texts::calls_did_nothing_accepted_or(run.lang, &count(wasted), &count(useful));
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
            return run.undecided(texts::NOT_BOTH_ENDED.get(run.lang).to_owned(), Vec::new());
        };
        let (a, b) = (duration(a_ns), duration(b_ns));
        let evidence = texts::used_cpu_time(run.lang, &name, &a, &other, &b);
        let mut seqs = vec![a_seq, b_seq];
        seqs.sort_unstable();
        if a_ns > b_ns { run.holds(evidence, seqs) } else { run.fails(evidence, seqs) }
    }
}
