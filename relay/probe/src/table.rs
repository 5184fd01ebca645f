//! The program's descriptors and the sockets that they stand for.

use socketscope_shared::SocketId;
use std::{collections::HashMap, os::fd::RawFd};

/// What is known of a descriptor without asking the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The socket, counted from 0 in this actor.
    pub id: SocketId,
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
}

/// All descriptors of the program.
#[derive(Default)]
pub struct Table {
    entries: HashMap<RawFd, Entry>,
    next: u32,
}

impl Table {
    /// Adds a new descriptor with the next id.
    pub fn add(&mut self, fd: RawFd, kind: Kind, nonblocking: bool) -> SocketId {
        let id = SocketId(self.next);
        self.next += 1;
        self.entries.insert(fd, Entry { id, kind, nonblocking });
        id
    }

    /// Adds a duplicate: another descriptor of the same socket.
    pub fn add_duplicate(&mut self, of: RawFd, fd: RawFd) {
        if let Some(entry) = self.get(of) {
            self.entries.insert(fd, entry);
        }
    }

    /// What is known of a descriptor; `None` where it is none of the program's.
    pub fn get(&self, fd: RawFd) -> Option<Entry> {
        self.entries.get(&fd).copied()
    }

    /// The socket that a descriptor stands for.
    pub fn id(&self, fd: RawFd) -> Option<SocketId> {
        self.get(fd).map(|entry| entry.id)
    }

    /// Whether another descriptor stands for the same socket.
    pub fn has_duplicate(&self, fd: RawFd) -> bool {
        self.id(fd).is_some_and(|id| self.entries.iter().any(|(other, entry)| *other != fd && entry.id == id))
    }

    /// Notes that O_NONBLOCK was set or cleared.
    pub fn set_nonblocking(&mut self, fd: RawFd, on: bool) {
        if let Some(entry) = self.entries.get_mut(&fd) {
            entry.nonblocking = on;
        }
    }

    /// Forgets a closed descriptor.
    pub fn remove(&mut self, fd: RawFd) {
        self.entries.remove(&fd);
    }
}
