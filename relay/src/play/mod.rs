//! Runs a lesson without a browser and prints what happened, as it happens.
//!
//! - [`text`]: for people; [`json`]: for scripts, one event a line (`docs/json.md`).
//! - [`input`]: lines from the terminal for programs that ask with `input()`.

mod input;
mod json;
mod text;

pub use json::{LinesError, Problem, read_lines, write_log};

use crate::{
    lessons,
    session::{Sessions, StartRequest},
};
use input::{END_OF_INPUT, Lines, Waiting};
use socketscope_shared::{
    Event, Fact, Language, SessionId,
    claims::{ClaimResult, Verdict},
    event::End,
    lesson::{Claim, Lesson, evaluate},
    timeline::Timeline,
    wire::{Control, Refusal, decode_chunk},
};
use std::{
    collections::VecDeque,
    io::{self, BufWriter, Write},
    pin::pin,
    sync::Arc,
    time::Duration,
};

/// Bytes of the log that are read at a time.
const BATCH_BYTES: usize = 1 << 20;
/// How long a deadlock may last before the session is ended.
const DEADLOCK_SHOWN: Duration = Duration::from_secs(1);

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As a person reads it; `colour` for terminals.
    Text {
        /// Whether to mark errors and dim what is less important.
        colour: bool,
    },
    /// One event a line.
    Json,
}

/// The result of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Played {
    /// It ran to its end, and every claim that applies holds.
    Holds,
    /// A claim fails, or the run did not reach its end.
    Fails,
}

/// Why there was no run, or no output.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// It was not started.
    #[error("{}", refusal(.0))]
    Refused(Refusal),
    /// What it printed could not be written.
    #[error("can't write the output: {0}")]
    Output(#[from] io::Error),
    /// The log could not be read.
    #[error("the session's log can't be read: {0}")]
    Log(String),
}

impl PlayError {
    /// The command's exit status: 2 for misuse, 1 for the rest.
    pub fn exit_status(&self) -> u8 {
        match self {
            PlayError::Refused(Refusal::NoSuchLesson { .. } | Refusal::BadKnob { .. }) => 2,
            _ => 1,
        }
    }
}

/// One way to print a run.
trait Printer {
    fn event(&mut self, seq: u64, event: &Event) -> io::Result<()>;
    fn claims(&mut self, claims: &[Claim], results: &[ClaimResult]) -> io::Result<()>;
    fn flush(&mut self) -> io::Result<()>;
}

/// Runs a lesson, prints its events to `out` while they happen, then its claims. Ctrl-C stops the session.
pub async fn play(
    sessions: &Arc<Sessions>,
    request: StartRequest,
    style: Style,
    out: &mut (dyn Write + Send),
) -> Result<Played, PlayError> {
    let Some(lesson) = lessons::find(sessions.lessons(), &request.lesson).cloned() else {
        return Err(PlayError::Refused(Refusal::NoSuchLesson { id: request.lesson }));
    };
    let mut out = BufWriter::new(out);
    let mut printer: Box<dyn Printer + Send + '_> = match style {
        Style::Text { colour } => Box::new(text::Text::new(&mut out, &lesson, colour)),
        Style::Json => Box::new(json::Json::new(&mut out)),
    };
    let session = sessions.start(request).await.map_err(PlayError::Refused)?;
    let timeline = match watch(sessions, session, &mut *printer).await {
        Ok(timeline) => timeline,
        Err(e) => {
            // Nobody reads the output any more: the programs need not go on either.
            _ = sessions.control(session, Control::Stop).await;
            return Err(e);
        }
    };
    let results = results(&lesson, &timeline);
    printer.claims(&lesson.claims, &results)?;
    printer.flush()?;
    let holds = results.iter().all(|r| matches!(r.verdict, Verdict::Holds | Verdict::NotApplicable));
    let deadlock = timeline.log().iter().any(|(_, event)| matches!(event.fact, Fact::Deadlock { .. }));
    let finished = match timeline.latest().ended {
        Some(End::Finished) => true,
        Some(End::Stopped) => deadlock,
        _ => false,
    };
    Ok(if holds && finished { Played::Holds } else { Played::Fails })
}

