//! Lines that the person typed and the program has not asked for yet.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, PoisonError},
};

/// Lines kept for later at most; more are dropped.
const MAX_LINES: usize = 1000;

/// A queue of lines.
#[derive(Default)]
pub struct Input {
    lines: Mutex<VecDeque<String>>,
    arrived: Condvar,
}

impl Input {
    /// Adds a line.
    pub fn push(&self, line: String) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() < MAX_LINES {
            lines.push_back(line);
            self.arrived.notify_one();
        }
    }

    /// Waits for a line.
    pub fn take(&self) -> String {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(line) = lines.pop_front() {
                return line;
            }
            lines = self.arrived.wait(lines).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
