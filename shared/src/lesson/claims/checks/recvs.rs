//! Checks of what recvs returned.

use crate::{
    Fact, Op, StreamId,
    fold::history::Span,
    lesson::claims::{
        ActorName, ClaimResult, Verdict,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
    },
    record::reading::Subject,
    words::{Language, size},
};

arguments! {
    /// The actor received data fewer times than it was sent some: boundaries were lost. Says nothing where it did not, but
    /// called recv before the last send had returned.
    pub struct FewerRecvsThanSends {
        actor: ActorName,
    }
}

impl Asserts for FewerRecvsThanSends {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let result = compare_counts(run, &self.actor, |receives, sends| receives < sends);
        unless_early(run, &self.actor, result)
    }
}

arguments! {
    /// The actor received data more times than it was sent some.
    pub struct MoreRecvsThanSends {
        actor: ActorName,
    }
}

impl Asserts for MoreRecvsThanSends {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        compare_counts(run, &self.actor, |receives, sends| receives > sends)
    }
}

/// A failure decides nothing where the actor called recv before all was sent: what a recv then finds is chance.
fn unless_early(run: &Run<'_>, name: &str, result: ClaimResult) -> ClaimResult {
    let early = |id| called_early(run, id).unwrap_or(false);
    if result.verdict != Verdict::Fails || !run.receives_from(run.actor(name)).into_iter().any(early) {
        return result;
    }
    run.not_applicable(texts::RECV_CALLED_BEFORE_LAST_SEND.get(run.lang).to_owned())
}

fn called_early(run: &Run<'_>, id: StreamId) -> Option<bool> {
    let stream = run.timeline.history().stream(id)?.visible(u64::MAX);
    let times = |span: &Span| match &run.event(span.seq)?.fact {
        Fact::Returned { call, took_ns, .. } => Some((call.start_ns, call.start_ns.saturating_add(*took_ns))),
        _ => None,
    };
    let (received_ns, _) = times(stream.receives.first()?)?;
    let (_, sent_ns) = times(stream.sends.last()?)?;
    Some(received_ns < sent_ns)
}

/// Compares the number of recvs that returned data with that of the sends that they came from.
fn compare_counts(run: &Run<'_>, name: &str, as_claimed: impl Fn(usize, usize) -> bool) -> ClaimResult {
    let (mut sends, mut receives, mut over, mut seqs) = (0, 0, true, Vec::new());
    for id in run.receives_from(run.actor(name)) {
        let Some(stream) = run.timeline.history().stream(id).map(|s| s.visible(u64::MAX)) else { continue };
        sends += stream.sends.len();
        receives += stream.receives.len();
        over &= stream.end_seen.is_some();
        seqs.extend(stream.sends.iter().chain(stream.receives).map(|span| span.seq));
    }
    seqs.sort_unstable();
    seqs.truncate(MAX_SEQS);
    let evidence = texts::send_recv_data(run.lang, sends as u64, receives as u64);
    if sends == 0 || !(over || run.timeline.latest().ended.is_some()) {
        run.undecided(evidence, seqs)
    } else if as_claimed(receives, sends) {
        run.holds(evidence, seqs)
    } else {
        run.undecided_or_fails(over, evidence, seqs)
    }
}

arguments! {
    /// The actor's recvs returned data exactly at these lengths. With `after_all_sends = true`, says nothing where they did
    /// not, but it called recv before the last send had returned.
    pub struct RecvLengths {
        actor: ActorName,
        lengths: Vec<u64>,
        #[cfg_attr(feature = "serde", serde(default))]
        after_all_sends: bool,
    }
}

impl Asserts for RecvLengths {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let expected = &self.lengths;
        let streams = run.receives_from(run.actor(name));
        let history = |id: &StreamId| run.timeline.history().stream(*id).map(|s| s.visible(u64::MAX));
        let mut spans: Vec<Span> =
            streams.iter().filter_map(history).flat_map(|s| s.receives.iter().copied()).collect();
        spans.sort_unstable_by_key(|span| span.seq);
        let lengths: Vec<u64> = spans.iter().map(|span| span.to - span.from).collect();
        let over = streams.iter().all(|id| history(id).is_some_and(|s| s.end_seen.is_some()));
        let seqs = spans.iter().map(|span| span.seq).take(MAX_SEQS).collect();
        let (took, claimed) = (in_words(&lengths, run.lang), in_words(expected, run.lang));
        let evidence = match lengths.is_empty() {
            true => texts::NO_RECV_RETURNED_DATA.get(run.lang).to_owned(),
            false if lengths == *expected => texts::recv_returned(run.lang, &took),
            false => texts::recv_returned_not(run.lang, &took, &claimed),
        };
        let result = if lengths == *expected {
            run.holds_so_far(over, evidence, seqs)
        } else if expected.starts_with(&lengths) {
            run.undecided_or_fails(over && !lengths.is_empty(), evidence, seqs)
        } else {
            run.fails(evidence, seqs)
        };
        if self.after_all_sends { unless_early(run, name, result) } else { result }
    }
}

