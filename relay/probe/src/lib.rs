//! The ground that actors stand on: one system call per socket call, each reported.
//!
//! - [`protocol`]: what an actor's process and the relay say to each other.

pub mod protocol;
