//! The calls themselves, by what they are about.

mod connection;
mod lifetime;
mod options;
mod pause;
mod readiness;
mod transfer;

pub use options::Identity;
pub use readiness::ReadySets;
pub use transfer::ReceivedMessage;

/// Bytes that one send or recv moves at most; the kernel, too, may always move fewer than asked.
pub const MAX_TRANSFER_BYTES: usize = 16 << 20;
