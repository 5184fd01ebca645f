//! A moment of a run.

use super::names::{ActorName, CallName};
use bitcode::{Decode, Encode};

/// A call of a program, by its count.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Moment {
    /// The actor's name.
    pub actor: ActorName,
    /// The call's name, as [`Op::name`](crate::Op::name) gives it.
    pub call: CallName,
    /// Which of these calls, from 1.
    pub nth: u32,
    /// Whether only calls count that achieved something: they did not fail, would not have had to wait, and
    /// received more than the end of the stream.
    #[cfg_attr(feature = "serde", serde(default))]
    pub useful: bool,
    /// For notes: not its return, but that the programs were found to wait for each other while it was under way.
    #[cfg_attr(feature = "serde", serde(default))]
    pub stuck: bool,
}
