//! What waits for its place, sorted by time.

use super::names::PlacedSegment;
use socketscope_probe::protocol::SocketReading;
use socketscope_shared::{ActorId, Call, CallId, Fact, Outcome};
use std::collections::{BTreeMap, HashMap};

/// A place among what waits: time first, then arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// CLOCK_MONOTONIC, ns.
    pub at_ns: u64,
    arrival: u64,
}

/// What waits. Ids in it are still the reporter's own.
#[derive(Clone, Debug)]
pub enum Body {
    /// A call that did not return yet, or (`certain`) one whose entry is recorded in any case.
    Entered {
        actor: ActorId,
        call: Call,
        certain: bool,
    },
    Returned {
        actor: ActorId,
        call: Call,
        end_ns: u64,
        outcome: Outcome,
    },
    Held {
        actor: ActorId,
        call: Call,
    },
    Segment(PlacedSegment),
    Readings(Vec<SocketReading>),
    Plain(Fact),
}

impl Body {
    fn actor(&self) -> Option<ActorId> {
        match self {
            Body::Entered { actor, .. } | Body::Returned { actor, .. } | Body::Held { actor, .. } => {
                Some(*actor)
            }
            Body::Plain(fact) => fact.actor(),
            Body::Segment(_) | Body::Readings(_) => None,
        }
    }
}

/// All that waits.
#[derive(Default)]
pub struct Pending {
    items: BTreeMap<Key, Body>,
    open: HashMap<(ActorId, CallId), Key>,
    arrivals: u64,
}

impl Pending {
    pub fn insert(&mut self, at_ns: u64, body: Body) -> Key {
        self.arrivals += 1;
        let key = Key { at_ns, arrival: self.arrivals };
        self.items.insert(key, body);
        key
    }

    /// A call was entered.
    pub fn open(&mut self, actor: ActorId, call: Call) {
        let id = (actor, call.id);
        let key = self.insert(call.start_ns, Body::Entered { actor, call, certain: false });
        self.open.insert(id, key);
    }

    /// The call returned: its entry need not be recorded, unless it already was.
    pub fn close(&mut self, actor: ActorId, call: CallId) {
        if let Some(key) = self.open.remove(&(actor, call))
            && matches!(self.items.get(&key), Some(Body::Entered { certain: false, .. }))
        {
            self.items.remove(&key);
        }
    }

    /// The call returned, and its entry is recorded all the same. False if it was never entered here.
    pub fn keep_open(&mut self, actor: ActorId, call: CallId) -> bool {
        let Some(key) = self.open.remove(&(actor, call)) else { return false };
        match self.items.get_mut(&key) {
            Some(Body::Entered { certain, .. }) => {
                *certain = true;
                true
            }
            _ => false,
        }
    }

    pub fn first(&self) -> Option<(Key, &Body)> {
        self.items.first_key_value().map(|(key, body)| (*key, body))
    }

    pub fn iter(&self) -> impl Iterator<Item = (Key, &Body)> {
        self.items.iter().map(|(key, body)| (*key, body))
    }

    pub fn remove(&mut self, key: Key) -> Option<Body> {
        let body = self.items.remove(&key)?;
        if let Body::Entered { actor, call, .. } = &body {
            self.open.remove(&(*actor, call.id));
        }
        Some(body)
    }

    /// Keys of what `actor` reported up to `key`, in order.
    pub fn of_actor_up_to(&self, actor: ActorId, key: Key) -> Vec<Key> {
        self.items.range(..=key).filter(|(_, b)| b.actor() == Some(actor)).map(|(k, _)| *k).collect()
    }
}
