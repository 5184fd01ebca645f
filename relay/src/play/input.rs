//! Lines from the terminal, read only once a program asks for one.

use std::{io, thread};
use tokio::sync::mpsc;

/// Lines that are read ahead of the programs.
const AHEAD: usize = 16;

/// Standard input by lines.
#[derive(Default)]
pub(super) struct Lines {
    read: Option<mpsc::Receiver<String>>,
}

impl Lines {
    /// The next line without its end; `None` when there is no more.
    pub async fn next(&mut self) -> Option<String> {
        self.read.get_or_insert_with(start).recv().await
    }
}

/// Reading a terminal can't be given up, so that a thread of its own does it.
fn start() -> mpsc::Receiver<String> {
    let (found, read) = mpsc::channel(AHEAD);
    thread::spawn(move || {
        for line in io::stdin().lines().map_while(Result::ok) {
            if found.blocking_send(line).is_err() {
                break;
            }
        }
    });
    read
}
