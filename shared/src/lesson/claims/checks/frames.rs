//! Checks of frames, by the session's framing.

use crate::{
    StreamId,
    bytes::framing::{Frame, FrameError, FrameKind, Missing},
    fold::history::{Span, StreamHistory},
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
    },
    words::size,
};
use std::str;

/// A stream from which the actor receives: its frames as far as they were received, and the recvs.
pub(super) struct Framed<'a> {
    pub stream: &'a StreamHistory,
    pub frames: Vec<Frame>,
    pub receives: &'a [Span],
}

impl Framed<'_> {
    fn body(&self, frame: &Frame) -> &[u8] {
        self.stream.slice(frame.body_from, frame.body_to)
    }

    fn complete(&self) -> impl Iterator<Item = &Frame> {
        self.frames.iter().filter(|frame| frame.kind == FrameKind::Complete)
    }

    /// The recv that reached this offset.
    fn reached(&self, offset: u64) -> Option<u64> {
        let place = self.receives.partition_point(|span| span.to < offset);
        self.receives.get(place).map(|span| span.seq)
    }

    /// A recv that took bytes from both sides of `offset`.
    fn across(&self, offset: u64) -> Option<&Span> {
        self.receives.iter().find(|span| span.from < offset && offset < span.to)
    }
}

pub(super) fn framed<'a>(run: &'a Run<'_>, name: &str) -> Vec<Framed<'a>> {
    let one = |id: StreamId| {
        let stream = run.timeline.history().stream(id)?;
        let visible = stream.visible(u64::MAX);
        let received = stream.slice(0, visible.received());
        Some(Framed { stream, frames: run.framing(id)?.frames(received), receives: visible.receives })
    };
    run.receives_from(run.actor(name)).into_iter().filter_map(one).collect()
}

arguments! {
    /// By the framing, a header that the actor received announces more bytes than ever came.
    pub struct HeaderMisread {
        actor: ActorName,
    }
}

impl Asserts for HeaderMisread {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let streams = framed(run, name);
        for stream in &streams {
            let Some(frame) = stream.frames.iter().find(|frame| frame.kind != FrameKind::Complete) else {
                continue;
            };
            let announced = match frame.kind {
                FrameKind::Error(FrameError::TooLong { len_bytes }) => len_bytes,
                FrameKind::Partial(Missing::Body { bytes }) => {
                    (frame.to - frame.body_from).saturating_add(bytes)
                }
                _ => continue,
            };
            let came = stream.stream.visible(u64::MAX).received().saturating_sub(frame.body_from);
            let evidence =
                texts::header_offset_announces_bytes_came(run.lang, &frame.from, &announced, &came);
            let seqs = stream.receives.iter().map(|span| span.seq).take(MAX_SEQS).collect();
            return run.holds_so_far(false, evidence, seqs);
        }
        run.undecided(texts::NO_HEADER_ANNOUNCES_MORE_CAME.get(run.lang).to_owned(), Vec::new())
    }
}

arguments! {
    /// By the framing, the actor received whole frames, and no recv went past the end of a header or a body.
    pub struct FramesAreRead {
        actor: ActorName,
    }
}

impl Asserts for FramesAreRead {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let streams = framed(run, name);
        let mut seqs: Vec<u64> = streams.iter().flat_map(|s| s.receives).map(|span| span.seq).collect();
        seqs.sort_unstable();
        seqs.truncate(MAX_SEQS);
        for stream in &streams {
            for frame in &stream.frames {
                let Some(span) = stream.across(frame.body_from).or_else(|| stream.across(frame.to)) else {
                    continue;
                };
                let (from, to) = (span.from, span.to);
                let evidence = texts::recv_bytes_went_past_end(run.lang, &from, &to);
                return run.fails(evidence, vec![span.seq]);
            }
        }
        let complete: Vec<&Frame> = streams.iter().flat_map(Framed::complete).collect();
        if complete.len() < streams.iter().map(|s| s.frames.len()).sum() {
            let evidence = texts::LAST_MESSAGE_NOT_COMPLETE.get(run.lang).to_owned();
            return run.undecided(evidence, seqs);
        }
        if complete.is_empty() {
            return run.not_applicable(texts::NO_MESSAGE_RECEIVED.get(run.lang).to_owned());
        }
        let count = complete.len();
        let bodies: u64 = complete.iter().map(|frame| frame.body_to - frame.body_from).sum();
        let evidence = texts::message_body_read_last_byte(run.lang, count as u64, &size(bodies));
        run.holds_so_far(false, evidence, seqs)
    }
}

arguments! {
    /// A frame without a body was received, whole, like any other. Says nothing where none was.
    pub struct EmptyFrameIsAFrame {
        actor: ActorName,
    }
}

impl Asserts for EmptyFrameIsAFrame {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        for stream in framed(run, name) {
            let empty = stream.complete().find(|frame| frame.body_from == frame.body_to);
            let Some((frame, seq)) = empty.and_then(|frame| Some((frame, stream.reached(frame.to)?))) else {
                continue;
            };
            let evidence =
                texts::message_offset_header_no_body(run.lang, &frame.from, &size(frame.to - frame.from));
            return run.holds(evidence, vec![seq]);
        }
        run.not_applicable(texts::NO_MESSAGE_WITHOUT_BODY_RECEIVED.get(run.lang).to_owned())
    }
}

arguments! {
    /// A recv ended inside a character of UTF-8, and the whole body is UTF-8. Says nothing where none did.
    pub struct CharactersAreReassembled {
        actor: ActorName,
    }
}

impl Asserts for CharactersAreReassembled {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        for stream in framed(run, name) {
            for frame in stream.complete() {
                let body = stream.body(frame);
                let inside = |span: &&Span| (frame.body_from + 1..frame.body_to).contains(&span.to);
                let mut ends = stream.receives.iter().filter(inside);
                let splits = |span: &&Span| continues(stream.stream.slice(span.to, span.to + 1));
                let Some(span) = ends.find(splits) else { continue };
                let seqs = [Some(span.seq), stream.reached(frame.to)].into_iter().flatten().collect();
                let at = span.to;
                return match str::from_utf8(body) {
                    Ok(_) => run.holds(texts::recv_ended_offset_inside_character(run.lang, &at), seqs),
                    Err(_) => run.fails(texts::BODY_NOT_UTF_8.get(run.lang).to_owned(), seqs),
                };
            }
        }
        run.not_applicable(texts::NO_RECV_ENDED_INSIDE_CHARACTER.get(run.lang).to_owned())
    }
}

/// Whether the byte continues a character of UTF-8.
fn continues(byte: &[u8]) -> bool {
    byte.first().is_some_and(|byte| byte & 0xc0 == 0x80)
}
