//! One program, seen as a server.

use crate::{Op, Outcome, fold::history::up_to};

/// A client's first answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The client's recv that returned its first bytes.
    pub seq: u64,
    /// Which of its server's clients, in the order in which they were accepted, from 0.
    pub client: u32,
    /// From the entry of the client's first send to the return of that recv.
    pub latency_ns: u64,
}

/// What one program did, by sequence number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Server {
    listens: Vec<u64>,
    calls: Vec<u64>,
    useful: Vec<u64>,
    wasted: Vec<u64>,
    waits: Vec<u64>,
    threads: Vec<u64>,
    clients: Vec<u64>,
    answers: Vec<Answer>,
    cpu: Option<(u64, u64)>,
}

/// What a server had done at a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures<'a> {
    /// Calls that returned.
    pub calls: u64,
    /// Those that accepted a connection, moved bytes or met their end.
    pub useful: u64,
    /// Those that failed with EAGAIN.
    pub wasted: u64,
    /// Returns from calls in which the kernel may let a program sleep.
    pub waits: u64,
    /// Threads that made a call.
    pub threads: u64,
    /// Connections accepted.
    pub clients: u64,
    /// User and system time, ns; known once it has ended.
    pub cpu_ns: Option<u64>,
    /// The first answer of each client that has one, in the order in which they came.
    pub answers: &'a [Answer],
}

impl Figures<'_> {
    /// The median and the worst latency in ns, where there was an answer.
    pub fn latency_ns(&self) -> Option<(u64, u64)> {
        let mut sorted: Vec<u64> = self.answers.iter().map(|answer| answer.latency_ns).collect();
        sorted.sort_unstable();
        let (lower, upper) = (sorted.get(sorted.len().saturating_sub(1) / 2)?, sorted.get(sorted.len() / 2)?);
        Some((lower.midpoint(*upper), *sorted.last()?))
    }
}

impl Server {
    /// Whether it ever listened.
    pub fn listens(&self) -> bool {
        !self.listens.is_empty()
    }

    /// What it had done at `cursor`.
    pub fn at(&self, cursor: u64) -> Figures<'_> {
        let count = |seqs: &[u64]| up_to(seqs, cursor).len() as u64;
        let answers = &self.answers[..self.answers.partition_point(|answer| answer.seq <= cursor)];
        Figures {
            calls: count(&self.calls),
            useful: count(&self.useful),
            wasted: count(&self.wasted),
            waits: count(&self.waits),
            threads: count(&self.threads),
            clients: count(&self.clients),
            cpu_ns: self.cpu.filter(|(seq, _)| *seq <= cursor).map(|(_, cpu_ns)| cpu_ns),
            answers,
        }
    }

    pub(super) fn lane(&mut self, seq: u64, lane: u16) {
        // Lanes are numbered in the order in which they come; one that made no call yet counts with the next.
        while self.threads.len() <= usize::from(lane) {
            self.threads.push(seq);
        }
    }

    pub(super) fn returned(&mut self, seq: u64, op: &Op, outcome: &Outcome, waits: bool) {
        self.calls.push(seq);
        if waits {
            self.waits.push(seq);
        }
        match outcome {
            Outcome::WouldBlock => self.wasted.push(seq),
            Outcome::Accepted { .. }
            | Outcome::Received { .. }
            | Outcome::EndOfStream
            | Outcome::Sent { .. } => self.useful.push(seq),
            Outcome::Done if matches!(op, Op::Listen { .. }) => self.listens.push(seq),
            _ => {}
        }
    }

    pub(super) fn accepted(&mut self, seq: u64) -> u32 {
        self.clients.push(seq);
        u32::try_from(self.clients.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn answered(&mut self, answer: Answer) {
        self.answers.push(answer);
    }

    pub(super) fn exited(&mut self, seq: u64, cpu_ns: u64) {
        self.cpu.get_or_insert((seq, cpu_ns));
    }
}
