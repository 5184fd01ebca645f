//! Ways into a session's network for the person's own browser, and the comparison that they serve.

use crate::{bytes::framing::Framing, lesson::Text};
use bitcode::{Decode, Encode};

/// A way in: once the actor listens on the port, the relay carries connections from this machine to it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Door {
    /// The actor's name.
    pub actor: String,
    /// The port that it listens on.
    pub port: u16,
    /// How frames are recognised at first on connections to that port.
    #[cfg_attr(feature = "serde", serde(default))]
    pub framing: Framing,
}

/// Two ways to do something, side by side.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Contrast {
    /// What the one is called.
    pub one: Text,
    /// What the other is called.
    pub other: Text,
    /// What is compared.
    pub rows: Vec<ContrastRow>,
}

/// One respect in which two ways are compared.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ContrastRow {
    /// The respect: `who writes the client`.
    pub what: Text,
    /// How the one does it.
    pub one: Text,
    /// How the other does it.
    pub other: Text,
}
