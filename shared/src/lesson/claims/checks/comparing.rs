//! Checks that set one server beside another.

use crate::{
    Op, Outcome,
    fold::comparison::{Comparison, Server},
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
    },
    words::{count, duration},
};

fn comparison(run: &Run<'_>) -> Comparison {
    let mut comparison = Comparison::default();
    run.timeline.log().iter().for_each(|(seq, event)| comparison.push(seq, event));
    comparison
}

arguments! {
    /// More calls of the actor failed with EAGAIN than of the other.
    pub struct WastesMoreThan {
        actor: ActorName,
        other: ActorName,
    }
}

impl Asserts for WastesMoreThan {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let other = &self.other;
        let comparison = comparison(run);
        let of = |name| run.actor(name).and_then(|actor| comparison.of(actor));
        let wasted = |server: Option<&Server>| server.map_or(0, |server| server.at(u64::MAX).wasted);
        let (a, b) = (wasted(of(name)), wasted(of(other)));
        let (many, few) = (count(a), count(b));
        let evidence = texts::calls_did_nothing(run.lang, &many, &name, &few, &other);
        if a > b {
            run.holds_so_far(false, evidence, Vec::new())
        } else {
            run.undecided(evidence, Vec::new())
        }
    }
}

arguments! {
    /// The actor's longest latency is above the other's: from the entry of a client's first send to the return of its first
    /// recv with bytes.
    pub struct AnswersLaterThan {
        actor: ActorName,
        other: ActorName,
    }
}

impl Asserts for AnswersLaterThan {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let other = &self.other;
        let comparison = comparison(run);
        let of = |name| run.actor(name).and_then(|actor| comparison.of(actor));
        let worst = |server: Option<&Server>| {
            server.and_then(|server| {
                server.at(u64::MAX).answers.iter().map(|a| (a.latency_ns, a.seq)).max_by_key(|(ns, _)| *ns)
            })
        };
        let (Some((a_ns, a_seq)), Some((b_ns, b_seq))) = (worst(of(name)), worst(of(other))) else {
            return run.undecided(texts::NOT_BOTH_ANSWERED.get(run.lang).to_owned(), Vec::new());
        };
        let (a, b) = (duration(a_ns), duration(b_ns));
        let evidence = texts::longest_wait_first_answer(run.lang, &a, &name, &b, &other);
        let mut seqs = vec![a_seq, b_seq];
        seqs.sort_unstable();
        if a_ns > b_ns { run.holds_so_far(false, evidence, seqs) } else { run.undecided(evidence, seqs) }
    }
}

arguments! {
    /// The actor accepted each connection only after the one before had ended or was closed. Says nothing where there were no
    /// two.
    pub struct ServesOneAtATime {
        actor: ActorName,
    }
}

impl Asserts for ServesOneAtATime {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let who = run.actor(name);
        let (mut serving, mut seqs) = (None, Vec::new());
        for (seq, _, call, outcome) in run.returned().filter(|(_, actor, ..)| Some(*actor) == who) {
            let over = *outcome == Outcome::EndOfStream || call.op == Op::Close;
            if over && call.socket == serving {
                serving = None;
            }
            if let Outcome::Accepted { socket, .. } = outcome {
                seqs.push(seq);
                if serving.replace(*socket).is_some() {
                    let evidence = texts::CLIENT_ACCEPTED_WHILE_ANOTHER_THERE.get(run.lang).to_owned();
                    return run.fails(evidence, vec![seq]);
                }
            }
        }
        if seqs.len() < 2 {
            let evidence = texts::THERE_NO_TWO_CLIENTS.get(run.lang).to_owned();
            return match seqs.len() {
                0 => run.undecided(evidence, seqs),
                _ => run.not_applicable(evidence),
            };
        }
        let clients = seqs.len();
        seqs.truncate(MAX_SEQS);
        let evidence = texts::clients_one_after_other(run.lang, &clients);
        run.holds_so_far(false, evidence, seqs)
    }
}
