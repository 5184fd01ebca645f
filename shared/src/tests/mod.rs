//! Properties of the whole crate, over any events and over plausible conversations.

mod codec;
mod folding;
mod frames;
mod playback;
mod session;
mod speed;
