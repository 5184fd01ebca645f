//! What bytes say: headers of captured frames, frames in a stream, bytes as text.

pub mod framing;
pub mod headers;
pub mod sequence;
mod visible;

pub use visible::bytes as visible;
