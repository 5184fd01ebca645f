//! Knobs, and conditions on their values.

use super::{
    keep::{Keep, Restore, mirror_enum, mirror_struct},
    texts::Text,
};
use crate::lesson;
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Knob {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub label: Text,
    #[n(2)]
    pub help: Text,
    #[n(3)]
    pub kind: KnobKind,
    #[n(4)]
    pub default: String,
    #[n(5)]
    pub target: KnobTarget,
}

mirror_struct!(Knob = lesson::Knob { id, label, help, kind, default, target });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum KnobKind {
    #[n(0)]
    Int {
        #[n(0)]
        min: i64,
        #[n(1)]
        max: i64,
    },
    #[n(1)]
    Milliseconds {
        #[n(0)]
        max: u32,
    },
    #[n(2)]
    Bool,
    #[n(3)]
    Choice {
        #[n(0)]
        values: Vec<String>,
    },
    #[n(4)]
    Text {
        #[n(0)]
        max_chars: u32,
    },
}

mirror_enum!(KnobKind = lesson::KnobKind {
    Int { min, max },
    Milliseconds { max },
    Bool,
    Choice { values },
    Text { max_chars },
});

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum KnobTarget {
    #[n(0)]
    Variable(#[n(0)] String),
    #[n(1)]
    HeaderWidth(#[n(0)] String),
    #[n(2)]
    HeaderOrder(#[n(0)] String),
    #[n(3)]
    HeaderSwapped(#[n(0)] String),
    #[n(4)]
    Clients(#[n(0)] String),
    #[n(5)]
    Mtu,
    #[n(6)]
    Offloads,
    #[n(7)]
    Hosts,
}

impl Keep for lesson::KnobTarget {
    type Kept = KnobTarget;
    fn keep(&self) -> KnobTarget {
        match self {
            Self::Variable(name) => KnobTarget::Variable(name.clone()),
            Self::HeaderWidth(name) => KnobTarget::HeaderWidth(name.clone()),
            Self::HeaderOrder(name) => KnobTarget::HeaderOrder(name.clone()),
            Self::HeaderSwapped(name) => KnobTarget::HeaderSwapped(name.clone()),
            Self::Clients(name) => KnobTarget::Clients(name.clone()),
            Self::Mtu => KnobTarget::Mtu,
            Self::Offloads => KnobTarget::Offloads,
            Self::Hosts => KnobTarget::Hosts,
        }
    }
}

impl Restore for KnobTarget {
    type Restored = lesson::KnobTarget;
    fn restore(self) -> lesson::KnobTarget {
        use lesson::KnobTarget as Today;
        match self {
            KnobTarget::Variable(name) => Today::Variable(name),
            KnobTarget::HeaderWidth(name) => Today::HeaderWidth(name),
            KnobTarget::HeaderOrder(name) => Today::HeaderOrder(name),
            KnobTarget::HeaderSwapped(name) => Today::HeaderSwapped(name),
            KnobTarget::Clients(name) => Today::Clients(name),
            KnobTarget::Mtu => Today::Mtu,
            KnobTarget::Offloads => Today::Offloads,
            KnobTarget::Hosts => Today::Hosts,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Condition {
    #[n(0)]
    Is {
        #[n(0)]
        knob: String,
        #[n(1)]
        value: String,
    },
    #[n(1)]
    AtLeast {
        #[n(0)]
        knob: String,
        #[n(1)]
        value: i64,
    },
    #[n(2)]
    AtMost {
        #[n(0)]
        knob: String,
        #[n(1)]
        value: i64,
    },
    #[n(3)]
    IsNot {
        #[n(0)]
        knob: String,
        #[n(1)]
        value: String,
    },
    #[n(4)]
    FreeRun,
}

mirror_enum!(Condition = lesson::Condition {
    Is { knob, value },
    AtLeast { knob, value },
    AtMost { knob, value },
    IsNot { knob, value },
    FreeRun,
});
