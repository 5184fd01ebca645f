//! What a person adds to a recording after the run.

use minicbor::{Decode, Encode};

/// What a person changed. It is written anew each time; the last one counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Meta {
    /// What the recording is called now; `None` leaves it the header's name.
    #[n(0)]
    pub name: Option<String>,
    /// Whether it is kept when room is made.
    #[cbor(n(1), default)]
    pub pinned: bool,
    /// Notes at events.
    #[cbor(n(2), default)]
    pub notes: Vec<Note>,
}

/// A note at an event.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Note {
    /// The event's sequence number.
    #[n(0)]
    pub seq: u64,
    /// What is noted; empty where the event is only marked.
    #[n(1)]
    pub text: String,
    /// How it is marked; `None` for a colour that is not known here, too.
    #[cbor(n(2), decode_with = "crate::recording::cbor::lenient")]
    pub colour: Option<Colour>,
}

/// Colours of a marker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
#[expect(missing_docs, reason = "colours")]
pub enum Colour {
    #[n(0)]
    Yellow,
    #[n(1)]
    Green,
    #[n(2)]
    Blue,
    #[n(3)]
    Pink,
}
