//! Says so when a thread runs out of its stack, instead of dying silently.
#![allow(unsafe_code, reason = "signal handlers are set with system calls")]

use std::{
    io,
    mem::zeroed,
    ptr::null_mut,
    sync::atomic::{AtomicBool, Ordering},
};

static OVERFLOWED: AtomicBool = AtomicBool::new(false);

/// From now on, a thread without stack stops there; [`overflowed`] tells whoever looks.
pub(crate) fn watch() -> io::Result<()> {
    let handler: extern "C" fn(libc::c_int) = stop_here;
    // SAFETY: all zeroes is a valid sigaction.
    let mut action: libc::sigaction = unsafe { zeroed() };
    action.sa_sigaction = handler as libc::sighandler_t;
    // Rust gives each of its threads a second stack for this.
    action.sa_flags = libc::SA_ONSTACK;
    for signal in [libc::SIGSEGV, libc::SIGBUS] {
        // SAFETY: the action is valid, and its handler does only what a handler may.
        if unsafe { libc::sigaction(signal, &action, null_mut()) } < 0 {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}

/// Whether a thread waits for the end because its stack is full.
pub(crate) fn overflowed() -> bool {
    OVERFLOWED.load(Ordering::SeqCst)
}

extern "C" fn stop_here(_signal: libc::c_int) {
    OVERFLOWED.store(true, Ordering::SeqCst);
    let long = libc::timespec { tv_sec: 1000, tv_nsec: 0 };
    loop {
        // SAFETY: `long` is a valid timespec, and nothing is written back.
        unsafe { libc::nanosleep(&long, null_mut()) };
    }
}
