//! One-line descriptions, in English and Chinese.
//!
//! Names of calls, options, flags and states are the API's own in both languages.

mod calls;
mod deadlock;
mod events;
mod names;
mod numbers;
mod reasons;
mod segments;
mod why;

pub use calls::{api_name, arguments, call_line, outcome, shutdown_name};
pub use deadlock::deadlock;
pub use events::{actor_name, end, event, exit, limit, reading};
pub use names::{errno_name, errno_text, family, message_flags, option_name, poll_events, socket_kind};
pub use numbers::{count, duration, size};
pub use reasons::{blocked_reason, ended_block, state_meaning};
pub use segments::{
    direction, relative_acknowledgement, segment, segment_numbers, segment_relative, side_name, visitor_name,
};
pub use why::{Source, Why, why};
