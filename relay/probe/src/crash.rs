//! Reports when a thread cannot go on, instead of dying silently: its stack is full, or the interpreter crashed.
#![allow(
    unsafe_code,
    reason = "signal handlers are set with system calls, and read what the kernel gives them"
)]

use std::{
    io,
    mem::zeroed,
    ptr::{from_ref, null_mut},
    sync::atomic::{AtomicI32, Ordering},
};

/// What the kernel, or abort(3), sends to a program that cannot go on.
const SIGNALS: [libc::c_int; 6] =
    [libc::SIGSEGV, libc::SIGBUS, libc::SIGILL, libc::SIGFPE, libc::SIGTRAP, libc::SIGABRT];
/// A full stack faults where its next frame would be, bytes from here; frames touch their pages in order (probestack).
const NEAR_BYTES: usize = 64 << 10;
/// Within this time another thread has reported it and ended the process, or none can.
const PATIENCE: libc::timespec = libc::timespec { tv_sec: 10, tv_nsec: 0 };

/// Why a thread cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// Its calls are nested too deeply.
    StackOverflow,
    /// The interpreter, or what is below it, has a bug.
    Crash { signal: i32 },
}

/// 0: none stopped; [`OVERFLOW`]; or a signal's number.
static STOPPED: AtomicI32 = AtomicI32::new(0);
const OVERFLOW: i32 = -1;

/// From now on, a thread that cannot go on stops there; [`stopped`] says so.
pub(crate) fn watch() -> io::Result<()> {
    let handler: extern "C" fn(libc::c_int, &libc::siginfo_t, *mut libc::c_void) = stop_here;
    // SAFETY: all zeroes is a valid sigaction.
    let mut action: libc::sigaction = unsafe { zeroed() };
    action.sa_sigaction = handler as libc::sighandler_t;
    // Rust gives each of its threads a second stack for this.
    action.sa_flags = libc::SA_ONSTACK | libc::SA_SIGINFO;
    for signal in SIGNALS {
        // SAFETY: the action is valid, and its handler does only what a handler may.
        if unsafe { libc::sigaction(signal, &action, null_mut()) } < 0 {
            return Err(io::Error::last_os_error());
        }
    }
    Ok(())
}

/// Why a thread waits for the end of the process; `None` where none does.
pub(crate) fn stopped() -> Option<Stopped> {
    match STOPPED.load(Ordering::SeqCst) {
        0 => None,
        OVERFLOW => Some(Stopped::StackOverflow),
        signal => Some(Stopped::Crash { signal }),
    }
}

/// Ends the process by the signal that stopped a thread.
pub(crate) fn die() -> ! {
    let signal = match STOPPED.load(Ordering::SeqCst) {
        OVERFLOW => libc::SIGSEGV,
        signal => signal,
    };
    // SAFETY: neither takes a pointer; the default action of these signals is to end the process.
    unsafe {
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
    std::process::abort()
}

extern "C" fn stop_here(signal: libc::c_int, info: &libc::siginfo_t, context: *mut libc::c_void) {
    let by_kernel = info.si_code > 0;
    // SAFETY: the kernel sets an address for this signal, and the context is a ucontext_t (sigaction(2)).
    let (address, stack) = unsafe { (info.si_addr() as usize, stack_pointer(&*context.cast())) };
    let full = signal == libc::SIGSEGV && by_kernel && address.abs_diff(stack) < NEAR_BYTES;
    let why = if full { OVERFLOW } else { signal };
    // The first one reports: what follows may be its consequence.
    let _ = STOPPED.compare_exchange(0, why, Ordering::SeqCst, Ordering::SeqCst);
    // SAFETY: `PATIENCE` is a valid timespec, nothing is written back, and these calls are safe in a handler
    // (signal-safety(7)). The signal is blocked until the handler returns, and kills the process then.
    unsafe {
        libc::nanosleep(from_ref(&PATIENCE), null_mut());
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
}

/// Where the interrupted thread's stack ended.
fn stack_pointer(context: &libc::ucontext_t) -> usize {
    #[cfg(target_arch = "x86_64")]
    let pointer = context.uc_mcontext.gregs[libc::REG_RSP as usize];
    #[cfg(target_arch = "aarch64")]
    let pointer = context.uc_mcontext.sp;
    #[cfg(target_arch = "riscv64")]
    let pointer = context.uc_mcontext.__gregs[libc::REG_SP];
    pointer as usize
}
