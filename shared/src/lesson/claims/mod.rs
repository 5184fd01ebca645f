//! What a lesson asserts, checked against the log of each run.
//!
//! - [`checks`]: the checks, and the table of them; [`registry`]: what follows from the table.
//! - [`check`]: what a check is; [`run`]: what it looks at.
//! - [`names`], [`moment`]: what their arguments name; [`arguments`]: what the error says about a wrong one.

#[cfg(feature = "serde")]
pub mod arguments;
mod check;
mod checks;
#[cfg(feature = "serde")]
pub mod exceptions;
mod moment;
mod names;
mod registry;
mod run;
pub(super) mod texts {
    include!(concat!(env!("OUT_DIR"), "/claims.rs"));
}
#[cfg(test)]
mod tests;

pub use checks::*;
pub use moment::Moment;
pub use names::{ActorName, CallName, ExceptionName, PollEvent, PollEvents};
#[cfg(feature = "serde")]
pub use registry::Kind;

/// A claim's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The log confirms it.
    Holds,
    /// The log contradicts it.
    Fails,
    /// The session has not ended, and what is known does not decide it.
    NotYet,
    /// One of the claim's conditions does not hold in this run: it says nothing about it.
    NotApplicable,
}

/// A claim checked against a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimResult {
    /// Its verdict.
    pub verdict: Verdict,
    /// The facts that decided, in a sentence.
    pub evidence: String,
    /// Sequence numbers of those facts.
    pub seqs: Vec<u64>,
    /// Whether it says something of all of the run, so that only its end decides.
    pub at_end: bool,
}
