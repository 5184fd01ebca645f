//! One actor's calls and descriptors.

use super::Kinds;
use crate::{
    Call, CallId, Fact, Op, Outcome, SocketId,
    fold::by_id::{MAX_IDS, grown},
    record::{
        call::PollFd,
        linux::{EPOLLET, EPOLLONESHOT},
        log::Log,
    },
};

/// How far back an announced call is looked for: an actor has at most this many threads.
const LOOK_BACK: usize = 4096;

/// One select, poll or epoll_wait call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The event that began it: entered, or returned where it returned at once.
    pub began: u64,
    /// The event in which it returned.
    pub returned: Option<u64>,
    /// Thread of the actor.
    pub lane: u16,
    call: CallId,
}

impl Column {
    /// The event in which it had returned at `cursor`.
    pub fn returned_at(&self, cursor: u64) -> Option<u64> {
        self.returned.filter(|seq| *seq <= cursor)
    }
}

/// A descriptor that was watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The socket; `None` where the descriptor is no socket of ours.
    pub socket: Option<SocketId>,
    /// The descriptor.
    pub fd: i32,
    interest: Vec<Change>,
}

/// From `seq` on, `epoll` watches the row for these bits; for `None` not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    seq: u64,
    epoll: Option<SocketId>,
    events: Option<u32>,
}

/// A descriptor in one call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it was watched for.
    pub watched: Kinds,
    /// What it was ready for.
    pub ready: Kinds,
    /// The bits that poll or epoll watched; 0 for select.
    pub events: u32,
    /// The bits that they returned.
    pub revents: u32,
}

/// One actor's calls and descriptors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// By [`SocketId`]: its row plus 1; 0 without one.
    row_of: Vec<u32>,
}

impl Cell {
    /// Whether EPOLLONESHOT switched it off: it was reported once.
    pub fn is_spent(&self) -> bool {
        self.events & EPOLLONESHOT != 0 && self.watched.is_empty()
    }

    /// Whether only what is new is reported (EPOLLET).
    pub fn is_edge(&self) -> bool {
        self.events & EPOLLET != 0
    }
}

impl Matrix {
    /// All calls, in the order in which they began.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The calls that had begun at `cursor`.
    pub fn columns_at(&self, cursor: u64) -> &[Column] {
        &self.columns[..self.columns.partition_point(|column| column.began <= cursor)]
    }

    /// All descriptors, in the order in which they were first watched.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// What a call had watched and returned at `cursor`: each watched row, in the rows' order.
    pub fn cells(&self, column: &Column, log: &Log, cursor: u64) -> Vec<(usize, Cell)> {
        let returned = column.returned_at(cursor);
        let fact = |seq| log.get(seq).map(|event| &event.fact);
        let Some(call) = fact(column.began).and_then(Fact::call) else { return Vec::new() };
        let mut cells = Vec::new();
        match &call.op {
            // What another thread changes counts at once.
            Op::EpollWait { .. } => {
                let before = returned.unwrap_or(cursor.saturating_add(1));
                for (index, row) in self.rows.iter().enumerate() {
                    if let Some(events) = row.interest(call.socket, before) {
                        let watched = Kinds::of_events(events);
                        cells.push((index, Cell { watched, events, ..Cell::default() }));
                    }
                }
            }
            op => each(op, &mut |socket, fd, kinds, events| {
                if let Some(row) = self.row(socket, fd) {
                    let cell = at(&mut cells, row);
                    cell.watched.add(kinds);
                    cell.events |= events;
                }
            }),
        }
        if let Some(Fact::Returned { outcome, .. }) = returned.and_then(fact) {
            each_ready(outcome, &mut |socket, fd, kinds, revents| {
                if let Some(row) = self.row(socket, fd) {
                    let cell = at(&mut cells, row);
                    cell.ready.add(kinds);
                    cell.revents |= revents;
                }
            });
        }
        cells
    }

    /// What is on any interest list at `cursor`: each such row, in the rows' order.
    pub fn interest_at(&self, cursor: u64) -> Vec<(usize, Cell)> {
        let on_list = |(index, row): (usize, &Row)| {
            let known = &row.interest[..row.interest.partition_point(|change| change.seq <= cursor)];
            let events = known.last()?.events?;
            Some((index, Cell { watched: Kinds::of_events(events), events, ..Cell::default() }))
        };
        self.rows.iter().enumerate().filter_map(on_list).collect()
    }

