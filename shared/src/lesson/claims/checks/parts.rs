//! A check of a program that takes what one recv returned for a whole header or body.

use super::frames::{Framed, framed};
use crate::{
    Fact, Op,
    bytes::framing::{Frame, FrameKind, Missing},
    fold::history::Span,
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::Run,
        texts,
    },
    words::{Message, size},
};

/// A header or a body: its name and its bytes, also those that were not received.
struct Part {
    name: Message,
    from: u64,
    to: u64,
}

/// The parts of a frame, as far as the framing knows where they end.
fn parts(frame: &Frame) -> Vec<Part> {
    let header = |to: u64| Part { name: texts::HEADER, from: frame.from, to };
    let body = |to: u64| Part { name: texts::BODY, from: frame.body_from, to };
    match frame.kind {
        FrameKind::Complete => vec![header(frame.body_from), body(frame.to)],
        FrameKind::Partial(Missing::Body { bytes }) => {
            vec![header(frame.body_from), body(frame.to.saturating_add(bytes))]
        }
        FrameKind::Partial(Missing::Header { bytes }) => vec![header(frame.to.saturating_add(bytes))],
        FrameKind::Partial(_) | FrameKind::Error(_) => Vec::new(),
    }
}

/// A recv that returned less than the part which it began, and the one after it, by its place.
fn cut_short<'a>(stream: &Framed<'a>, part: &Part) -> Option<(&'a Span, Option<&'a Span>)> {
    let place = stream.receives.iter().position(|span| span.from == part.from && span.to > span.from)?;
    let first = &stream.receives[place];
    (first.to < part.to).then(|| (first, stream.receives.get(place + 1)))
}

arguments! {
    /// By the framing, a recv of the actor returned only a part of a header or a body, and the next one did not ask for the
    /// rest. Says nothing where each happened to return a whole one.
    pub struct PartTakenForWhole {
        actor: ActorName,
    }
}

impl Asserts for PartTakenForWhole {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        for stream in framed(run, name) {
            for part in stream.frames.iter().flat_map(parts) {
                let Some((first, next)) = cut_short(&stream, &part) else { continue };
                let (came, all, kind) = (size(first.to - first.from), size(part.to - part.from), &part.name);
                let cut = texts::recv_returned_part(run.lang, &kind.get(run.lang), &part.from, &all, &came);
                let Some(next) = next else {
                    // A program that asked again learned that the stream had ended.
                    if stream.stream.visible(u64::MAX).end_seen.is_some() {
                        continue;
                    }
                    let evidence = texts::rest_not_asked_for(run.lang, &cut);
                    return run.holds_so_far(false, evidence, vec![first.seq]);
                };
                let asked = max_bytes(run, next);
                // A careful receiver asks for the rest, or again for as much as it takes at a time.
                if asked == Some(part.to - first.to) || asked == max_bytes(run, first) {
                    continue;
                }
                let asked = asked.unwrap_or_default();
                let evidence = texts::taken_for_whole(run.lang, &cut, &asked);
                return run.holds(evidence, vec![first.seq, next.seq]);
            }
        }
        run.not_applicable(texts::RECV_HAPPENED_RETURN_WHOLE_HEADER.get(run.lang).to_owned())
    }
}

fn max_bytes(run: &Run<'_>, span: &Span) -> Option<u64> {
    match &run.event(span.seq)?.fact {
        Fact::Returned { call, .. } => match call.op {
            Op::Recv { max_bytes, .. } => Some(max_bytes),
            _ => None,
        },
        _ => None,
    }
}
