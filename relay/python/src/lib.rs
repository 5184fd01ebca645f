//! The embedded interpreter: CPython's library over the probe.

use std::os::fd::OwnedFd;

/// Runs one program as told by the channel's first order, reports everything it does, and ends the process.
pub fn run_actor(channel: OwnedFd) -> ! {
    drop(channel);
    std::process::exit(1)
}