/// `4, 4 and 2 bytes`; long lists are cut.
fn in_words(lengths: &[u64], lang: Language) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<_> = lengths.iter().take(SHOWN).map(u64::to_string).collect();
    let rest = lengths.len() - shown.len();
    let comma = texts::BETWEEN_LENGTHS.get(lang);
    match (shown.as_slice(), rest) {
        ([_], _) => texts::bytes(lang, lengths[0]),
        (_, 1..) => texts::bytes_and_more(lang, &shown.join(comma), &rest),
        ([first @ .., last], 0) => texts::lists_of_bytes(lang, &first.join(comma), last),
        ([], 0) => texts::NOTHING.get(lang).to_owned(),
    }
}

arguments! {
    /// Each recv of the actor took what was waiting by the last kernel reading before it, up to its size.
    pub struct RecvTakesWhatWaits {
        actor: ActorName,
    }
}

impl Asserts for RecvTakesWhatWaits {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let actor = run.actor(name);
        let mut seqs = Vec::new();
        let mut example = None;
        for id in run.receives_from(actor) {
            let Some(stream) = run.timeline.history().stream(id) else { continue };
            for span in stream.visible(u64::MAX).receives {
                let Some(Fact::Returned { call, .. }) = run.event(span.seq).map(|event| &event.fact) else {
                    continue;
                };
                let Op::Recv { max_bytes, .. } = call.op else { continue };
                let took = span.to - span.from;
                let waiting = waiting_before(run, id, span);
                seqs.push(span.seq);
                if took < waiting.min(max_bytes) || took > max_bytes {
                    let evidence = texts::recv_took_waited(run.lang, &max_bytes, &size(took), &size(waiting));
                    return run.fails(evidence, vec![span.seq]);
                }
                if waiting > 0 {
                    example.get_or_insert((max_bytes, took, waiting));
                }
            }
        }
        seqs.sort_unstable();
        seqs.truncate(MAX_SEQS);
        match (example, seqs.len()) {
            (_, 0) => run.undecided(texts::NO_RECV_RETURNED_DATA.get(run.lang).to_owned(), seqs),
            (Some((max, took, waiting)), _) => {
                let evidence = texts::waited_recv_took(run.lang, &size(waiting), &max, &size(took));
                run.holds_so_far(false, evidence, seqs)
            }
            (None, count) => {
                let evidence = match count {
                    1 => texts::RECV_WAITED_BYTES_TOOK_WHAT.get(run.lang).to_owned(),
                    _ => texts::recvs_waited_bytes_took_what(run.lang, &count),
                };
                run.holds_so_far(false, evidence, seqs)
            }
        }
    }
}

/// Bytes that certainly waited when the recv of `span` was made: the last kernel reading before it, less what was taken
/// since, and never more than was sent by then (a reading counts the FIN as one byte).
fn waiting_before(run: &Run<'_>, id: StreamId, span: &Span) -> u64 {
    let Some(Fact::Returned { call, .. }) = run.event(span.seq).map(|event| &event.fact) else { return 0 };
    let Some(stream) = run.timeline.history().stream(id) else { return 0 };
    let end = Subject::End(id.connection, id.direction.to());
    let reading = (1..span.seq).rev().take(READINGS_BACK).find_map(|seq| {
        let event = run.event(seq).filter(|event| event.at_ns <= call.start_ns)?;
        let Fact::Readings(readings) = &event.fact else { return None };
        let reading = readings.iter().rev().find(|reading| reading.subject == end)?;
        Some((seq, u64::from(reading.receive_queue)))
    });
    let Some((seq, waiting)) = reading else { return 0 };
    let then = stream.visible(seq);
    let sent_not_taken = then.sent().saturating_sub(then.received());
    let taken_since = span.from.saturating_sub(then.received());
    waiting.min(sent_not_taken).saturating_sub(taken_since)
}

/// How far back a reading is looked for, in events.
const READINGS_BACK: usize = 10_000;
