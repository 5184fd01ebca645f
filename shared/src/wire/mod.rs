//! The versioned codec: what crosses the WebSocket, and what a log file is made of.
//!
//! Every binary message is `"Sk"`, the version, a kind, and a body:
//!
//! | kind | body |
//! |---|---|
//! | 0 [`KIND_UP`] | an [`Up`], page to relay, its texts as [`payload`] |
//! | 1 [`KIND_DOWN`] | a bitcode [`Down`], relay to page |
//! | 2 [`KIND_CHUNK`] | session id (u128) and first sequence number (u64, little-endian both), then times and events, what these carry as [`payload`] |

mod times;

pub use crate::record::chunk::Chunk;
use crate::{
    ActorId, Event, SessionId,
    lesson::{Lesson, StartWhen},
    record::payload::{self, MAX_HEAD_BYTES, Payload, Payloads},
};
use bitcode::{Decode, Encode};

/// Version of the messages between page and relay; raised whenever an older one would misread them.
pub const VERSION: u8 = 7;
/// Version of chunks. Of its own: a recording on disk stays readable where only messages change.
pub const CHUNK_VERSION: u8 = 5;
/// Page to relay.
pub const KIND_UP: u8 = 0;
/// Relay to page.
pub const KIND_DOWN: u8 = 1;
/// Events.
pub const KIND_CHUNK: u8 = 2;
/// Largest message that the relay takes from a page, in bytes.
pub const MAX_UP_BYTES: usize = 2 << 20;
/// The same for a page that has not shown the token with its connection: a hello and a watch are far shorter.
pub const MAX_GUEST_BYTES: usize = 1 << 10;
/// Largest chunk in bytes that the relay aims for; one with a single large event may be larger.
pub const CHUNK_BYTES: usize = 64 << 10;

const MAGIC: [u8; 2] = *b"Sk";
const HEADER_BYTES: usize = 4;
const CHUNK_HEADER_BYTES: usize = HEADER_BYTES + 24;
/// Largest head of a page's message, in bytes: names and numbers.
const MAX_UP_HEAD_BYTES: usize = 16 << 10;

/// Page to relay.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Up {
    /// First of all. The token is the one of the URL; without it, only watching is allowed.
    Hello { token: Option<String> },
    /// Run a lesson.
    Start {
        /// The lesson's id.
        lesson: String,
        /// Values of knobs that differ from their default.
        knobs: Vec<(String, String)>,
        /// Texts that replace the lesson's, by actor name; `client 2` to `client 32` add clients that the lesson does not
        /// have.
        sources: Vec<(String, String)>,
        /// Arguments that replace the lesson's, by actor name, as one would type them in a shell.
        arguments: Vec<(String, String)>,
        /// When programs start, where not as in the lesson, by actor name.
        starts: Vec<(String, StartWhen)>,
        /// Hold every program before each call.
        step_mode: bool,
    },
    /// Send the events of a session after this sequence number (from the start, if the log has no such event), then
    /// those to come. Replaces an earlier watch.
    Watch { session: SessionId, after: u64 },
    /// Do something to a running session.
    Control { session: SessionId, control: Control },
}

/// What a person does to a running session.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Control {
    /// Let a held actor make its next call.
    Release { actor: ActorId },
    /// Switch step mode; off releases all.
    StepMode { on: bool },
    /// A line for a program that asked with `input()`.
    Input { actor: ActorId, text: String },
    /// End the session.
    Stop,
}

/// Relay to page.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Down {
    /// Answer to [`Up::Hello`].
    Welcome {
        /// Version of the relay's package.
        relay: String,
        /// Whether the token allows running programs.
        may_run: bool,
        /// The curriculum.
        lessons: Vec<Lesson>,
    },
    /// Answer to [`Up::Start`]; the page then watches it.
    Started { session: SessionId },
    /// Something asked for was not done.
    Refused { reason: Refusal },
    /// The watched session goes on, but its log is not in a file, or only its beginning. Told once for each watch.
    NotSaved {
        /// Which.
        session: SessionId,
        /// What the system said, for the person.
        problem: String,
    },
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Refusal {
    /// The token is missing or wrong.
    NotAllowed,
    /// No lesson of this id.
    NoSuchLesson { id: String },
    /// No session of this id.
    NoSuchSession { session: SessionId },
    /// The session has ended.
    SessionOver { session: SessionId },
    /// There is a recording, but nothing of it can be read.
    Unreadable { session: SessionId, problem: String },
    /// A knob does not exist or does not take this value.
    BadKnob { id: String, problem: String },
    /// The session needs a network of its own for this address, and the system grants none.
    NoOwnNetwork {
        /// The address.
        address: String,
        /// What the system said, for the person.
        problem: String,
    },
    /// As many sessions run as the relay allows.
    TooManySessions { limit: u32 },
    /// The program's text is too large.
    SourceTooLarge { limit_bytes: u32 },
    /// The relay could not start it.
    Failed { problem: String },
}

