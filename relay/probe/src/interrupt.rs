//! Wakes the main thread from the system call that it waits in, so that a signal's handler can run.
#![allow(unsafe_code, reason = "signals are sent and caught with system calls")]

use std::{
    io,
    mem::zeroed,
    process,
    ptr::null_mut,
    sync::atomic::{AtomicBool, AtomicI32, Ordering},
};

/// Ignored unless caught, and nobody else sends it here.
const SIGNAL: i32 = libc::SIGURG;

static MAIN_THREAD: AtomicI32 = AtomicI32::new(0);
static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Makes the calling thread the one that [`request`] wakes.
pub(crate) fn watch() -> io::Result<()> {
    let handler: extern "C" fn(libc::c_int) = wake_only;
    // SAFETY: all zeroes is a valid sigaction; without SA_RESTART a call that waits returns EINTR.
    let mut action: libc::sigaction = unsafe { zeroed() };
    action.sa_sigaction = handler as libc::sighandler_t;
    // SAFETY: the action is valid, and its handler does nothing.
    if unsafe { libc::sigaction(SIGNAL, &action, null_mut()) } < 0 {
        return Err(io::Error::last_os_error());
    }
    MAIN_THREAD.store(this_thread(), Ordering::Relaxed);
    Ok(())
}

/// Lets the main thread's call fail with EINTR. It may not have entered it yet: repeat this until [`served`].
pub fn request() {
    REQUESTED.store(true, Ordering::Release);
    let (process, thread) = (process::id().cast_signed(), MAIN_THREAD.load(Ordering::Relaxed));
    // SAFETY: tgkill(2) takes no pointers; the main thread lives as long as the process.
    unsafe { libc::syscall(libc::SYS_tgkill, process, thread, SIGNAL) };
}

/// The main thread looks after what it was woken for.
pub fn serve() {
    REQUESTED.store(false, Ordering::Release);
}

/// Whether it has done so.
pub fn served() -> bool {
    !REQUESTED.load(Ordering::Acquire)
}

/// Whether the calling thread must give up its call.
pub(crate) fn requested() -> bool {
    !served() && this_thread() == MAIN_THREAD.load(Ordering::Relaxed)
}

fn this_thread() -> i32 {
    // SAFETY: gettid(2) takes nothing and always succeeds.
    unsafe { libc::gettid() }
}

extern "C" fn wake_only(_signal: libc::c_int) {}
