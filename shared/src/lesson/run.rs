//! Runs of a lesson that its author found worth seeing.

use crate::{lesson::Text, record::ids::SessionId};
use bitcode::{Decode, Encode};

/// A run with some knobs set: `socketscope play sticky --run small-recv`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DeclaredRun {
    /// Its name among the lesson's runs: `small-recv`.
    pub id: String,
    /// What is different in it.
    pub title: Text,
    /// The values of the knobs that it changes.
    pub set: Vec<(String, String)>,
    /// Whether each program is held before each call, and released at once.
    pub held: bool,
    /// A session that shows it as it ran once, where there is one.
    pub recording: Option<SessionId>,
}
