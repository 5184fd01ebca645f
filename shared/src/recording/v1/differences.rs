//! Times and call ids as differences: small numbers that repeat, where the numbers themselves never do.
//!
//! Within a record of events, and modulo 2⁶⁴:
//! - an event's `at_ns` is kept as the time since the event before it; the first one's since 0;
//! - a call's `id` as what it is more than the id of the same actor's call before it; the first one's since 0;
//! - a call's `start` as what it is more than `at_ns`, or, where the call returned, than `at_ns - took_ns`.

use super::{
    addresses::ActorId,
    calls::Call,
    events::{Event, Fact},
};
use std::collections::BTreeMap;

/// What the next event's numbers are differences to.
#[derive(Debug, Default)]
pub struct Differences {
    at_ns: u64,
    /// By actor, of which there are at most 2¹⁶.
    ids: BTreeMap<u16, i64>,
}

impl Differences {
    /// Makes the event's numbers differences.
    pub fn take(&mut self, event: &mut Event) {
        let at_ns = event.at_ns;
        event.at_ns = at_ns.wrapping_sub(self.at_ns);
        self.at_ns = at_ns;
        let Some((actor, call, took_ns)) = call(&mut event.fact) else { return };
        call.start = call.start.wrapping_sub(at_ns.wrapping_sub(took_ns).cast_signed());
        let id = call.id;
        let last = self.ids.entry(actor.0).or_default();
        call.id = id.wrapping_sub(*last);
        *last = id;
    }

    /// Makes the event's differences numbers again.
    pub fn put_back(&mut self, event: &mut Event) {
        self.at_ns = self.at_ns.wrapping_add(event.at_ns);
        event.at_ns = self.at_ns;
        let Some((actor, call, took_ns)) = call(&mut event.fact) else { return };
        call.start = call.start.wrapping_add(self.at_ns.wrapping_sub(took_ns).cast_signed());
        let last = self.ids.entry(actor.0).or_default();
        *last = last.wrapping_add(call.id);
        call.id = *last;
    }
}

/// The call that the fact is about, whose it is, and how long it took.
fn call(fact: &mut Fact) -> Option<(ActorId, &mut Call, u64)> {
    match fact {
        Fact::Entered(actor, call) | Fact::Held(actor, call) => Some((*actor, call, 0)),
        Fact::Returned { actor, call, took_ns, .. } => Some((*actor, call, *took_ns)),
        Fact::SessionStarted(_)
        | Fact::ActorStarted(..)
        | Fact::Released(..)
        | Fact::Output { .. }
        | Fact::Segment(_)
        | Fact::Readings(_)
        | Fact::ActorExited { .. }
        | Fact::LimitHit(..)
        | Fact::Lost(..)
        | Fact::StepMode(_)
        | Fact::SessionEnded(_)
        | Fact::Deadlock(_)
        | Fact::Door(..) => None,
    }
}
