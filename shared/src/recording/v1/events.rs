//! The events of a log.

use super::{
    addresses::{ActorId, Address},
    calls::Call,
    endings::{End, Exit, Limit},
    keep::{Keep, Restore, mirror_enum, mirror_struct},
    outcomes::Outcome,
    readings::Reading,
    segments::Segment,
    session::SessionInfo,
};
use crate::record::event;
use minicbor::{Decode, Encode};

/// `at_ns` is a difference: see [`differences`](super::differences).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Event {
    #[n(0)]
    pub at_ns: u64,
    #[n(1)]
    pub fact: Fact,
}

mirror_struct!(Event = event::Event { at_ns, fact });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Fact {
    #[n(0)]
    SessionStarted(#[n(0)] Box<SessionInfo>),
    #[n(1)]
    ActorStarted(#[n(0)] ActorId, #[n(1)] u32),
    #[n(2)]
    Entered(#[n(0)] ActorId, #[n(1)] Call),
    #[n(3)]
    Returned {
        #[n(0)]
        actor: ActorId,
        #[n(1)]
        call: Call,
        #[n(2)]
        took_ns: u64,
        #[n(3)]
        outcome: Outcome,
        #[n(4)]
        announced: bool,
        #[n(5)]
        moved: bool,
    },
    #[n(4)]
    Held(#[n(0)] ActorId, #[n(1)] Call),
    #[n(5)]
    Released(#[n(0)] ActorId, #[n(1)] u16),
    #[n(6)]
    Output {
        #[n(0)]
        actor: ActorId,
        #[n(1)]
        error: bool,
        #[n(2)]
        line: u32,
        #[cbor(n(3), with = "minicbor::bytes")]
        data: Vec<u8>,
    },
    #[n(7)]
    Segment(#[n(0)] Segment),
    #[n(8)]
    Readings(#[n(0)] Vec<Reading>),
    #[n(9)]
    ActorExited {
        #[n(0)]
        actor: ActorId,
        #[n(1)]
        exit: Exit,
        #[n(2)]
        cpu_ns: u64,
    },
    #[n(10)]
    LimitHit(#[n(0)] Option<ActorId>, #[n(1)] Limit),
    #[n(11)]
    Lost(#[n(0)] Lost, #[n(1)] u64),
    #[n(12)]
    StepMode(#[n(0)] bool),
    #[n(13)]
    SessionEnded(#[n(0)] End),
    #[n(14)]
    Deadlock(#[n(0)] Vec<ActorId>),
    #[n(15)]
    Door(#[n(0)] u16, #[n(1)] DoorNews),
}

impl Keep for event::Fact {
    type Kept = Fact;
    fn keep(&self) -> Fact {
        match self {
            Self::SessionStarted(info) => Fact::SessionStarted(info.keep()),
            Self::ActorStarted { actor, pid } => Fact::ActorStarted(actor.keep(), *pid),
            Self::Entered { actor, call } => Fact::Entered(actor.keep(), call.keep()),
            Self::Returned { actor, call, took_ns, outcome, announced, moved } => Fact::Returned {
                actor: actor.keep(),
                call: call.keep(),
                took_ns: *took_ns,
                outcome: outcome.keep(),
                announced: *announced,
                moved: *moved,
            },
            Self::Held { actor, call } => Fact::Held(actor.keep(), call.keep()),
            Self::Released { actor, lane } => Fact::Released(actor.keep(), *lane),
            Self::Output { actor, error, line, data } => {
                Fact::Output { actor: actor.keep(), error: *error, line: *line, data: data.clone() }
            }
            Self::Segment(segment) => Fact::Segment(segment.keep()),
            Self::Readings(readings) => Fact::Readings(readings.keep()),
            Self::ActorExited { actor, exit, cpu_ns } => {
                Fact::ActorExited { actor: actor.keep(), exit: exit.keep(), cpu_ns: *cpu_ns }
            }
            Self::LimitHit { actor, limit } => Fact::LimitHit(actor.keep(), limit.keep()),
            Self::Lost { what, count } => Fact::Lost(what.keep(), *count),
            Self::StepMode { on } => Fact::StepMode(*on),
            Self::SessionEnded { end } => Fact::SessionEnded(end.keep()),
            Self::Deadlock { actors } => Fact::Deadlock(actors.keep()),
            Self::Door { door, news } => Fact::Door(*door, news.keep()),
        }
    }
}

impl Restore for Fact {
    type Restored = event::Fact;
    fn restore(self) -> event::Fact {
        use event::Fact as Today;
        match self {
            Fact::SessionStarted(info) => Today::SessionStarted(info.restore()),
            Fact::ActorStarted(actor, pid) => Today::ActorStarted { actor: actor.restore(), pid },
            Fact::Entered(actor, call) => Today::Entered { actor: actor.restore(), call: call.restore() },
            Fact::Returned { actor, call, took_ns, outcome, announced, moved } => Today::Returned {
                actor: actor.restore(),
                call: call.restore(),
                took_ns,
                outcome: outcome.restore(),
                announced,
                moved,
            },
            Fact::Held(actor, call) => Today::Held { actor: actor.restore(), call: call.restore() },
            Fact::Released(actor, lane) => Today::Released { actor: actor.restore(), lane },
            Fact::Output { actor, error, line, data } => {
                Today::Output { actor: actor.restore(), error, line, data }
            }
            Fact::Segment(segment) => Today::Segment(segment.restore()),
            Fact::Readings(readings) => Today::Readings(readings.restore()),
            Fact::ActorExited { actor, exit, cpu_ns } => {
                Today::ActorExited { actor: actor.restore(), exit: exit.restore(), cpu_ns }
            }
            Fact::LimitHit(actor, limit) => {
                Today::LimitHit { actor: actor.restore(), limit: limit.restore() }
            }
            Fact::Lost(what, count) => Today::Lost { what: what.restore(), count },
            Fact::StepMode(on) => Today::StepMode { on },
            Fact::SessionEnded(end) => Today::SessionEnded { end: end.restore() },
            Fact::Deadlock(actors) => Today::Deadlock { actors: actors.restore() },
            Fact::Door(door, news) => Today::Door { door, news: news.restore() },
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum DoorNews {
    #[n(0)]
    Opened {
        #[n(0)]
        outside: Address,
    },
    #[n(1)]
    Visitor {
        #[n(0)]
        outside: Address,
        #[n(1)]
        inside: Address,
    },
}

mirror_enum!(DoorNews = event::DoorNews {
    Opened { outside },
    Visitor { outside, inside },
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Lost {
    #[n(0)]
    Segments,
    #[n(1)]
    OutputBytes,
}

mirror_enum!(Lost = event::Lost { Segments, OutputBytes });
