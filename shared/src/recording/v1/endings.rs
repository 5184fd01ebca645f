//! How programs and sessions end.

use super::keep::{Keep, Restore, mirror_enum};
use crate::record::event;
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Exit {
    #[n(0)]
    Finished,
    #[n(1)]
    Status {
        #[n(0)]
        code: i32,
    },
    #[n(2)]
    Exception {
        #[n(0)]
        kind: String,
        #[n(1)]
        message: String,
        #[n(2)]
        line: u32,
        #[n(3)]
        traceback: String,
    },
    #[n(3)]
    Stopped,
    #[n(4)]
    Killed {
        #[n(0)]
        signal: i32,
    },
}

mirror_enum!(Exit = event::Exit {
    Finished,
    Status { code },
    Exception { kind, message, line, traceback },
    Stopped,
    Killed { signal },
});

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Limit {
    #[n(0)]
    CpuSeconds(#[n(0)] u32),
    #[n(1)]
    MemoryMib(#[n(0)] u32),
    #[n(2)]
    Descriptors(#[n(0)] u32),
    #[n(3)]
    SessionSeconds(#[n(0)] u32),
    #[n(4)]
    IdleSeconds(#[n(0)] u32),
    #[n(5)]
    OutputBytes(#[n(0)] u64),
    #[n(6)]
    Events(#[n(0)] u64),
    #[n(7)]
    LogBytes(#[n(0)] u64),
    #[n(8)]
    Threads(#[n(0)] u32),
}

impl Keep for event::Limit {
    type Kept = Limit;
    fn keep(&self) -> Limit {
        match self {
            Self::CpuSeconds(n) => Limit::CpuSeconds(n.keep()),
            Self::MemoryMib(n) => Limit::MemoryMib(n.keep()),
            Self::Descriptors(n) => Limit::Descriptors(n.keep()),
            Self::SessionSeconds(n) => Limit::SessionSeconds(n.keep()),
            Self::IdleSeconds(n) => Limit::IdleSeconds(n.keep()),
            Self::OutputBytes(n) => Limit::OutputBytes(n.keep()),
            Self::Events(n) => Limit::Events(n.keep()),
            Self::LogBytes(n) => Limit::LogBytes(n.keep()),
            Self::Threads(n) => Limit::Threads(n.keep()),
        }
    }
}

impl Restore for Limit {
    type Restored = event::Limit;
    fn restore(self) -> event::Limit {
        match self {
            Limit::CpuSeconds(n) => event::Limit::CpuSeconds(n.restore()),
            Limit::MemoryMib(n) => event::Limit::MemoryMib(n.restore()),
            Limit::Descriptors(n) => event::Limit::Descriptors(n.restore()),
            Limit::SessionSeconds(n) => event::Limit::SessionSeconds(n.restore()),
            Limit::IdleSeconds(n) => event::Limit::IdleSeconds(n.restore()),
            Limit::OutputBytes(n) => event::Limit::OutputBytes(n.restore()),
            Limit::Events(n) => event::Limit::Events(n.restore()),
            Limit::LogBytes(n) => event::Limit::LogBytes(n.restore()),
            Limit::Threads(n) => event::Limit::Threads(n.restore()),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum End {
    #[n(0)]
    Finished,
    #[n(1)]
    Stopped,
    #[n(2)]
    Limit(#[n(0)] Limit),
    #[n(3)]
    RelayStopped,
    #[n(4)]
    Failed(#[n(0)] String),
    #[n(5)]
    Damaged,
}

impl Keep for event::End {
    type Kept = End;
    fn keep(&self) -> End {
        match self {
            Self::Finished => End::Finished,
            Self::Stopped => End::Stopped,
            Self::Limit(limit) => End::Limit(limit.keep()),
            Self::RelayStopped => End::RelayStopped,
            Self::Failed { reason } => End::Failed(reason.clone()),
            Self::Damaged => End::Damaged,
        }
    }
}

impl Restore for End {
    type Restored = event::End;
    fn restore(self) -> event::End {
        match self {
            End::Finished => event::End::Finished,
            End::Stopped => event::End::Stopped,
            End::Limit(limit) => event::End::Limit(limit.restore()),
            End::RelayStopped => event::End::RelayStopped,
            End::Failed(reason) => event::End::Failed { reason },
            End::Damaged => event::End::Damaged,
        }
    }
}
