//! Checks of what waited, what did not, and what waits forever.

use super::order::{find, not_returned};
use crate::{
    Exit, Fact, Op, Outcome,
    fold::world::World,
    lesson::claims::{
        ActorName, CallName, ClaimResult, ExceptionName, Moment,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
    },
    words::{self, duration},
};

arguments! {
    /// The call was under way for most of the other program's `sleep`, and did not return before its end.
    pub struct BlockedThrough {
        call: Moment,
        pause: Moment,
    }
}

impl Asserts for BlockedThrough {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let Self { call, pause } = self;
        let Some(slept) = find(run, pause).and_then(|found| Some((found.call.start_ns, found.returned?)))
        else {
            return run.undecided(not_returned(pause, run.lang), Vec::new());
        };
        let (pause_start_ns, (pause_seq, pause_end_ns)) = slept;
        let Some(found) = find(run, call) else {
            return run.undecided(not_returned(call, run.lang), Vec::new());
        };
        let end_ns = found.returned.map(|(_, end_ns)| end_ns);
        if end_ns.is_none() && run.timeline.is_live() {
            return run.undecided(not_returned(call, run.lang), Vec::new());
        }
        let start_ns = found.call.start_ns;
        let last_ns = end_ns.unwrap_or(run.timeline.latest().at_ns);
        let pause_ns = pause_end_ns.saturating_sub(pause_start_ns);
        let during_ns = pause_end_ns.min(last_ns).saturating_sub(pause_start_ns.max(start_ns));
        let (name, blocked) = (&call.call, duration(last_ns.saturating_sub(start_ns)));
        let (pause, during) = (duration(pause_ns), duration(during_ns));
        let evidence = texts::took_which_fell_into_pause(run.lang, &name, &blocked, &during, &pause);
        let mut seqs = vec![found.seq, pause_seq];
        seqs.extend(found.returned.map(|(seq, _)| seq));
        seqs.sort_unstable();
        seqs.dedup();
        if last_ns >= pause_end_ns && during_ns > pause_ns / 2 {
            run.holds(evidence, seqs)
        } else {
            run.fails(evidence, seqs)
        }
    }
}

arguments! {
    /// The programs were found to wait for each other.
    pub struct Deadlock {}
}

impl Asserts for Deadlock {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let mut world = World::default();
        for (seq, event) in run.timeline.log().iter() {
            if matches!(event.fact, Fact::Deadlock { .. }) {
                return run.holds(words::event(event, &world, run.lang), vec![seq]);
            }
            world.apply(event);
        }
        run.undecided(texts::NOBODY_WAITS_FOREVER.get(run.lang).to_owned(), Vec::new())
    }
}

arguments! {
    /// No call sent or received a byte.
    pub struct NoByteMoves {}
}

impl Asserts for NoByteMoves {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let moved = run.returned().find(|(.., outcome)| match outcome {
            Outcome::Sent { len_bytes } => *len_bytes > 0,
            Outcome::Received { data, .. } => !data.is_empty(),
            _ => false,
        });
        match moved {
            Some((seq, _, call, _)) => {
                let name = words::api_name(call);
                run.fails(texts::moved_bytes(run.lang, &name), vec![seq])
            }
            None => {
                let evidence = texts::NO_CALL_SENT_OR_RECEIVED.get(run.lang).to_owned();
                run.holds_so_far(false, evidence, Vec::new())
            }
        }
    }
}

/// The actor's calls that would have had to wait: their events, names, and how long they took in ns.
fn failed_at_once<'a>(run: &'a Run<'_>, name: &str) -> Vec<(u64, &'a Op, u64)> {
    let who = run.actor(name);
    let failed = run.timeline.log().iter().filter_map(|(seq, event)| match &event.fact {
        Fact::Returned { actor, call, took_ns, outcome: Outcome::WouldBlock, .. } if Some(*actor) == who => {
            Some((seq, &call.op, *took_ns))
        }
        _ => None,
    });
    failed.collect()
}

/// Whether the actor made such a call, and each time on a non-blocking socket.
fn made_without_blocking(run: &Run<'_>, name: &str, call: &str) -> bool {
    let who = run.actor(name);
    let (mut blocks_not, mut made) = (Vec::new(), 0);
    for (_, _, made_call, _) in run.returned().filter(|(_, actor, ..)| Some(*actor) == who) {
        match made_call.op {
            Op::SetBlocking { blocking: false } => blocks_not.push(made_call.socket),
            Op::SetBlocking { blocking: true } => blocks_not.retain(|socket| *socket != made_call.socket),
            _ if *made_call.op.name() != *call => {}
            _ if !blocks_not.contains(&made_call.socket) => return false,
            _ => made += 1,
        }
    }
    made > 0
}

