//! The program waits without a socket: for time to pass, or for the person.
#![allow(unsafe_code, reason = "clock_nanosleep is a system call")]

use crate::{Probe, Site, clock::now_ns};
use socketscope_shared::{Op, Outcome};

/// A longer prompt is cut, bytes.
const MAX_PROMPT_BYTES: usize = 16 << 10;

impl Probe {
    /// Sleeps at least this long.
    pub fn sleep(&self, site: Site, duration_ns: u64) {
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
            {}
        };
        self.call(site, None, Op::Sleep { duration_ns }, true, sleep, |()| Outcome::Done);
    }

    /// Asks the person for a line and waits for it.
    pub fn input(&self, site: Site, mut prompt: String) -> String {
        prompt.truncate(prompt.floor_char_boundary(MAX_PROMPT_BYTES));
        let outcome = |text: &String| Outcome::Line { text: text.clone() };
        self.call(site, None, Op::Input { prompt }, true, || self.input.take(), outcome)
    }
}
