//! The program's descriptors and the sockets that they refer to.

use socketscope_shared::SocketId;
use std::{collections::HashMap, os::fd::RawFd};

/// What is known about a descriptor without asking the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The socket, counted from 0 in this actor; `None` for a pipe's end, which the log does not have.
    pub id: Option<SocketId>,
    /// Same for all descriptors of one socket or pipe's end.
    file: u32,
    /// What it is.
    pub kind: Kind,
    /// Whether O_NONBLOCK is set.
    pub nonblocking: bool,
}

/// What a descriptor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// SOCK_STREAM: an empty recv means its end.
    Stream,
    /// Any other socket.
    Message,
    /// An epoll instance.
    Epoll,
    /// An end of a pipe.
    Pipe,
}

/// All descriptors of the program.
#[derive(Default)]
pub struct Table {
    entries: HashMap<RawFd, Entry>,
    next_id: u32,
    next_file: u32,
}

impl Table {
    /// Adds a new descriptor with the next id.
    pub fn add(&mut self, fd: RawFd, kind: Kind, nonblocking: bool) -> SocketId {
        let id = SocketId(self.next_id);
        self.next_id += 1;
        self.insert(fd, Some(id), kind, nonblocking);
        id
    }

    /// Adds an end of a pipe.
    pub fn add_pipe(&mut self, fd: RawFd, nonblocking: bool) {
        self.insert(fd, None, Kind::Pipe, nonblocking);
    }

    fn insert(&mut self, fd: RawFd, id: Option<SocketId>, kind: Kind, nonblocking: bool) {
        let file = self.next_file;
        self.next_file += 1;
        self.entries.insert(fd, Entry { id, file, kind, nonblocking });
    }

    /// Adds a duplicate: another descriptor of the same socket.
    pub fn add_duplicate(&mut self, of: RawFd, fd: RawFd) {
        if let Some(entry) = self.get(of) {
            self.entries.insert(fd, entry);
        }
    }

    /// What is known about a descriptor; `None` if it is not the program's.
    pub fn get(&self, fd: RawFd) -> Option<Entry> {
        self.entries.get(&fd).copied()
    }

    /// The socket that a descriptor refers to.
    pub fn id(&self, fd: RawFd) -> Option<SocketId> {
        self.get(fd)?.id
    }

    /// Whether another descriptor refers to the same socket.
    pub fn has_duplicate(&self, fd: RawFd) -> bool {
        let same = |file| self.entries.iter().any(|(other, entry)| *other != fd && entry.file == file);
        self.get(fd).is_some_and(|entry| same(entry.file))
    }

    /// Notes that O_NONBLOCK was set or cleared, for all descriptors of the socket.
    pub fn set_nonblocking(&mut self, fd: RawFd, on: bool) {
        let Some(Entry { file, .. }) = self.get(fd) else { return };
        self.entries.values_mut().filter(|entry| entry.file == file).for_each(|entry| entry.nonblocking = on);
    }

    /// Forgets a closed descriptor.
    pub fn remove(&mut self, fd: RawFd) {
        self.entries.remove(&fd);
    }
}