/// What became of the lesson's claims.
fn results(lesson: &Lesson, timeline: &Timeline) -> Vec<ClaimResult> {
    let knobs = timeline.latest().info.as_ref().map(|info| info.knobs.clone()).unwrap_or_default();
    evaluate(&lesson.claims, &lesson.knobs, &knobs, timeline, Language::En)
}

/// Prints the session's events until its last.
async fn watch(
    sessions: &Arc<Sessions>,
    session: SessionId,
    printer: &mut (dyn Printer + Send),
) -> Result<Timeline, PlayError> {
    let log = sessions.log(session).await.map_err(PlayError::Refused)?;
    let mut grown = log.subscribe();
    let mut timeline = Timeline::default();
    let mut typed = Lines::default();
    let mut waiting = Waiting::default();
    let mut held = VecDeque::new();
    let mut interrupt = pin!(tokio::signal::ctrl_c());
    let mut interrupted = false;
    while timeline.is_live() {
        let batch = log.chunks_after(timeline.last_seq(), BATCH_BYTES);
        for bytes in &batch.chunks {
            let chunk = decode_chunk(bytes).map_err(|e| PlayError::Log(e.to_string()))?;
            for (seq, event) in (chunk.first_seq..).zip(&chunk.events) {
                printer.event(seq, event)?;
                waiting.note(event);
                if let Fact::Held { actor, .. } = &event.fact {
                    held.push_back(*actor);
                }
            }
            timeline.extend(chunk).map_err(|e| PlayError::Log(e.to_string()))?;
        }
        printer.flush()?;
        // Held programs go on in the order in which they came.
        while let Some(actor) = held.pop_front() {
            _ = sessions.control(session, Control::Release { actor }).await;
        }
        if !batch.chunks.is_empty() {
            continue;
        }
        let control = tokio::select! {
            more = grown.changed() => match more {
                Ok(()) => continue,
                Err(_) => return Err(PlayError::Log("it broke off".to_owned())),
            },
            _ = &mut interrupt, if !interrupted => {
                interrupted = true;
                Control::Stop
            }
            () = tokio::time::sleep(DEADLOCK_SHOWN), if timeline.latest().deadlocked => Control::Stop,
            line = typed.next(), if waiting.anybody() => match waiting.next(line.is_none()) {
                Some(actor) => Control::Input { actor, text: line.unwrap_or_else(|| END_OF_INPUT.to_owned()) },
                None => continue,
            },
        };
        // A session that is over by now says so in its log.
        _ = sessions.control(session, control).await;
    }
    Ok(timeline)
}

/// Why there was no run, for a terminal.
pub fn refusal(reason: &Refusal) -> String {
    match reason {
        Refusal::NotAllowed => "not allowed".to_owned(),
        Refusal::NoSuchLesson { id } => {
            format!("there is no lesson `{id}`: `socketscope lessons` lists them")
        }
        Refusal::NoSuchSession { session } => format!("there is no session {session}"),
        Refusal::SessionOver { session } => format!("session {session} is over"),
        Refusal::Unreadable { session, problem } => format!("session {session} cannot be read: {problem}"),
        Refusal::BadKnob { problem, .. } => problem.clone(),
        Refusal::NoOwnNetwork { address, problem } => format!(
            "{address} needs a network of the session's own, and there is none ({problem}): let the programs use \
             127.0.0.1; `socketscope doctor` says what is missing"
        ),
        Refusal::TooManySessions { limit } => format!("{limit} sessions run already, as many as may"),
        Refusal::SourceTooLarge { limit_bytes } => format!("the program is larger than {limit_bytes} bytes"),
        Refusal::Failed { problem } => format!("the session could not be started: {problem}"),
    }
}
