//! The session's network: a network namespace of its own, the capture of its segments, and the programs in it.
//!
//! A *host process* per session (`socketscope host`) owns all of that; [`Host`] is the relay's side of it.
//!
//! - [`report`]: what host and relay say to each other, and [`NetworkConfig`].
//! - [`controller`]: starts the host process and talks to it.
//! - [`Heard`]: whether all that came over a channel was taken in.
//! - [`host`]: the host process itself.
//! - [`segment`]: reads a captured frame.
//! - [`trial`]: tries what the system grants, in a process of its own.
//!
//! Both sides speak over a SOCK_SEQPACKET socket, one bitcode message a packet, with descriptors beside
//! ([`packet`]). Everything inside ends when that socket closes, however the relay ends.

mod cgroup;
mod clock;
pub mod controller;
mod heard;
pub mod host;
mod packet;
mod pidfd;
pub mod report;
pub mod segment;
pub mod trial;

pub use controller::{Host, HostHandle, NetworkError};
pub use heard::Heard;
pub use host::host_main;
pub use report::{HostReport, Layer, Missing, NetworkConfig};
pub use segment::Captured;