arguments! {
    /// A call of this name by the actor failed with EAGAIN. Says nothing where each of them, on a non-blocking socket, found
    /// at once what it asked for.
    pub struct WouldBlock {
        actor: ActorName,
        call: CallName,
    }
}

impl Asserts for WouldBlock {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let Self { actor, call } = self;
        let mut failed = failed_at_once(run, actor);
        failed.retain(|(_, op, _)| *op.name() == **call);
        let Some((_, _, took_ns)) = failed.first() else {
            let evidence = texts::no_failed_eagain(run.lang, &call);
            let found = made_without_blocking(run, actor, call);
            return if found { run.not_applicable(evidence) } else { run.undecided(evidence, Vec::new()) };
        };
        let (count, took) = (failed.len(), duration(*took_ns));
        let evidence = match count {
            1 => texts::failed_eagain_once_after(run.lang, &call, &took),
            _ => texts::failed_eagain_first_time_after(run.lang, &call, count as u64, &took),
        };
        run.holds(evidence, failed.iter().map(|(seq, ..)| *seq).take(MAX_SEQS).collect())
    }
}

arguments! {
    /// No call of the actor failed with EAGAIN.
    pub struct NeverWouldBlock {
        actor: ActorName,
    }
}

impl Asserts for NeverWouldBlock {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let actor = &self.actor;
        match failed_at_once(run, actor).first() {
            Some((seq, op, _)) => {
                let name = op.name();
                let evidence = texts::failed_eagain(run.lang, &name);
                run.fails(evidence, vec![*seq])
            }
            None => {
                let evidence = texts::NO_CALL_FAILED_EAGAIN.get(run.lang).to_owned();
                run.holds_so_far(false, evidence, Vec::new())
            }
        }
    }
}

arguments! {
    /// Each call of the actor that failed with EAGAIN took less than half of that `sleep`. Says nothing where
    /// none failed.
    pub struct WouldBlockAtOnce {
        actor: ActorName,
        pause: Moment,
    }
}

impl Asserts for WouldBlockAtOnce {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let Self { actor, pause } = self;
        let slept = find(run, pause).and_then(|found| Some((found.call.start_ns, found.returned?.1)));
        let Some((start_ns, end_ns)) = slept else {
            return run.undecided(not_returned(pause, run.lang), Vec::new());
        };
        let pause_ns = end_ns.saturating_sub(start_ns);
        let failed = failed_at_once(run, actor);
        let Some((slowest, _, took_ns)) = failed.iter().max_by_key(|(.., took_ns)| *took_ns) else {
            return run.not_applicable(texts::NO_CALL_FAILED_EAGAIN.get(run.lang).to_owned());
        };
        let (count, took, pause) = (failed.len(), duration(*took_ns), duration(pause_ns));
        let evidence = match count {
            1 => texts::call_took_pause(run.lang, &took, &pause),
            _ => texts::slowest_calls_took_pause(run.lang, &count, &took, &pause),
        };
        if *took_ns < pause_ns / 2 {
            run.holds_so_far(false, evidence, failed.iter().map(|(seq, ..)| *seq).take(MAX_SEQS).collect())
        } else {
            run.fails(evidence, vec![*slowest])
        }
    }
}

arguments! {
    /// This exception, uncaught, ended the actor.
    pub struct EndsWithException {
        actor: ActorName,
        exception: ExceptionName,
    }
}

impl Asserts for EndsWithException {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let exception = &self.exception;
        let who = run.actor(name);
        let ended = run.timeline.log().iter().find_map(|(seq, event)| match &event.fact {
            Fact::ActorExited { actor, exit, .. } if Some(*actor) == who => Some((seq, exit)),
            _ => None,
        });
        match ended {
            Some((seq, how)) => {
                let matches = matches!(how, Exit::Exception { kind, .. } if *kind == **exception);
                let evidence = words::exit(how, run.lang);
                if matches { run.holds(evidence, vec![seq]) } else { run.fails(evidence, vec![seq]) }
            }
            None => run.undecided(texts::NOT_ENDED.get(run.lang).to_owned(), Vec::new()),
        }
    }
}
