//! The program waits without a socket: for time to pass, or for the person.
#![allow(unsafe_code, reason = "clock_nanosleep is a system call")]

use crate::{Probe, Site, clock::now_ns, errno::Errno, interrupt, probe::done};
use socketscope_shared::{Op, Outcome};

/// A longer prompt is cut, bytes.
const MAX_PROMPT_BYTES: usize = 16 << 10;

impl Probe {
    /// Sleeps at least this long; EINTR where a signal of the program's interrupts it.
    pub fn sleep(&self, site: Site, duration_ns: u64) -> Result<(), Errno> {
        let sleep = || {
            let until_ns = now_ns().saturating_add(duration_ns);
            let until = libc::timespec {
                tv_sec: (until_ns / 1_000_000_000) as libc::time_t,
                tv_nsec: (until_ns % 1_000_000_000) as libc::c_long,
            };
            let clock = libc::CLOCK_MONOTONIC;
            // SAFETY: `until` is a valid timespec, and with an absolute time nothing is written back.
            while unsafe { libc::clock_nanosleep(clock, libc::TIMER_ABSTIME, &until, std::ptr::null_mut()) }
                == libc::EINTR
            {
                if interrupt::requested() {
                    return Err(Errno(libc::EINTR));
                }
            }
            Ok(())
        };
        self.call(site, None, Op::Sleep { duration_ns }, true, sleep, done)
    }

    /// Asks the person for a line and waits for it; EINTR where a signal of the program's interrupts that.
    pub fn input(&self, site: Site, mut prompt: String) -> Result<String, Errno> {
        prompt.truncate(prompt.floor_char_boundary(MAX_PROMPT_BYTES));
        let outcome = |line: &Result<String, Errno>| match line {
            Ok(text) => Outcome::Line { text: text.clone() },
            Err(errno) => errno.outcome(),
        };
        self.call(site, None, Op::Input { prompt }, true, || self.input.take(), outcome)
    }
}
