//! What actors run on: one system call per socket call, each reported.
//!
//! - [`Probe`]: the socket API, every call of which is one system call and one report.
//! - [`gate`]: step mode; [`reporter`]: the way out; [`memory`]: what happens when memory runs out.
//! - [`descriptors`]: keeps our own descriptors out of the program's way.
//! - [`interrupt`]: wakes the main thread from a call, for a signal's handler.
//! - [`readings`]: the kernel's table of the session's sockets.
//! - [`sandbox`]: what a program may do, and nothing else.
//! - [`protocol`]: what an actor's process and the relay say to each other.

mod address;
mod calls;
pub mod clock;
mod crash;
pub mod descriptors;
mod errno;
pub mod gate;
mod input;
pub mod interrupt;
pub mod memory;
mod orders;
mod policy;
mod probe;
pub mod protocol;
mod random;
pub mod readings;
pub mod reporter;
pub mod sandbox;
mod table;

pub use calls::{Identity, MAX_TRANSFER_BYTES, ReadySets, ReceivedMessage};
pub use errno::Errno;
pub use probe::{Probe, Site};
pub use random::random_bytes;
pub use table::{Entry, Kind};
