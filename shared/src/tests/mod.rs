//! Properties of the whole crate, over any events and over plausible conversations.

mod codec;
mod deadlock;
mod folding;
mod frames;
mod playback;
mod readiness;
mod session;
mod speed;
mod why;
