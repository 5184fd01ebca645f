//! Checks of what streams carried.

use crate::{
    Fact, Op, Outcome, StreamId, Text,
    fold::history::Visible,
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run, nothing},
    },
    words::{direction, size},
};

arguments! {
    /// On every stream the received bytes are the sent ones, in order, all of them.
    pub struct ReceivedEqualsSent {}
}

impl Asserts for ReceivedEqualsSent {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
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

arguments! {
    /// A recv of the actor returned nothing after the peer's close or shutdown.
    pub struct EndOfStreamAfterClose {
        actor: ActorName,
    }
}

impl Asserts for EndOfStreamAfterClose {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let mut before = None;
        for id in run.receives_from(run.actor(name)) {
            let Some(stream) = run.timeline.history().stream(id).map(|s| s.visible(u64::MAX)) else {
                continue;
            };
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
}
