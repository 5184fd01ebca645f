//! Checks of which call came first.

use crate::{
    Call, Fact,
    fold::history::CallRow,
    lesson::claims::{
        ClaimResult, Moment,
        check::{Asserts, arguments},
        run::Run,
        texts,
    },
    words::{Language, duration},
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
            return run.undecided(not_returned(call, run.lang), Vec::new());
        };
        let Some(cause_call) = find(run, cause) else {
            let evidence = texts::returned_did_not_call(run.lang, &call.call, &cause.actor, &cause.call);
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
                let evidence = texts::called_only_after_called(
                    run.lang,
                    &call.actor,
                    &call.call,
                    &other.actor,
                    &other.call,
                );
                run.not_applicable(evidence)
            }
            (Some(returned), Some(found)) => compare(run, call, other, returned, &found, false),
            (Some((seq, _)), None) => {
                let evidence = texts::returned_not_called(run.lang, &call.call, &other.actor, &other.call);
                run.holds(evidence, vec![seq])
            }
            (None, _) => run.undecided(not_returned(call, run.lang), Vec::new()),
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
    let name = |moment: &Moment| texts::call_of(run.lang, &moment.actor, &moment.call);
    let (a, b) = (name(call), name(other));
    let was_after = end_ns >= start_ns;
    let evidence = match was_after {
        true => texts::returned_after(run.lang, &a, &apart, &b),
        false => texts::returned_before(run.lang, &a, &apart, &b),
    };
    let mut seqs = vec![seq, found.seq];
    seqs.sort_unstable();
    if was_after == after { run.holds(evidence, seqs) } else { run.fails(evidence, seqs) }
}

pub(super) fn not_returned(call: &Moment, lang: Language) -> String {
    texts::number_not_returned(lang, &call.call, &call.nth, &call.actor)
}