    pub(super) fn watch(&mut self, seq: u64, epoll: Option<SocketId>, on: &PollFd, events: Option<u32>) {
        if let Some(row) = self.row_made(on.socket, on.fd) {
            self.rows[row].interest.push(Change { seq, epoll, events });
        }
    }

    /// What is closed is on no interest list any more.
    pub(super) fn closed(&mut self, seq: u64, socket: Option<SocketId>) {
        let Some(row) = socket.and_then(|socket| self.row(Some(socket), -1)) else { return };
        let interest = &mut self.rows[row].interest;
        if let Some(epoll) = interest.last().map(|change| change.epoll) {
            interest.push(Change { seq, epoll, events: None });
        }
    }

    pub(super) fn call(&mut self, seq: u64, call: &Call, outcome: Option<&Outcome>, announced: bool) {
        let recent = self.columns.iter_mut().rev().take(if announced { LOOK_BACK } else { 0 });
        let known = recent.filter(|column| column.returned.is_none()).find(|column| column.call == call.id);
        match known {
            Some(column) => column.returned = outcome.map(|_| seq),
            None => {
                let returned = outcome.map(|_| seq);
                self.columns.push(Column { began: seq, returned, lane: call.lane, call: call.id });
                each(&call.op, &mut |socket, fd, _, _| _ = self.row_made(socket, fd));
            }
        }
        if let (Op::EpollWait { .. }, Some(Outcome::Ready { fds })) = (&call.op, outcome) {
            for on in fds {
                self.fired(seq, call.socket, on);
            }
        }
    }

    fn fired(&mut self, seq: u64, epoll: Option<SocketId>, on: &PollFd) {
        let Some(row) = self.row(on.socket, on.fd) else { return };
        if let Some(events) = self.rows[row].interest(epoll, seq).filter(|events| events & EPOLLONESHOT != 0)
        {
            // Errors and hang-ups are not watched for either.
            let events = Some(events & EPOLLONESHOT);
            self.rows[row].interest.push(Change { seq, epoll, events });
        }
    }

    fn row(&self, socket: Option<SocketId>, fd: i32) -> Option<usize> {
        match socket {
            Some(socket) => (*self.row_of.get(socket.0 as usize)? as usize).checked_sub(1),
            None => self.rows.iter().position(|row| row.socket.is_none() && row.fd == fd),
        }
    }

    fn row_made(&mut self, socket: Option<SocketId>, fd: i32) -> Option<usize> {
        let known = self.row(socket, fd);
        if known.is_some() || self.rows.len() >= MAX_IDS {
            return known;
        }
        if let Some(socket) = socket {
            *grown(&mut self.row_of, socket.0)? = self.rows.len() as u32 + 1;
        }
        self.rows.push(Row { socket, fd, interest: Vec::new() });
        Some(self.rows.len() - 1)
    }
}

impl Row {
    /// What `epoll` watched it for just before the event `before`.
    fn interest(&self, epoll: Option<SocketId>, before: u64) -> Option<u32> {
        let known = &self.interest[..self.interest.partition_point(|change| change.seq < before)];
        known.iter().rev().find(|change| change.epoll == epoll)?.events
    }
}

/// The cell of a row in an ordered list; mostly the last.
fn at(cells: &mut Vec<(usize, Cell)>, row: usize) -> &mut Cell {
    let index = cells.partition_point(|(known, _)| *known < row);
    if cells.get(index).is_none_or(|(known, _)| *known != row) {
        cells.insert(index, (row, Cell::default()));
    }
    &mut cells[index].1
}

type Each<'a> = &'a mut dyn FnMut(Option<SocketId>, i32, Kinds, u32);

/// What select and poll were asked to watch.
fn each(op: &Op, found: Each<'_>) {
    match op {
        Op::Select { read, write, except, .. } => {
            for (set, kind) in [read, write, except].into_iter().zip(Kinds::SETS) {
                set.iter().for_each(|on| found(on.socket, on.fd, kind, 0));
            }
        }
        Op::Poll { fds, .. } => each_fd(fds, found),
        _ => {}
    }
}

fn each_ready(outcome: &Outcome, found: Each<'_>) {
    match outcome {
        Outcome::ReadySets { read, write, except } => {
            for (set, kind) in [read, write, except].into_iter().zip(Kinds::SETS) {
                set.iter().for_each(|on| found(on.socket, on.fd, kind, 0));
            }
        }
        Outcome::Ready { fds } => each_fd(fds, found),
        _ => {}
    }
}

fn each_fd(fds: &[PollFd], found: Each<'_>) {
    fds.iter().for_each(|on| found(on.socket, on.fd, Kinds::of_events(on.events), on.events));
}
