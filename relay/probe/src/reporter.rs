//! Writes reports to the channel, in order, one writer at a time.
#![allow(unsafe_code, reason = "_exit is a system call")]

use crate::{
    clock::{cpu_ns, now_ns},
    protocol::{Report, write_message},
};
use parking_lot::{Mutex, MutexGuard};
use socketscope_shared::{
    Call, Exit, Outcome,
    event::{Limit, Lost},
};
use std::{fs::File, os::fd::OwnedFd, time::Duration};

/// Output that follows other output within this time is reported together with what comes after it, ns.
const BATCH_NS: u64 = 10_000_000;
/// How much of it is reported at once, bytes.
const BATCH_BYTES: usize = 16 << 10;
/// Within [`BATCH_NS`], this many reports keep lines apart; later ones in a flood do not.
const BATCHES_BY_LINE: u32 = 16;

/// What an exception says is cut here, bytes: a message may be as long as the program's memory.
const MAX_TEXT_BYTES: usize = 256 << 10;
/// A thread that writes a report takes far less time, unless it has stopped for good.
const STUCK: Duration = Duration::from_secs(2);

/// The actor's end of the channel, shared by its threads.
pub struct Reporter {
    /// A fair lock: a thread that wants to end a program that calls without pause must get its turn.
    state: Mutex<State>,
    output_limit: u64,
}

struct State {
    channel: File,
    /// Calls that were announced and have not returned.
    under_way: Vec<Call>,
    printed: Option<Printed>,
    batches: Batches,
    output_bytes: u64,
    lost_bytes: u64,
    /// Limits that were reported and did not end the program.
    reached: Vec<Limit>,
}

/// Output that is not reported yet.
struct Printed {
    at_ns: u64,
    error: bool,
    line: u32,
    data: Vec<u8>,
}

/// Output reports since a time that is at most [`BATCH_NS`] ago.
#[derive(Default)]
struct Batches {
    since_ns: u64,
    count: u32,
}

