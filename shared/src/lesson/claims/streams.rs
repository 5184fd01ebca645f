//! Checks of what streams carried.

use super::{
    ClaimResult,
    evaluate::{Run, nothing, plural},
};
use crate::{
    Fact, Op, Outcome, StreamId, Text,
    fold::history::{Span, Visible},
    record::reading::Subject,
    words::{direction, size},
};

/// Events that are named as evidence, at most.
const MAX_SEQS: usize = 64;

pub(super) fn received_equals_sent(run: &Run<'_>) -> ClaimResult {
    let world = run.timeline.latest();
    let (mut total, mut seqs, mut missing) = (0, Vec::new(), None);
    // Of what goes to and comes from outside the session, only one end's calls are known.
    let inside = |id: &StreamId| world.visitor(id.connection).is_none();
    for id in all_streams(run).filter(inside) {
        let Some(stream) = run.timeline.history().stream(id) else { continue };
        let visible = stream.visible(u64::MAX);
        if let Some((offset, seq)) = first_difference(run, &visible) {
            let name = Text::each(|lang| direction(world, id.connection, id.direction, lang));
            let evidence = Text::new(
                format!("{}: the byte received at offset {offset} is not the one that was sent", name.en),
                format!("{}：偏移 {offset} 处收到的字节与发送的不同", name.zh),
            );
            return run.fails(evidence, vec![seq]);
        }
        let received = visible.received_bytes();
        if visible.sent() != received {
            missing.get_or_insert((id, visible.sent(), received));
        }
        total += received;
        seqs.extend(visible.sends.iter().chain(visible.receives).map(|span| span.seq));
    }
    seqs.sort_unstable();
    seqs.truncate(MAX_SEQS);
    if let Some((id, sent, received)) = missing {
        let name = Text::each(|lang| direction(world, id.connection, id.direction, lang));
        let evidence = Text::new(
            format!("{}: {} sent, {} received", name.en, size(sent), size(received)),
            format!("{}：发送 {}，收到 {}", name.zh, size(sent), size(received)),
        );
        return run.undecided(evidence, seqs);
    }
    if total == 0 {
        return run.not_applicable(nothing("no bytes were sent", "没有发送任何字节"));
    }
    let evidence = Text::new(
        format!("{} sent and received, every byte the same", size(total)),
        format!("共发送并收到 {}，逐字节相同", size(total)),
    );
    run.holds_so_far(false, evidence, seqs)
}

pub(super) fn all_streams(run: &Run<'_>) -> impl Iterator<Item = StreamId> {
    use crate::{ConnectionId, Direction};
    let count = u32::try_from(run.timeline.latest().connections.len()).unwrap_or(u32::MAX);
    (0..count).flat_map(|index| {
        Direction::BOTH.map(|direction| StreamId { connection: ConnectionId(index), direction })
    })
}

/// The first offset at which a receiver's byte is not the sender's, with the event that received it. Compares what the
/// two ends' own calls reported.
fn first_difference(run: &Run<'_>, stream: &Visible<'_>) -> Option<(u64, u64)> {
    let mut sent = Vec::new();
    stream.sends.iter().for_each(|span| sent.extend_from_slice(payload(run, span.seq)));
    let received = stream.receives.iter().chain(stream.urgent).filter_map(|span| {
        let taken = payload(run, span.seq);
        let then = sent.get(usize::try_from(span.from).ok()?..).unwrap_or_default();
        let at = taken.iter().zip(then).position(|(taken, sent)| taken != sent)?;
        Some((span.from + at as u64, span.seq))
    });
    received.min()
}

/// The bytes that a call moved.
fn payload<'a>(run: &'a Run<'_>, seq: u64) -> &'a [u8] {
    match run.event(seq).map(|event| &event.fact) {
        Some(Fact::Returned { call, outcome: Outcome::Sent { len_bytes }, .. }) => match &call.op {
            Op::Send { data, .. } => {
                let len = usize::try_from(*len_bytes).unwrap_or(usize::MAX).min(data.len());
                data.get(..len).unwrap_or_default()
            }
            _ => &[],
        },
        Some(Fact::Returned { outcome: Outcome::Received { data, .. }, .. }) => data,
        _ => &[],
    }
}

pub(super) fn end_of_stream_after_close(run: &Run<'_>, name: &str) -> ClaimResult {
    let mut before = None;
    for id in run.receives_from(run.actor(name)) {
        let Some(stream) = run.timeline.history().stream(id).map(|s| s.visible(u64::MAX)) else { continue };
        let Some(end) = stream.end_seen else { continue };
        let closed = stream.finished.or(stream.fin).filter(|mark| mark.seq < end.seq);
        match closed {
            Some(closed) => {
                let evidence = Text::new(
                    format!("after {} and the peer's close, recv returned b\"\"", size(end.offset)),
                    format!("收到 {} 且对方 close 之后，recv 返回 b\"\"", size(end.offset)),
                );
                return run.holds(evidence, vec![closed.seq, end.seq]);
            }
            None => before = Some(end.seq),
        }
    }
    if let Some(seq) = before {
        let evidence =
            nothing("recv returned b\"\" before the peer closed", "对方 close 之前 recv 就返回了 b\"\"");
        return run.fails(evidence, vec![seq]);
    }
    run.undecided(nothing("no recv returned b\"\"", "没有 recv 返回 b\"\""), Vec::new())
}

