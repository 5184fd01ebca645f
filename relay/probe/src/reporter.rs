//! Writes reports to the channel, in order, one writer at a time.
#![allow(unsafe_code, reason = "_exit is a system call")]

use crate::{
    clock::{cpu_ns, now_ns},
    protocol::{Report, write_message},
};
use socketscope_shared::{
    Call, Exit, Outcome,
    event::{Limit, Lost},
};
use std::{
    fs::File,
    os::fd::OwnedFd,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The actor's end of the channel, shared by its threads.
pub struct Reporter {
    state: Mutex<State>,
    output_limit: u64,
}

struct State {
    channel: File,
    /// Calls that were announced and have not returned.
    under_way: Vec<Call>,
    output_bytes: u64,
    lost_bytes: u64,
    descriptors_hit: bool,
}

impl Reporter {
    /// Reports to `channel`; no more than `output_limit` bytes of output.
    pub fn new(channel: OwnedFd, output_limit: u64) -> Self {
        let state = State {
            channel: channel.into(),
            under_way: Vec::new(),
            output_bytes: 0,
            lost_bytes: 0,
            descriptors_hit: false,
        };
        Reporter { state: Mutex::new(state), output_limit }
    }

    /// Writes one report.
    pub fn report(&self, report: &Report) {
        self.state().write(report);
    }

    /// Announces a call.
    pub fn entered(&self, call: &Call) {
        let mut state = self.state();
        state.under_way.push(call.clone());
        state.write(&Report::Entered(call.clone()));
    }

    /// Reports what a call came to.
    pub fn returned(&self, call: Call, end_ns: u64, outcome: Outcome) {
        let mut state = self.state();
        state.under_way.retain(|entered| entered.id != call.id);
        state.write(&Report::Returned { call, end_ns, outcome });
    }

    /// Reports what the program printed, up to the limit.
    pub fn output(&self, error: bool, line: u32, mut data: Vec<u8>) {
        let mut state = self.state();
        let room = usize::try_from(self.output_limit - state.output_bytes).unwrap_or(usize::MAX);
        let cut = data.len().saturating_sub(room);
        data.truncate(data.len() - cut);
        let at_ns = now_ns();
        if !data.is_empty() {
            state.output_bytes += data.len() as u64;
            state.write(&Report::Output { at_ns, error, line, data });
        }
        if cut > 0 && state.lost_bytes == 0 {
            state.write(&Report::LimitHit { at_ns, limit: Limit::OutputBytes(self.output_limit) });
        }
        state.lost_bytes += cut as u64;
    }

    /// Reports, once, that the program has as many descriptors as it may have.
    pub fn out_of_descriptors(&self, limit: u32) {
        let mut state = self.state();
        if !state.descriptors_hit {
            state.descriptors_hit = true;
            state.write(&Report::LimitHit { at_ns: now_ns(), limit: Limit::Descriptors(limit) });
        }
    }

    /// Reports that a limit ends the program, and ends the process.
    pub fn end_at_limit(&self, limit: Limit) -> ! {
        let mut state = self.state();
        state.write(&Report::LimitHit { at_ns: now_ns(), limit });
        state.end(Exit::Stopped)
    }

    /// Reports the calls that are still under way as unfinished and the program's end, and ends the process.
    pub fn end(&self, exit: Exit) -> ! {
        self.state().end(exit)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whoever ends the process keeps the lock: nothing is reported after the end.
    fn end(&mut self, exit: Exit) -> ! {
        let at_ns = now_ns();
        for call in std::mem::take(&mut self.under_way) {
            self.write(&Report::Returned { call, end_ns: at_ns, outcome: Outcome::Unfinished });
        }
        if self.lost_bytes > 0 {
            self.write(&Report::Lost { at_ns, what: Lost::OutputBytes, count: self.lost_bytes });
        }
        self.write(&Report::Finished { at_ns, exit, cpu_ns: cpu_ns() });
        exit_now(0)
    }

    fn write(&mut self, report: &Report) {
        if write_message(&mut self.channel, report).is_err() {
            // Nobody listens any more, so nobody may run unobserved.
            exit_now(1)
        }
    }
}

/// Ends the process at once, without running anything of it.
pub(crate) fn exit_now(status: i32) -> ! {
    // SAFETY: _exit(2) takes no pointers and does not return.
    unsafe { libc::_exit(status) }
}