/// Why a message could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// Not one of our messages.
    #[error("not a Socketscope message")]
    NotOurs,
    /// Written by another version.
    #[error(
        "this message has version {found}, and only version {understood} is understood here: reload the page, or update the relay"
    )]
    Version {
        /// The version that it has.
        found: u8,
        /// The version that it should have.
        understood: u8,
    },
    /// One of our messages, but not one that is expected here.
    #[error("a message of kind {found} is not expected here")]
    Kind {
        /// The kind that it has.
        found: u8,
    },
    /// The body does not decode.
    #[error("a damaged message")]
    Damaged,
}

/// What a page receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// A message.
    Down(Down),
    /// Events.
    Chunk(Chunk),
}

/// A chunk's events, and what was taken out of them.
#[derive(Encode, Decode)]
struct TimedEvents(times::Times, Vec<Event>);

impl Payloads for TimedEvents {
    fn visit(&mut self, visit: &mut dyn FnMut(Payload<'_>)) {
        self.1.visit(visit);
    }
}

impl Payloads for Up {
    fn visit(&mut self, visit: &mut dyn FnMut(Payload<'_>)) {
        match self {
            Up::Start { knobs, sources, .. } => {
                knobs.iter_mut().chain(sources).for_each(|(_, text)| visit(Payload::Text(text)));
            }
            Up::Control { control: Control::Input { text, .. }, .. } => visit(Payload::Text(text)),
            _ => {}
        }
    }
}

/// Encodes a page's message.
pub fn encode_up(up: &Up) -> Vec<u8> {
    with_header(KIND_UP, &payload::encode(up.clone()))
}

/// Encodes a relay's message.
pub fn encode_down(down: &Down) -> Vec<u8> {
    with_header(KIND_DOWN, &bitcode::encode(down))
}

/// Encodes events once, for every viewer and for the log file.
pub fn encode_chunk(session: SessionId, first_seq: u64, events: &[Event]) -> Vec<u8> {
    let mut body = Vec::with_capacity(64 + events.len() * 32);
    body.extend(session.0.to_le_bytes());
    body.extend(first_seq.to_le_bytes());
    let mut events = events.to_vec();
    let times = times::take(&mut events);
    body.extend(payload::encode(TimedEvents(times, events)));
    with_header(KIND_CHUNK, &body)
}

/// Reads a page's message.
pub fn decode_up(bytes: &[u8]) -> Result<Up, WireError> {
    match open(bytes)? {
        (KIND_UP, body) => payload::decode(body, MAX_UP_HEAD_BYTES).ok_or(WireError::Damaged),
        (found, _) => Err(WireError::Kind { found }),
    }
}

/// Whether it is a chunk, for [`decode_chunk`]. Anything else is for [`decode_down`], which says what is wrong with it.
pub fn is_chunk(bytes: &[u8]) -> bool {
    matches!(open(bytes), Ok((KIND_CHUNK, _)))
}

/// Reads a relay's message.
pub fn decode_down(bytes: &[u8]) -> Result<Down, WireError> {
    match open(bytes)? {
        (KIND_DOWN, body) => bitcode::decode(body).map_err(|_| WireError::Damaged),
        (found, _) => Err(WireError::Kind { found }),
    }
}

/// Reads what a relay sent.
pub fn decode_received(bytes: &[u8]) -> Result<Received, WireError> {
    if is_chunk(bytes) {
        decode_chunk(bytes).map(Received::Chunk)
    } else {
        decode_down(bytes).map(Received::Down)
    }
}

/// Reads a chunk.
pub fn decode_chunk(bytes: &[u8]) -> Result<Chunk, WireError> {
    let (session, first_seq) = chunk_header(bytes)?;
    let TimedEvents(times, mut events) =
        payload::decode(&bytes[CHUNK_HEADER_BYTES..], MAX_HEAD_BYTES).ok_or(WireError::Damaged)?;
    times::put_back(&times, &mut events).ok_or(WireError::Damaged)?;
    Ok(Chunk { session, first_seq, events })
}

/// Reads a chunk's session and first sequence number only.
pub fn chunk_header(bytes: &[u8]) -> Result<(SessionId, u64), WireError> {
    match open(bytes)? {
        (KIND_CHUNK, body) => {
            let (session, rest) = body.split_first_chunk::<16>().ok_or(WireError::Damaged)?;
            let (first, _) = rest.split_first_chunk::<8>().ok_or(WireError::Damaged)?;
            Ok((SessionId(u128::from_le_bytes(*session)), u64::from_le_bytes(*first)))
        }
        (found, _) => Err(WireError::Kind { found }),
    }
}

fn with_header(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER_BYTES + body.len());
    bytes.extend(MAGIC);
    bytes.extend([version(kind), kind]);
    bytes.extend(body);
    bytes
}

fn open(bytes: &[u8]) -> Result<(u8, &[u8]), WireError> {
    let (header, body) = bytes.split_first_chunk::<HEADER_BYTES>().ok_or(WireError::NotOurs)?;
    match header {
        [a, b, ..] if [*a, *b] != MAGIC => Err(WireError::NotOurs),
        [_, _, found, kind] if *found != version(*kind) => {
            Err(WireError::Version { found: *found, understood: version(*kind) })
        }
        [_, _, _, kind] => Ok((*kind, body)),
    }
}

fn version(kind: u8) -> u8 {
    if kind == KIND_CHUNK { CHUNK_VERSION } else { VERSION }
}
