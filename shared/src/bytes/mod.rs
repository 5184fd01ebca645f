//! What bytes say: headers of captured frames, frames in a stream, bytes as text.

pub mod framing;
pub mod headers;
mod hex;
pub mod sequence;
mod visible;

pub use hex::hex;
pub use visible::bytes as visible;