impl Reporter {
    /// Reports to `channel`; no more than `output_limit` bytes of output.
    pub fn new(channel: OwnedFd, output_limit: u64) -> Self {
        Reporter { state: Mutex::new(State::new(channel)), output_limit }
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

    /// Reports a call's outcome.
    pub fn returned(&self, call: Call, end_ns: u64, outcome: Outcome) {
        let mut state = self.state();
        state.under_way.retain(|entered| entered.id != call.id);
        state.write(&Report::Returned { call, end_ns, outcome });
    }

    /// Reports what the program printed, up to the limit: a line at once, more soon, and all of it before any other
    /// report.
    pub fn output(&self, error: bool, line: u32, mut data: Vec<u8>) {
        let mut state = self.state();
        let room = usize::try_from(self.output_limit - state.output_bytes).unwrap_or(usize::MAX);
        let cut = data.len().saturating_sub(room);
        data.truncate(data.len() - cut);
        let at_ns = now_ns();
        if !data.is_empty() {
            state.output_bytes += data.len() as u64;
            state.print(Printed { at_ns, error, line, data });
        }
        if cut > 0 && state.lost_bytes == 0 {
            state.write(&Report::LimitHit { at_ns, limit: Limit::OutputBytes(self.output_limit) });
        }
        state.lost_bytes += cut as u64;
    }

    /// Reports output that has waited long enough for more, unless another thread reports just now, and so this too.
    pub(crate) fn flush_old_output(&self) {
        let Some(mut state) = self.state.try_lock() else { return };
        if state.printed.as_ref().is_some_and(|printed| now_ns() >= printed.at_ns + BATCH_NS) {
            state.flush();
        }
    }

    /// Reports, once, that the program has reached a limit that does not end it.
    pub fn limit_reached(&self, limit: Limit) {
        let mut state = self.state();
        if !state.reached.contains(&limit) {
            state.write(&Report::LimitHit { at_ns: now_ns(), limit: limit.clone() });
            state.reached.push(limit);
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

    /// As [`end`](Self::end), unless another thread stopped while it wrote: then this returns.
    pub(crate) fn end_unless_stuck(&self, exit: Exit) {
        if let Some(mut state) = self.state.try_lock_for(STUCK) {
            state.end(exit);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }
}

impl State {
    fn new(channel: OwnedFd) -> Self {
        State {
            channel: channel.into(),
            under_way: Vec::new(),
            printed: None,
            batches: Batches::default(),
            output_bytes: 0,
            lost_bytes: 0,
            reached: Vec::new(),
        }
    }

    /// The thread that ends the process keeps the lock: nothing is reported after the end.
    fn end(&mut self, mut exit: Exit) -> ! {
        if let Exit::Exception { kind, message, traceback, .. } = &mut exit {
            for text in [kind, message, traceback] {
                text.truncate(text.floor_char_boundary(MAX_TEXT_BYTES));
            }
        }
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

    /// Keeps output for its batch, or reports it.
    fn print(&mut self, new: Printed) {
        if new.at_ns >= self.batches.since_ns + BATCH_NS {
            self.batches = Batches { since_ns: new.at_ns, count: 0 };
        }
        let now_ns = new.at_ns;
        let flood = self.batches.count >= BATCHES_BY_LINE;
        match &mut self.printed {
            Some(printed) if printed.error == new.error && (flood || printed.line == new.line) => {
                printed.data.extend(new.data);
            }
            _ => {
                self.flush();
                self.printed = Some(new);
            }
        }
        let quiet = self.batches.count == 0;
        let due = self.printed.as_ref().is_some_and(|printed| {
            (quiet && printed.data.ends_with(b"\n"))
                || printed.data.len() >= BATCH_BYTES
                || now_ns >= printed.at_ns + BATCH_NS
        });
        if due {
            self.flush();
        }
    }

    /// Reports what was printed so far.
    fn flush(&mut self) {
        if let Some(Printed { at_ns, error, line, data }) = self.printed.take() {
            self.batches.count += 1;
            self.send(&Report::Output { at_ns, error, line, data });
        }
    }

    /// Nothing overtakes what was printed before it.
    fn write(&mut self, report: &Report) {
        self.flush();
        self.send(report);
    }

    fn send(&mut self, report: &Report) {
        if write_message(&mut self.channel, report).is_err() {
            // Nobody listens any more, and no program may run unobserved.
            exit_now(1)
        }
    }
}

/// Ends the process at once, without running anything of it.
pub(crate) fn exit_now(status: i32) -> ! {
    // SAFETY: _exit(2) takes no pointers and does not return.
    unsafe { libc::_exit(status) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::read_message;

    /// How many reports this many lines make when printed this far apart; checks that nothing is lost.
    fn reports(lines: u32, apart_ns: u64) -> usize {
        let mut file = tempfile::tempfile().unwrap();
        let mut state = State::new(file.try_clone().unwrap().into());
        for n in 0..lines {
            let data = b"and\n".to_vec();
            state.print(Printed { at_ns: u64::from(n) * apart_ns, error: false, line: 2 + n % 2, data });
        }
        state.flush();
        std::io::Seek::rewind(&mut file).unwrap();
        let told: Vec<Report> = std::iter::from_fn(|| read_message(&mut file).ok().flatten()).collect();
        let bytes = |report: &Report| match report {
            Report::Output { data, .. } => data.len(),
            _ => 0,
        };
        assert_eq!(told.iter().map(bytes).sum::<usize>(), 4 * lines as usize);
        told.len()
    }

    #[test]
    fn a_flood_of_output_is_few_reports() {
        let told = reports(20_000, 10_000);
        assert!(told < 500, "{told} reports");
    }

    #[test]
    fn lines_that_come_one_by_one_stay_apart() {
        assert_eq!(reports(100, 2 * BATCH_NS), 100);
    }
}
