//! Moments of a run, and the names that checks and moments have.

use super::keep::{Keep, Restore};
use crate::lesson::claims;
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Moment {
    #[n(0)]
    actor: ActorName,
    #[n(1)]
    call: CallName,
    #[n(2)]
    nth: u32,
    #[cbor(n(3), default)]
    useful: bool,
    #[cbor(n(4), default)]
    stuck: bool,
}

impl Keep for claims::Moment {
    type Kept = Moment;
    fn keep(&self) -> Moment {
        let Self { actor, call, nth, useful, stuck } = self;
        Moment { actor: actor.keep(), call: call.keep(), nth: *nth, useful: *useful, stuck: *stuck }
    }
}

/// `None` where there no longer is such a call.
impl Restore for Moment {
    type Restored = Option<claims::Moment>;
    fn restore(self) -> Option<claims::Moment> {
        let Moment { actor, call, nth, useful, stuck } = self;
        Some(claims::Moment { actor: actor.restore(), call: call.restore()?, nth, useful, stuck })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct ActorName(#[n(0)] String);

impl Keep for claims::ActorName {
    type Kept = ActorName;
    fn keep(&self) -> ActorName {
        ActorName(self.to_string())
    }
}

impl Restore for ActorName {
    type Restored = claims::ActorName;
    fn restore(self) -> claims::ActorName {
        self.0.as_str().into()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct ExceptionName(#[n(0)] String);

impl Keep for claims::ExceptionName {
    type Kept = ExceptionName;
    fn keep(&self) -> ExceptionName {
        ExceptionName(self.to_string())
    }
}

impl Restore for ExceptionName {
    type Restored = claims::ExceptionName;
    fn restore(self) -> claims::ExceptionName {
        self.0.as_str().into()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct CallName(#[n(0)] String);

impl Keep for claims::CallName {
    type Kept = CallName;
    fn keep(&self) -> CallName {
        CallName(self.to_string())
    }
}

/// `None` where there no longer is such a call.
impl Restore for CallName {
    type Restored = Option<claims::CallName>;
    fn restore(self) -> Option<claims::CallName> {
        claims::CallName::new(&self.0)
    }
}

/// Bits as in poll(2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct PollEvents(#[n(0)] u32);

impl Keep for claims::PollEvents {
    type Kept = PollEvents;
    fn keep(&self) -> PollEvents {
        PollEvents(self.bits())
    }
}

impl Restore for PollEvents {
    type Restored = claims::PollEvents;
    fn restore(self) -> claims::PollEvents {
        claims::PollEvents::among(self.0)
    }
}

/// One such bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct PollEvent(#[n(0)] u32);

impl Keep for claims::PollEvent {
    type Kept = PollEvent;
    fn keep(&self) -> PollEvent {
        PollEvent(self.bit().bits())
    }
}

/// `None` where there no longer is such a bit.
impl Restore for PollEvent {
    type Restored = Option<claims::PollEvent>;
    fn restore(self) -> Option<claims::PollEvent> {
        claims::PollEvent::new(&claims::PollEvents::among(self.0).text()).ok()
    }
}
