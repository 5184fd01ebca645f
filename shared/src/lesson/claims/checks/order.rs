//! Checks of which call came first.

use crate::{
    Call, Fact, Text,
    fold::history::CallRow,
    lesson::claims::{
        ClaimResult, Moment,
        check::{Asserts, arguments},
        run::Run,
    },
    words::duration,
};

/// One call of a moment: its row, when it was entered, and when it returned.
pub(super) struct Found<'a> {
    pub call: &'a Call,
    /// The event that shows it first.
    pub seq: u64,
    /// The event and the time of its return.
    pub returned: Option<(u64, u64)>,
}

pub(super) fn find<'a>(run: &'a Run<'_>, moment: &Moment) -> Option<Found<'a>> {
    let actor = run.actor(&moment.actor)?;
    let made = |row: &&CallRow| row.actor == actor && row.entered.or(row.returned).is_some();
    let found = |row: &CallRow| {
        let seq = row.entered.or(row.returned)?;
        let call = run.event(seq)?.fact.call()?;
        let returned = row.returned.and_then(|seq| match &run.event(seq)?.fact {
            Fact::Returned { call, took_ns, .. } => Some((seq, call.start_ns.saturating_add(*took_ns))),
            _ => None,
        });
        (*call.op.name() == *moment.call).then_some(Found { call, seq, returned })
    };
    let nth = usize::try_from(moment.nth.checked_sub(1)?).ok()?;
    run.timeline.history().calls().iter().filter(made).filter_map(found).nth(nth)
}

arguments! {
    /// The call returned only after its cause was entered.
    pub struct WaitsFor {
        call: Moment,
        cause: Moment,
    }
}

impl Asserts for WaitsFor {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let Self { call, cause } = self;
        let Some(returned) = find(run, call).and_then(|found| found.returned) else {
            return run.undecided(not_returned(call), Vec::new());
        };
        let Some(cause_call) = find(run, cause) else {
            let evidence = Text::new(
                format!("{} returned, and {} did not call {}", call.call, cause.actor, cause.call),
                format!("{} 已返回，而 {} 没有调用 {}", call.call, cause.actor, cause.call),
            );
            return run.fails(evidence, vec![returned.0]);
        };
        compare(run, call, cause, returned, &cause_call, true)
    }
}

arguments! {
    /// The call returned before the other was entered. Says nothing where it was itself entered only after the other.
    pub struct DoesNotWaitFor {
        call: Moment,
        other: Moment,
    }
}

impl Asserts for DoesNotWaitFor {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let Self { call, other } = self;
        let made = find(run, call);
        let start_ns = made.as_ref().map(|made| made.call.start_ns);
        match (made.and_then(|made| made.returned), find(run, other)) {
            (Some(_), Some(found)) if start_ns > Some(found.call.start_ns) => {
                let evidence = Text::new(
                    format!(
                        "{} called {} only after {} had called {}",
                        call.actor, call.call, other.actor, other.call
                    ),
                    format!("{} 调用 {} 之后，{} 才调用 {}", other.actor, other.call, call.actor, call.call),
                );
                run.not_applicable(evidence)
            }
            (Some(returned), Some(found)) => compare(run, call, other, returned, &found, false),
            (Some((seq, _)), None) => {
                let evidence = Text::new(
                    format!("{} returned, and {} has not called {}", call.call, other.actor, other.call),
                    format!("{} 已返回，而 {} 还没有调用 {}", call.call, other.actor, other.call),
                );
                run.holds(evidence, vec![seq])
            }
            (None, _) => run.undecided(not_returned(call), Vec::new()),
        }
    }
}

/// Whether the return of `call` came after the entry of `other`, as `after` claims or denies.
fn compare(
    run: &Run<'_>,
    call: &Moment,
    other: &Moment,
    (seq, end_ns): (u64, u64),
    found: &Found<'_>,
    after: bool,
) -> ClaimResult {
    let start_ns = found.call.start_ns;
    let apart = duration(end_ns.abs_diff(start_ns));
    let (a, b) = (format!("{}'s {}", call.actor, call.call), format!("{}'s {}", other.actor, other.call));
    let (za, zb) = (format!("{} 的 {}", call.actor, call.call), format!("{} 的 {}", other.actor, other.call));
    let was_after = end_ns >= start_ns;
    let evidence = if was_after {
        Text::new(
            format!("{a} returned {apart} after {b} was called"),
            format!("{zb} 被调用 {apart} 之后，{za} 才返回"),
        )
    } else {
        Text::new(
            format!("{a} returned {apart} before {b} was called"),
            format!("{za} 返回 {apart} 之后，{zb} 才被调用"),
        )
    };
    let mut seqs = vec![seq, found.seq];
    seqs.sort_unstable();
    if was_after == after { run.holds(evidence, seqs) } else { run.fails(evidence, seqs) }
}

pub(super) fn not_returned(call: &Moment) -> Text {
    Text::new(
        format!("{} number {} of {} has not returned", call.call, call.nth, call.actor),
        format!("{} 的第 {} 次 {} 没有返回", call.actor, call.nth, call.call),
    )
}