/// Compares the number of recvs that returned data with that of the sends that they came from.
pub(super) fn compare_counts(
    run: &Run<'_>,
    name: &str,
    as_claimed: impl Fn(usize, usize) -> bool,
) -> ClaimResult {
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
    let evidence = Text::new(
        format!("{sends} send{}, {receives} recv{} with data", plural(sends), plural(receives)),
        format!("send 了 {sends} 次，recv 返回数据 {receives} 次"),
    );
    if sends == 0 || !(over || run.timeline.latest().ended.is_some()) {
        run.undecided(evidence, seqs)
    } else if as_claimed(receives, sends) {
        run.holds(evidence, seqs)
    } else {
        run.undecided_or_fails(over, evidence, seqs)
    }
}

pub(super) fn recv_lengths(run: &Run<'_>, name: &str, expected: &[u64]) -> ClaimResult {
    let streams = run.receives_from(run.actor(name));
    let history = |id: &StreamId| run.timeline.history().stream(*id).map(|s| s.visible(u64::MAX));
    let mut spans: Vec<Span> =
        streams.iter().filter_map(history).flat_map(|s| s.receives.iter().copied()).collect();
    spans.sort_unstable_by_key(|span| span.seq);
    let lengths: Vec<u64> = spans.iter().map(|span| span.to - span.from).collect();
    let over = streams.iter().all(|id| history(id).is_some_and(|s| s.end_seen.is_some()));
    let seqs = spans.iter().map(|span| span.seq).take(MAX_SEQS).collect();
    let (took, claimed) = (in_words(&lengths), in_words(expected));
    let evidence = match lengths.is_empty() {
        true => nothing("no recv returned data", "没有 recv 返回数据"),
        false if lengths == expected => {
            Text::new(format!("recv returned {}", took.en), format!("recv 依次返回 {}", took.zh))
        }
        false => Text::new(
            format!("recv returned {}, not {}", took.en, claimed.en),
            format!("recv 依次返回 {}，而不是 {}", took.zh, claimed.zh),
        ),
    };
    if lengths == expected {
        run.holds_so_far(over, evidence, seqs)
    } else if expected.starts_with(&lengths) {
        run.undecided_or_fails(over && !lengths.is_empty(), evidence, seqs)
    } else {
        run.fails(evidence, seqs)
    }
}

/// `4, 4 and 2 bytes`; long lists are cut.
fn in_words(lengths: &[u64]) -> Text {
    const SHOWN: usize = 8;
    let shown: Vec<_> = lengths.iter().take(SHOWN).map(u64::to_string).collect();
    let rest = lengths.len() - shown.len();
    let zh = shown.join("、");
    match (shown.as_slice(), rest) {
        ([one], _) if one == "1" => Text::new("1 byte", "1 字节"),
        ([one], _) => Text::new(format!("{one} bytes"), format!("{one} 字节")),
        (_, 1..) => Text::new(
            format!("{} … bytes ({rest} more)", shown.join(", ")),
            format!("{zh}……字节（另有 {rest} 次）"),
        ),
        ([first @ .., last], 0) => {
            Text::new(format!("{} and {last} bytes", first.join(", ")), format!("{zh} 字节"))
        }
        ([], 0) => Text::new("nothing", "空"),
    }
}

pub(super) fn recv_takes_what_waits(run: &Run<'_>, name: &str) -> ClaimResult {
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
                let evidence = Text::new(
                    format!("recv({max_bytes}) took {} of {} that waited", size(took), size(waiting)),
                    format!("有 {} 在等待，recv({max_bytes}) 只取了 {}", size(waiting), size(took)),
                );
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
        (_, 0) => run.undecided(nothing("no recv returned data", "没有 recv 返回数据"), seqs),
        (Some((max, took, waiting)), _) => {
            let evidence = Text::new(
                format!("{} waited, and recv({max}) took {}", size(waiting), size(took)),
                format!("有 {} 在等待，recv({max}) 取走了 {}", size(waiting), size(took)),
            );
            run.holds_so_far(false, evidence, seqs)
        }
        (None, count) => {
            let evidence = match count {
                1 => nothing(
                    "the recv waited for bytes, and took what came",
                    "recv 等到有数据才返回，取走了到达的字节",
                ),
                _ => Text::new(
                    format!("each of {count} recvs waited for bytes, and took what came"),
                    format!("{count} 次 recv 都等到有数据才返回，取走了到达的字节"),
                ),
            };
            run.holds_so_far(false, evidence, seqs)
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
