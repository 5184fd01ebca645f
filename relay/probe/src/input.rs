//! Lines that the person typed and the program has not asked for yet.

use crate::{descriptors::pipe_to_stdin, errno::Errno, interrupt};
use std::{
    collections::VecDeque,
    fs::File,
    io::{self, Read, Write},
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

/// The most lines kept for later; more are dropped.
const MAX_LINES: usize = 1000;
/// How often a wait looks whether a signal interrupts it.
const LOOK: Duration = Duration::from_millis(50);

/// A queue of lines.
#[derive(Default)]
pub struct Input {
    lines: Mutex<VecDeque<String>>,
    arrived: Condvar,
    /// Where standard input shows whether a line waits, to select and poll: a byte for each.
    shown: Option<(File, File)>,
}

impl Input {
    /// A queue whose process has nothing else for its standard input.
    pub fn on_standard_input() -> io::Result<Self> {
        let (reader, writer) = pipe_to_stdin()?;
        Ok(Input { shown: Some((reader.into(), writer.into())), ..Input::default() })
    }

    /// Adds a line.
    pub fn push(&self, line: String) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() < MAX_LINES {
            lines.push_back(line);
            // The pipe has room for far more bytes than these.
            if let Some((_, writer)) = &self.shown {
                _ = (&*writer).write(b"\n");
            }
            self.arrived.notify_one();
        }
    }

    /// Waits for a line; EINTR where a signal of the program's interrupts that.
    pub fn take(&self) -> Result<String, Errno> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(line) = lines.pop_front() {
                // Its byte was written under the same lock: this does not wait.
                if let Some((reader, _)) = &self.shown {
                    _ = (&*reader).read(&mut [0]);
                }
                return Ok(line);
            }
            if interrupt::requested() {
                return Err(Errno(libc::EINTR));
            }
            lines = self.arrived.wait_timeout(lines, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
