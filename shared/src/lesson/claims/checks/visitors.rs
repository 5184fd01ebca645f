//! Checks of visitors from outside the session, through a door.

use crate::{
    ConnectionId, Direction, StreamId,
    bytes::{
        framing::{Framing, first_line, is_request_line, status},
        visible,
    },
    fold::history::StreamHistory,
    lesson::claims::{
        ActorName, ClaimResult,
        check::{Asserts, arguments},
        run::{MAX_SEQS, Run},
        texts,
    },
    words::Language,
};

/// Bytes of a message that the evidence shows.
const SHOWN_BYTES: usize = 48;

/// The first answer of a program to those inside or outside: the event that sent its last byte, and its body.
struct Answer<'a> {
    seq: u64,
    body: &'a [u8],
}

arguments! {
    /// The actor's first answer to a program and the other's first to somebody who came through a door have the same body,
    /// by the framings of their connections (in HTTP, the first that says 200). Says nothing where nobody came.
    pub struct SameAnswer {
        actor: ActorName,
        other: ActorName,
    }
}

impl Asserts for SameAnswer {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let other = &self.other;
        let came = run.receives_from(run.actor(other)).iter().any(|id| is_outside(run, id.connection));
        if !came {
            return run.not_applicable(nobody(run.lang));
        }
        let (Some(one), Some(two)) = (first_answer(run, name, false), first_answer(run, other, true)) else {
            return run.undecided(texts::NOT_BOTH_ANSWERED_2.get(run.lang).to_owned(), Vec::new());
        };
        let (a, b) = (visible(one.body, SHOWN_BYTES), visible(two.body, SHOWN_BYTES));
        let seqs = vec![one.seq.min(two.seq), one.seq.max(two.seq)];
        if one.body == two.body {
            let evidence = texts::both_got(run.lang, &a);
            run.holds(evidence, seqs)
        } else {
            let evidence = texts::one_got_other(run.lang, &a, &b);
            run.fails(evidence, seqs)
        }
    }
}

fn first_answer<'a>(run: &'a Run<'_>, name: &str, outside: bool) -> Option<Answer<'a>> {
    let streams = run.receives_from(run.actor(name)).into_iter();
    let answers = streams.filter(|id| is_outside(run, id.connection) == outside).filter_map(|asked| {
        let id = StreamId { direction: asked.direction.to().sends(), ..asked };
        answer(run.timeline.history().stream(id)?, run.framing(id)?)
    });
    answers.min_by_key(|answer| answer.seq)
}

/// The first whole message of a stream; of HTTP's, the first that says 200.
fn answer<'a>(stream: &'a StreamHistory, framing: &Framing) -> Option<Answer<'a>> {
    let seen = stream.visible(u64::MAX);
    let frames = framing.frames(stream.slice(0, seen.sent()));
    let good = |from: u64, to: u64| match framing {
        Framing::Http => first_line(stream.slice(from, to)).and_then(status) == Some(200),
        _ => true,
    };
    let whole =
        |frame: &&crate::bytes::framing::Frame| frame.kind == crate::bytes::framing::FrameKind::Complete;
    let frame = frames.iter().filter(whole).find(|frame| good(frame.from, frame.body_from))?;
    let seq = stream.send_at(frame.to.saturating_sub(1))?.seq;
    Some(Answer { seq, body: stream.slice(frame.body_from, frame.body_to) })
}

arguments! {
    /// All who came through a door to the actor and sent something began with a request line of HTTP/1. Says nothing where
    /// nobody came.
    pub struct VisitorsSendRequests {
        actor: ActorName,
    }
}

impl Asserts for VisitorsSendRequests {
    fn evaluate(&self, run: &Run<'_>) -> ClaimResult {
        let name = &self.actor;
        let (mut seqs, mut example, mut unfinished) = (Vec::new(), None, None);
        let asked = run.receives_from(run.actor(name)).into_iter();
        for id in asked.filter(|id| id.direction == Direction::ToServer && is_outside(run, id.connection)) {
            let Some(stream) = run.timeline.history().stream(id) else { continue };
            let seen = stream.visible(u64::MAX);
            // Browsers open connections that they may never use.
            let Some(first) = seen.receives.first() else { continue };
            let bytes = stream.slice(0, seen.received());
            match first_line(bytes) {
                Some(line) if is_request_line(line) => {
                    seqs.push(first.seq);
                    example.get_or_insert(line);
                }
                None if run.timeline.is_live() => unfinished = Some(first.seq),
                line => {
                    let line = visible(line.unwrap_or(bytes), SHOWN_BYTES);
                    let evidence = texts::no_request_line(run.lang, &line);
                    return run.fails(evidence, vec![first.seq]);
                }
            }
        }
        seqs.sort_unstable();
        seqs.truncate(MAX_SEQS);
        match (example, unfinished) {
            (Some(line), None) => {
                let evidence = visible(line, SHOWN_BYTES);
                run.holds_so_far(false, evidence, seqs)
            }
            (_, Some(seq)) => {
                run.undecided(texts::FIRST_LINE_NOT_ENDED_YET.get(run.lang).to_owned(), vec![seq])
            }
            (None, None) => run.not_applicable(nobody(run.lang)),
        }
    }
}

fn nobody(lang: Language) -> String {
    texts::NOBODY_CAME_OUTSIDE.get(lang).to_owned()
}

fn is_outside(run: &Run<'_>, connection: ConnectionId) -> bool {
    run.timeline.latest().visitor(connection).is_some()
}
