//! A run for scripts: one event a line, then one claim a line. The fields are documented in `docs/json.md`.
//!
//! - [`call`]: a call's arguments and its outcome; [`facts`]: the other events, of which
//!   [`session`] is the first; [`read`]: lines back into events.

mod call;
mod facts;
mod read;
mod session;
#[cfg(test)]
mod tests;

pub use read::{LinesError, Problem, read_lines};

use super::{PlayError, Printer, results};
use serde::Serialize;
use serde_json::{Map, Value};
use socketscope_shared::{
    ActorId, Event, Fact, SessionId,
    claims::{ClaimResult, Verdict},
    lesson::{Claim, Lesson},
    session::SessionInfo,
    timeline::Timeline,
    wire::Chunk,
};
use std::io::{self, Write};

/// Fields of an event beside those that come first.
type Fields = Map<String, Value>;

/// What every line begins with, so that people can find their way, too.
#[derive(Serialize)]
struct EventLine<'a> {
    seq: u64,
    at_ns: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<&'a str>,
    event: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    call: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fd: Option<i32>,
    #[serde(flatten)]
    fields: Fields,
}

#[derive(Serialize)]
struct ClaimLine<'a> {
    claim: &'a str,
    claim_zh: &'a str,
    holds: Option<bool>,
    verdict: &'static str,
    evidence: &'a str,
    seqs: &'a [u64],
}

/// Prints lines of JSON.
pub(super) struct Json<'a> {
    out: &'a mut (dyn Write + Send),
    info: Option<Box<SessionInfo>>,
}

impl<'a> Json<'a> {
    pub fn new(out: &'a mut (dyn Write + Send)) -> Self {
        Json { out, info: None }
    }

    fn line(&mut self, line: &impl Serialize) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.out.write_all(&text)
    }
}

impl Printer for Json<'_> {
    fn event(&mut self, seq: u64, event: &Event) -> io::Result<()> {
        if let Fact::SessionStarted(info) = &event.fact {
            self.info = Some(info.clone());
        }
        let info = self.info.take();
        let written = self.line(&event_line(seq, event, info.as_deref()));
        self.info = info;
        written
    }

    fn claims(&mut self, claims: &[Claim], results: &[ClaimResult]) -> io::Result<()> {
        for (claim, result) in claims.iter().zip(results) {
            self.line(&claim_line(claim, result))?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A whole log as lines: its events, then the lesson's claims on it.
pub fn write_log(
    out: &mut (dyn Write + Send),
    session: SessionId,
    lesson: Option<&Lesson>,
    events: impl Iterator<Item = Vec<Event>>,
) -> Result<(), PlayError> {
    let mut json = Json::new(out);
    let mut timeline = Timeline::default();
    for events in events {
        let first_seq = timeline.last_seq() + 1;
        for (seq, event) in (first_seq..).zip(&events) {
            json.event(seq, event)?;
        }
        let chunk = Chunk { session, first_seq, events };
        timeline.extend(chunk).map_err(|e| PlayError::Log(e.to_string()))?;
    }
    if let Some(lesson) = lesson {
        json.claims(&lesson.claims, &results(lesson, &timeline))?;
    }
    Ok(json.flush()?)
}

fn event_line<'a>(seq: u64, event: &Event, info: Option<&'a SessionInfo>) -> EventLine<'a> {
    let actor = event.fact.actor().and_then(|actor| info?.actor(actor)).map(|actor| actor.name.as_str());
    let (name, mut fields) = facts::fields(&event.fact);
    if let Some(number) = event.fact.actor().filter(|actor| !is_known_by_name(*actor, info)) {
        fields.insert("actor_number".to_owned(), number.0.into());
    }
    if let Fact::Deadlock { actors } = &event.fact {
        let names = actors.iter().filter_map(|actor| info?.actor(*actor)).map(|actor| actor.name.as_str());
        fields.insert("actors".to_owned(), names.collect());
        if !actors.iter().all(|actor| is_known_by_name(*actor, info)) {
            fields.insert("actor_numbers".to_owned(), actors.iter().map(|actor| actor.0).collect());
        }
    }
    let call = event.fact.call();
    EventLine {
        seq,
        at_ns: event.at_ns,
        actor,
        event: name,
        call: call.map(|call| call.op.name()),
        line: call.map(|call| call.line).filter(|line| *line > 0),
        fd: call.map(|call| call.fd).filter(|fd| *fd >= 0),
        fields,
    }
}

/// The program with this name: the first one, where several have it.
fn named(name: &str, info: Option<&SessionInfo>) -> Option<ActorId> {
    let place = info?.actors.iter().position(|actor| actor.name == name)?;
    u16::try_from(place).ok().map(ActorId)
}

/// Whether its name says which program it is.
fn is_known_by_name(actor: ActorId, info: Option<&SessionInfo>) -> bool {
    let known = info.and_then(|info| info.actor(actor));
    known.is_some_and(|known| named(&known.name, info) == Some(actor))
}

fn claim_line<'a>(claim: &'a Claim, result: &'a ClaimResult) -> ClaimLine<'a> {
    let (holds, verdict) = match result.verdict {
        Verdict::Holds => (Some(true), "holds"),
        Verdict::Fails => (Some(false), "fails"),
        Verdict::NotYet => (None, "not-yet"),
        Verdict::NotApplicable => (None, "not-applicable"),
    };
    ClaimLine {
        claim: claim.text.en(),
        claim_zh: claim.text.zh(),
        holds,
        verdict,
        evidence: &result.evidence,
        seqs: &result.seqs,
    }
}

/// Bytes as hexadecimal digits and, where they are UTF-8, as text.
fn bytes(fields: &mut Fields, data: &[u8]) {
    fields.insert("data_hex".to_owned(), hex(data).into());
    if let Ok(text) = std::str::from_utf8(data) {
        fields.insert("text".to_owned(), text.into());
    }
}

fn hex(data: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value)]);
    data.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
