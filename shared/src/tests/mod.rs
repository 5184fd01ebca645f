//! Properties of the whole crate, over any events and over plausible conversations.

#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "tests may measure and print"
)]

mod codec;
mod deadlock;
mod folding;
mod frames;
mod kernel;
mod playback;
mod readiness;
mod session;
mod speed;
mod why;
