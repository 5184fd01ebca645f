//! The host process itself.

use std::{os::fd::OwnedFd, process::ExitCode};

/// Runs the host process on the control socket that
/// [`take_channel`](socketscope_probe::descriptors::take_channel) gave.
pub fn host_main(control: OwnedFd) -> ExitCode {
    drop(control);
    ExitCode::FAILURE
}
