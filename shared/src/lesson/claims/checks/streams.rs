//! Checks of what streams carried.

use crate::{
    Fact, Op, Outcome, StreamId,
    fold::history::Visible,
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
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
                let name = direction(world, id.connection, id.direction, run.lang);
                let evidence = texts::byte_received_offset_not_one(run.lang, &name, &offset);
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
            let name = direction(world, id.connection, id.direction, run.lang);
            let evidence = texts::sent_received(run.lang, &name, &size(sent), &size(received));
            return run.undecided(evidence, seqs);
        }
        if total == 0 {
            return run.not_applicable(texts::NO_BYTES_SENT.get(run.lang).to_owned());
        }
        let evidence = texts::sent_received_every_byte_same(run.lang, &size(total));
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
            // A close that is under way has sent its FIN before it returns.
            let closed = [stream.finished, stream.fin].into_iter().flatten().find(|mark| mark.seq < end.seq);
            match closed {
                Some(closed) => {
                    let evidence = texts::after_peer_s_close_recv(run.lang, &size(end.offset));
                    return run.holds(evidence, vec![closed.seq, end.seq]);
                }
                None => before = Some(end.seq),
            }
        }
        if let Some(seq) = before {
            let evidence = texts::RECV_RETURNED_B_BEFORE_PEER.get(run.lang).to_owned();
            return run.fails(evidence, vec![seq]);
        }
        run.undecided(texts::NO_RECV_RETURNED_B.get(run.lang).to_owned(), Vec::new())
    }
}
