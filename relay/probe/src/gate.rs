//! Step mode: holds each lane before its next call until it is released.

use crate::{clock::now_ns, protocol::Report, reporter::Reporter};
use socketscope_shared::Call;
use std::{
    collections::HashSet,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

/// What every call passes before it is made.
pub struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    closed: bool,
    held: HashSet<u16>,
}

impl Gate {
    /// A gate that is closed in step mode.
    pub fn new(step_mode: bool) -> Self {
        Gate { state: Mutex::new(State { closed: step_mode, held: HashSet::new() }), changed: Condvar::new() }
    }

    /// Returns at once where the gate is open; otherwise reports the call as held and waits.
    pub fn pass(&self, reporter: &Reporter, call: &Call) {
        let mut state = self.state();
        if !state.closed {
            return;
        }
        state.held.insert(call.lane);
        reporter.report(&Report::Held(call.clone()));
        while state.held.contains(&call.lane) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        reporter.report(&Report::Released { lane: call.lane, at_ns: now_ns() });
    }

    /// Lets the held lane make its call. Without one, nothing happens: a release is not saved up.
    pub fn release(&self, lane: u16) {
        self.state().held.remove(&lane);
        self.changed.notify_all();
    }

    /// Closes the gate, or opens it and releases all.
    pub fn set_step_mode(&self, on: bool) {
        let mut state = self.state();
        state.closed = on;
        if !on {
            state.held.clear();
        }
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
