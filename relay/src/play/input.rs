//! Lines from the terminal, read only once a program asks for one.

use socketscope_shared::{ActorId, Event, Fact, Op};
use std::{collections::VecDeque, io, thread};
use tokio::sync::mpsc;

/// What a program is given where no line will come: its `input()` raises EOFError.
pub(super) const END_OF_INPUT: &str = "\x04";

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

/// Which programs wait for a line.
#[derive(Default)]
pub(super) struct Waiting {
    /// Those that asked, in this order.
    asking: VecDeque<ActorId>,
    /// Those that watch standard input: they take lines without asking.
    watching: Vec<ActorId>,
}

impl Waiting {
    /// Takes the next event.
    pub fn note(&mut self, event: &Event) {
        if let (Some(actor), Some(call)) = (event.fact.actor(), event.fact.call())
            && call.op.watches_standard_input()
            && !self.watching.contains(&actor)
        {
            self.watching.push(actor);
        }
        match &event.fact {
            Fact::Entered { actor, call } if matches!(call.op, Op::Input { .. }) => {
                self.asking.push_back(*actor);
            }
            Fact::ActorExited { actor, .. } => {
                self.asking.retain(|waiting| waiting != actor);
                self.watching.retain(|waiting| waiting != actor);
            }
            _ => {}
        }
    }

    /// Whether a program wants a line.
    pub fn anybody(&self) -> bool {
        !self.asking.is_empty() || !self.watching.is_empty()
    }

    /// Who gets the next line. `last`: there will be no more, and a program that watches learns this once.
    pub fn next(&mut self, last: bool) -> Option<ActorId> {
        let watching = self.watching.first().copied();
        if self.asking.is_empty() && last && watching.is_some() {
            self.watching.remove(0);
        }
        self.asking.pop_front().or(watching)
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
