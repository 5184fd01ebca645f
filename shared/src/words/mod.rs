//! One-line descriptions, in every language: what the build script makes from `shared/texts/<language>/words`, and where each is
//! used; see `docs/texts.md`.
//!
//! Names of calls, options, flags and states are the API's own in all languages.

mod calls;
mod deadlock;
mod events;
mod fields;
mod hosts;
mod language;
mod names;
mod numbers;
mod reasons;
mod segments;
mod why;

mod texts {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

pub use calls::{api_name, arguments, call_line, outcome, shutdown_name};
pub use deadlock::deadlock;
pub use events::{actor_name, end, event, exit, limit, reading};
pub use fields::{field_meaning, field_name};
pub use hosts::hosts_problem;
pub use language::{Language, Message, fill, last_digits};
pub use names::{
    POLL_EVENTS, errno_name, errno_text, family, message_flags, option_name, poll_events, socket_kind,
};
pub use numbers::{count, duration, size};
pub use reasons::{blocked_reason, ended_block, state_meaning};
pub use segments::{
    direction, relative_acknowledgement, scaled_window, segment, segment_numbers, segment_relative,
    side_name, visitor, visitor_name,
};
pub use why::{Source, Why, why};
