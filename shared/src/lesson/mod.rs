//! Lessons: programs, knobs, predictions, markers and claims.

mod claim;
pub mod claims;
mod clients;
mod condition;
mod doors;
mod further;
mod header;
mod knobs;
mod packed;
#[cfg(test)]
mod place_tests;
mod run;
mod start;
mod text;

pub use crate::lesson::claims::Moment;
pub use claim::{Claim, evaluate};
pub use clients::{numbered_clients, with_clients};
pub use condition::Condition;
pub use doors::{Contrast, ContrastRow, Door};
pub use further::{MAX_CLIENTS, client_number, further_client};
pub use header::framing_of;
pub use knobs::{KnobError, apply_knobs, assign, assigns, knob_values};
pub use packed::Packed;
pub use run::DeclaredRun;
pub use start::{StartWhen, waits_for_itself};
pub use text::Text;

use crate::record::{
    framing::Framing,
    ids::SessionId,
    session::{ActorInfo, File, SessionInfo},
};
use bitcode::{Decode, Encode};

/// A lesson as the page gets it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Lesson {
    /// Its name in addresses and on the command line: `sticky`.
    pub id: String,
    /// Its number in the curriculum: `3.2`.
    pub number: String,
    /// The section that it belongs to.
    pub section: Section,
    /// Its title.
    pub title: Text,
    /// One or two sentences: what it shows.
    pub summary: Text,
    /// Its programs, in the order in which they start.
    pub programs: Vec<Program>,
    /// More files that they can read and import. Left out where a page gets the lesson.
    pub files: Packed<Vec<File>>,
    /// Parameters that a lecturer changes before running.
    pub knobs: Vec<Knob>,
    /// How frames are recognised at first.
    pub framing: Framing,
    /// Ways in for the person's own browser.
    pub doors: Vec<Door>,
    /// Two ways to do something, side by side.
    pub contrast: Option<Contrast>,
    /// What the lower half of the stage shows at first; `None` is the readiness of a program that asked for it, and
    /// else the byte stream.
    pub view: Option<View>,
    /// The horizontal axis of the tracks at first.
    pub axis: Axis,
    /// Notes that appear when their moment is reached.
    pub markers: Vec<Marker>,
    /// Questions that the page asks before it reveals the next step.
    pub predictions: Vec<Prediction>,
    /// Facts that each run asserts against its own log.
    pub claims: Vec<Claim>,
    /// Runs worth seeing beside the one with nothing changed.
    pub runs: Packed<Vec<DeclaredRun>>,
    /// A session that shows it as it ran once; it is there on every relay.
    pub recording: Option<SessionId>,
    /// The page opens with it.
    pub first: bool,
    /// The lesson beside whose figures its own are shown: the same clients, served in another way.
    pub compare_with: Option<String>,
}

/// The number of a lesson that has no place in the curriculum.
const UNNUMBERED: &str = "0";

impl Lesson {
    /// What is known of a lesson from a run alone: its programs.
    pub fn of_run(info: &SessionInfo) -> Lesson {
        let program = |actor: &ActorInfo| Program {
            actor: actor.name.clone(),
            file: actor.file.clone(),
            source: actor.source.clone(),
            arguments: actor.arguments.join(" "),
            start: StartWhen::AtOnce,
        };
        Lesson {
            id: info.lesson.clone(),
            number: UNNUMBERED.to_owned(),
            section: Section::Own,
            title: Text::same(&info.lesson),
            summary: Text::default(),
            programs: info.actors.iter().map(program).collect(),
            files: Packed::from(&info.files),
            knobs: Vec::new(),
            framing: info.framing.clone(),
            doors: Vec::new(),
            contrast: None,
            view: None,
            axis: Axis::default(),
            markers: Vec::new(),
            predictions: Vec::new(),
            claims: Vec::new(),
            runs: Packed::from(&Vec::new()),
            recording: Some(info.id),
            first: true,
            compare_with: None,
        }
    }

    /// Its number, where it has a place in the curriculum.
    pub fn place(&self) -> Option<&str> {
        (self.number != UNNUMBERED).then_some(self.number.as_str())
    }

