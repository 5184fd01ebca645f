//! The ground that actors stand on: one system call per socket call, each reported.
//!
//! - [`descriptors`]: keeps our own descriptors out of the program's way.
//! - [`readings`]: the kernel's table of the session's sockets.
//! - [`protocol`]: what an actor's process and the relay say to each other.

pub mod descriptors;
pub mod protocol;
pub mod readings;
