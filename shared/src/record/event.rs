//! The events of a session's log.

use crate::{
    ActorId, Address, Call, Outcome,
    record::{reading::Reading, segment::Segment, session::SessionInfo},
};
use bitcode::{Decode, Encode};

/// One fact at its place in the log.
///
/// Its sequence number is its place: the first event of a log is 1, and there are no gaps.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Event {
    /// ns since the session began, monotonic clock; never less than the event before it.
    pub at_ns: u64,
    /// What happened.
    pub fact: Fact,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Fact {
    /// Always the first.
    SessionStarted(Box<SessionInfo>),
    /// The actor's process exists.
    ActorStarted { actor: ActorId, pid: u32 },
    /// A call was entered and did not return at once: it blocks (or was overtaken by what it caused).
    Entered { actor: ActorId, call: Call },
    /// A call returned. `announced` says whether its [`Fact::Entered`] is in the log, `moved` whether the
    /// recorder put it before events that reached it earlier, to keep causes before effects.
    Returned { actor: ActorId, call: Call, took_ns: u64, outcome: Outcome, announced: bool, moved: bool },
    /// We hold the actor before this call (step mode); the call is not made yet and its `start_ns` is now.
    Held { actor: ActorId, call: Call },
    /// The lecturer released it.
    Released { actor: ActorId, lane: u16 },
    /// Bytes that the program printed.
    Output { actor: ActorId, error: bool, line: u32, data: Vec<u8> },
    /// A segment crossed the session's network.
    Segment(Segment),
    /// Kernel readings that changed since the last.
    Readings(Vec<Reading>),
    /// The actor's process ended. `cpu_ns` is user and system time together.
    ActorExited { actor: ActorId, exit: Exit, cpu_ns: u64 },
    /// A limit of ours was hit; the actor's exit follows where it ends the actor.
    LimitHit { actor: Option<ActorId>, limit: Limit },
    /// Facts that were not recorded, counted.
    Lost { what: Lost, count: u64 },
    /// Step mode was switched while the session ran.
    StepMode { on: bool },
    /// Always the last.
    SessionEnded { end: End },
    /// These programs are blocked, and nothing can ever wake one: see [`deadlock`](crate::fold::deadlock).
    Deadlock { actors: Vec<ActorId> },
    /// Something about the door at this place of [`SessionInfo::doors`].
    Door { door: u16, news: DoorNews },
}

/// What there is to say about a door. Not of [`Fact`] itself, where more than sixteen kinds would cost each event four bits.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum DoorNews {
    /// It is open: a connection to this address of the machine gets in.
    Opened { outside: Address },
    /// The connection inside that comes from `inside` is one that came from `outside`.
    Visitor { outside: Address, inside: Address },
}

/// How an actor ended.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Exit {
    /// The program reached its end.
    Finished,
    /// `sys.exit` with a status other than 0.
    Status { code: i32 },
    /// An exception that nobody caught, or a syntax error.
    Exception {
        /// `BlockingIOError`.
        kind: String,
        /// `[Errno 11] Resource temporarily unavailable`.
        message: String,
        /// Line of the program's own file, from 1; 0 where unknown.
        line: u32,
        /// As CPython prints it.
        traceback: String,
    },
    /// We ended it: the session stopped or a limit was hit.
    Stopped,
    /// A signal ended it, or stopped one of its threads for good: the interpreter crashed.
    Killed { signal: i32 },
}

/// A limit of ours.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Limit {
    /// CPU time of one actor, seconds.
    CpuSeconds(u32),
    /// Address space of one actor, MiB.
    MemoryMib(u32),
    /// Open descriptors of one actor.
    Descriptors(u32),
    /// The session's length, seconds.
    SessionSeconds(u32),
    /// Nothing happened and nobody could act, seconds.
    IdleSeconds(u32),
    /// Output of one actor, bytes.
    OutputBytes(u64),
    /// Events of one session.
    Events(u64),
    /// Bytes of one session's log.
    LogBytes(u64),
    /// Threads of one actor.
    Threads(u32),
}

/// What was not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Lost {
    /// Segments that the capture's ring had no room for.
    Segments,
    /// Bytes of output past the limit.
    OutputBytes,
}

/// How a session ended.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum End {
    /// All its actors ended by themselves.
    Finished,
    /// Somebody stopped it.
    Stopped,
    /// A limit ended it.
    Limit(Limit),
    /// The relay stopped while it ran, or the log broke off.
    RelayStopped,
    /// The relay could not run it.
    Failed {
        /// What happened and what to do.
        reason: String,
    },
    /// What follows in its file is damaged: it looks the same as what was never recorded.
    Damaged,
}

impl Fact {
    /// The actor that the fact is about, if it is about one.
    pub fn actor(&self) -> Option<ActorId> {
        match self {
            Fact::ActorStarted { actor, .. }
            | Fact::Entered { actor, .. }
            | Fact::Returned { actor, .. }
            | Fact::Held { actor, .. }
            | Fact::Released { actor, .. }
            | Fact::Output { actor, .. }
            | Fact::ActorExited { actor, .. } => Some(*actor),
            Fact::LimitHit { actor, .. } => *actor,
            Fact::SessionStarted(_)
            | Fact::Segment(_)
            | Fact::Readings(_)
            | Fact::Lost { .. }
            | Fact::StepMode { .. }
            | Fact::SessionEnded { .. }
            | Fact::Deadlock { .. }
            | Fact::Door { .. } => None,
        }
    }

    /// Whether bytes, a connection or its end go from one place to another: what a viewer wants time to watch.
    pub fn moves_bytes(&self) -> bool {
        match self {
            Fact::Returned { outcome, .. } => matches!(
                outcome,
                Outcome::Sent { .. }
                    | Outcome::Received { .. }
                    | Outcome::EndOfStream
                    | Outcome::Accepted { .. }
                    | Outcome::Connected { .. }
            ),
            Fact::Segment(segment) => !segment.is_pure_ack(),
            _ => false,
        }
    }

    /// The call that the fact is about, if it is about one.
    pub fn call(&self) -> Option<&Call> {
        match self {
            Fact::Entered { call, .. } | Fact::Returned { call, .. } | Fact::Held { call, .. } => Some(call),
            _ => None,
        }
    }
}