    /// Whether a program serves others: some start when it listens, or a door leads to it.
    pub fn serves(&self, actor: &str) -> bool {
        let awaited = |program: &Program| matches!(&program.start, StartWhen::Listening(server) | StartWhen::ListeningSoon(server) if server == actor);
        self.programs.iter().any(awaited) || self.doors.iter().any(|door| door.actor == actor)
    }
}

/// Sections of the curriculum, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[expect(missing_docs, reason = "the curriculum's headings")]
pub enum Section {
    Foundations,
    Sockets,
    Waiting,
    Multiplexing,
    Beyond,
    /// A lecturer's own.
    Own,
}

/// What the lower half of the page's stage shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum View {
    /// A stream's bytes and the rulers along them.
    Bytes,
    /// What select, poll and epoll_wait watched and returned.
    Readiness,
    /// What each server did and what that cost.
    Comparison,
    /// Headers around the bytes, layer by layer.
    Layers,
    /// Calls of both ends, the segments between them, and the TCP states.
    Exchange,
}

/// The horizontal axis of the tracks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Axis {
    /// Every significant event has the same width: calls take microseconds and waits seconds.
    #[default]
    Events,
    /// True time.
    Time,
}

/// One program of a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Program {
    /// `server`.
    pub actor: String,
    /// `server.py`.
    pub file: String,
    /// The text as in the lesson's folder.
    pub source: String,
    /// `sys.argv[1:]`, as one would type it in a shell.
    pub arguments: String,
    /// When it starts.
    pub start: StartWhen,
}

/// A parameter. Its value replaces the right side of the first line `NAME = …` of the program's text.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Knob {
    /// `recv_size`.
    pub id: String,
    /// What the form calls it.
    pub label: Text,
    /// A sentence on what it does.
    #[cfg_attr(feature = "serde", serde(default))]
    pub help: Text,
    /// What values it takes.
    pub kind: KnobKind,
    /// The value that it has unless changed, as text.
    pub default: String,
    /// What it changes.
    pub target: KnobTarget,
}

/// What values a knob takes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase", deny_unknown_fields))]
pub enum KnobKind {
    /// A whole number.
    Int { min: i64, max: i64 },
    /// Thousandths of a second; the program gets seconds (`0.25`).
    Milliseconds { max: u32 },
    /// `true` or `false`; the program gets `True` or `False`.
    Bool,
    /// One of these words; the program gets it quoted.
    Choice { values: Vec<String> },
    /// Any text; the program gets it quoted.
    Text { max_chars: u32 },
}

/// What a knob changes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum KnobTarget {
    /// The variable of this name in every program that assigns it.
    Variable(String),
    /// The same, and the width of the length prefix by which frames are recognised: a number of bytes, or a letter of
    /// Python's struct (`i` is 4).
    HeaderWidth(String),
    /// The same, and the byte order of that length: `little` and `big`, or as struct has them (`=`, `!`).
    HeaderOrder(String),
    /// The same, a truth value: where it is true, the receiver reads the length's bytes the other way round, and frames are
    /// recognised as it reads them.
    HeaderSwapped(String),
    /// The same, and how many clients there are: `client 1` and copies of it.
    Clients(String),
    /// MTU of the session's loopback in bytes.
    Mtu,
    /// Segmentation offloads of the session's loopback.
    Offloads,
    /// Addresses and names that the session's network has besides its own.
    Hosts,
}

impl KnobTarget {
    /// The programs' variable that it sets, if it sets one.
    pub fn variable(&self) -> Option<&str> {
        match self {
            KnobTarget::Variable(name)
            | KnobTarget::HeaderWidth(name)
            | KnobTarget::HeaderOrder(name)
            | KnobTarget::HeaderSwapped(name)
            | KnobTarget::Clients(name) => Some(name),
            KnobTarget::Mtu | KnobTarget::Offloads | KnobTarget::Hosts => None,
        }
    }
}

/// A note that appears once its moment has passed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Marker {
    /// The call whose return it follows.
    pub after: Moment,
    /// The note.
    pub text: Text,
    /// Only where all of these hold.
    pub only_if: Vec<Condition>,
}

/// A question asked before its moment. The answer is what the log says there.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Prediction {
    /// The call whose outcome is asked for.
    pub before: Moment,
    /// The question.
    pub question: Text,
    /// Only where all of these hold.
    pub only_if: Vec<Condition>,
}
