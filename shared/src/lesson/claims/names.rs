//! Names that a lesson writes: of actors, calls, exceptions and events.

use crate::{Op, words::POLL_EVENTS};
use bitcode::{Decode, Encode};
use std::{fmt, ops::Deref};

macro_rules! name {
    ($(#[$meta:meta])+ $name:ident) => {
        #[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
        #[cfg_attr(feature = "serde", derive(serde::Deserialize))]
        $(#[$meta])+
        pub struct $name(String);

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// The name of a program of the lesson.
    #[cfg_attr(feature = "serde", serde(transparent))]
    ActorName
}

name! {
    /// The name of a call, one of [`Op::NAMES`].
    #[cfg_attr(feature = "serde", serde(try_from = "String"))]
    CallName
}

name! {
    /// An exception as CPython prints it: `BlockingIOError`, `struct.error`, or a class of the program's own.
    #[cfg_attr(feature = "serde", serde(transparent))]
    ExceptionName
}

impl From<&str> for ActorName {
    fn from(name: &str) -> Self {
        ActorName(name.to_owned())
    }
}

impl From<&str> for ExceptionName {
    fn from(name: &str) -> Self {
        ExceptionName(name.to_owned())
    }
}

impl CallName {
    /// The call of this name; `None` where there is none.
    pub fn new(name: &str) -> Option<Self> {
        Op::NAMES.contains(&name).then(|| CallName(name.to_owned()))
    }
}

/// Bits that poll and epoll_wait return (poll(2)), written `IN | HUP`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String"))]
pub struct PollEvents(u32);

impl PollEvents {
    /// The bits of these names, separated by `|`; as an error, the first unknown name.
    pub fn new(names: &str) -> Result<Self, &str> {
        let bit =
            |name| POLL_EVENTS.iter().find(|(_, known)| *known == name).map(|(bit, _)| *bit).ok_or(name);
        names.split('|').try_fold(0, |bits, name| Ok(bits | bit(name.trim())?)).map(PollEvents)
    }

    /// Those among a descriptor's bits.
    pub fn among(events: u32) -> Self {
        PollEvents(POLL_EVENTS.iter().fold(0, |bits, (bit, _)| bits | events & bit))
    }

    /// Whether all of the other's bits are set.
    pub fn has(self, other: PollEvents) -> bool {
        self.0 & other.0 == other.0
    }

    /// The bits as in poll(2).
    pub fn bits(self) -> u32 {
        self.0
    }

    /// `IN | HUP`.
    pub fn text(self) -> String {
        crate::words::poll_events(self.0)
    }
}

/// One such bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "String"))]
pub struct PollEvent(PollEvents);

impl PollEvent {
    /// The bit of this name; as an error, the unknown name.
    pub fn new(name: &str) -> Result<Self, &str> {
        if name.contains('|') { Err(name) } else { PollEvents::new(name).map(PollEvent) }
    }

    /// The bit among others.
    pub fn bit(self) -> PollEvents {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_have_names_and_one_order() {
        let bits = PollEvents::new("HUP | IN").expect("two bits");
        assert_eq!((bits.text(), bits), ("IN | HUP".to_owned(), PollEvents::among(0x11)));
        assert_eq!((PollEvents::new("IN | HPU"), PollEvents::new("")), (Err("HPU"), Err("")));
        assert_eq!(PollEvents::among(0x8000_0041), PollEvents::among(1), "others are not told");
        let hup = PollEvent::new("HUP").expect("a bit").bit();
        assert!(bits.has(hup) && !PollEvents::among(1).has(hup));
        assert!(PollEvent::new("IN | HUP").is_err());
        assert!(CallName::new("sendall").is_none() && CallName::new("send").is_some());
    }
}
