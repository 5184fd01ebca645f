//! Descriptors come and go: socket, socketpair, epoll_create1, dup, close.
#![allow(unsafe_code, reason = "these are system calls")]

use crate::{
    Probe, Site,
    errno::{Errno, once, retry},
    policy::{self, TYPE_FLAGS},
    probe::done,
    table::Kind,
};
use socketscope_shared::{ConnectionId, Op, Outcome, SocketId};
use std::{ffi::CStr, os::fd::RawFd};

impl Probe {
    /// socket(2), close-on-exec. Only TCP, UDP and Unix sockets exist here: EPERM for others of their families. On a shared
    /// network an internet socket has the session's address from the start.
    pub fn socket(&self, site: Site, family: i32, kind: i32, protocol: i32) -> Result<RawFd, Errno> {
        let op = Op::Socket { family, kind: kind & !TYPE_FLAGS, protocol };
        let make = || {
            if let Some(errno) = policy::refusal(family, kind, protocol, self.reach.is_shared()) {
                return Err(errno);
            }
            // SAFETY: socket(2) takes no pointers.
            let fd = retry(|| unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) })?;
            if family == libc::AF_INET
                && let Err(errno) = self.reach.fix_source(fd)
            {
                // SAFETY: the kernel just made this descriptor, and nobody else knows it.
                unsafe { libc::close(fd) };
                return Err(errno);
            }
            Ok((fd, self.table().add(fd, kind_of(kind), kind & libc::SOCK_NONBLOCK != 0)))
        };
        self.call(site, None, op, false, make, new_socket).map(|(fd, _)| fd)
    }

    /// socketpair(2), close-on-exec.
    pub fn socketpair(&self, site: Site, family: i32, kind: i32, protocol: i32) -> Result<[RawFd; 2], Errno> {
        let make = || {
            if let Some(errno) = policy::refusal(family, kind, protocol, self.reach.is_shared()) {
                return Err(errno);
            }
            let mut fds = [0; 2];
            // SAFETY: `fds` has room for the two descriptors.
            retry(|| unsafe {
                libc::socketpair(family, kind | libc::SOCK_CLOEXEC, protocol, fds.as_mut_ptr())
            })?;
            let mut table = self.table();
            let nonblocking = kind & libc::SOCK_NONBLOCK != 0;
            Ok((fds, fds.map(|fd| table.add(fd, kind_of(kind), nonblocking))))
        };
        let outcome = |made: &Result<([RawFd; 2], [SocketId; 2]), Errno>| match made {
            Ok((fds, sockets)) => {
                Outcome::NewPair { sockets: *sockets, fds: *fds, connection: ConnectionId(0) }
            }
            Err(errno) => errno.outcome(),
        };
        let op = Op::Socketpair { family, kind: kind & !TYPE_FLAGS };
        self.call(site, None, op, false, make, outcome).map(|(fds, _)| fds)
    }

    /// epoll_create1(2), close-on-exec.
    pub fn epoll_create(&self, site: Site) -> Result<RawFd, Errno> {
        let make = || {
            // SAFETY: epoll_create1(2) takes no pointers.
            let fd = retry(|| unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })?;
            Ok((fd, self.table().add(fd, Kind::Epoll, false)))
        };
        self.call(site, None, Op::EpollCreate, false, make, new_socket).map(|(fd, _)| fd)
    }

    /// Another descriptor of the same socket (fcntl(2), F_DUPFD_CLOEXEC). Not reported: the socket stays the same.
    pub fn duplicate(&self, fd: RawFd) -> Result<RawFd, Errno> {
        self.duplicate_from(fd, 3)
    }

    /// The same under a number that is free: EBUSY where something has it, ours too.
    pub fn duplicate_as(&self, fd: RawFd, number: RawFd) -> Result<RawFd, Errno> {
        if number < 0 {
            return Err(Errno(libc::EBADF));
        }
        let copy = self.duplicate_from(fd, number)?;
        if copy == number {
            return Ok(copy);
        }
        self.table().remove(copy);
        // SAFETY: the kernel just made this descriptor, and nobody else knows it.
        unsafe { libc::close(copy) };
        Err(Errno(libc::EBUSY))
    }

    fn duplicate_from(&self, fd: RawFd, lowest: RawFd) -> Result<RawFd, Errno> {
        // SAFETY: F_DUPFD_CLOEXEC takes a number.
        let copy = retry(|| unsafe { libc::fcntl(self.own(fd), libc::F_DUPFD_CLOEXEC, lowest) })?;
        self.table().add_duplicate(fd, copy);
        Ok(copy)
    }

    /// close(2). Closing one of several descriptors of a socket ends nothing and is not reported, nor is a pipe's.
    pub fn close(&self, site: Site, fd: RawFd) -> Result<(), Errno> {
        let number = self.own(fd);
        // SAFETY: `number` is one of the program's own descriptors, which nothing of ours uses, or none.
        let close = || once(unsafe { libc::close(number) });
        let is_pipe = self.entry(fd).is_some_and(|entry| entry.kind == Kind::Pipe);
        if is_pipe || self.table().has_duplicate(fd) {
            self.table().remove(fd);
            return close().map(drop);
        }
        let close_and_forget = || {
            // Before the call: after it, the number may already be another thread's new socket.
            self.table().remove(fd);
            close()
        };
        self.call(site, Some(fd), Op::Close, false, close_and_forget, done).map(drop)
    }

    /// Removes the name of a Unix socket (unlinkat(2)), where names are the session's own. Not reported: no socket changes.
    pub fn remove_name(&self, path: &CStr) -> Result<(), Errno> {
        if !self.reach.own_root {
            return Err(Errno(libc::EACCES));
        }
        // SAFETY: the path ends with a zero.
        retry(|| unsafe { libc::unlinkat(libc::AT_FDCWD, path.as_ptr(), 0) }).map(drop)
    }
}

fn kind_of(kind: i32) -> Kind {
    if kind & !TYPE_FLAGS == libc::SOCK_STREAM { Kind::Stream } else { Kind::Message }
}

fn new_socket(made: &Result<(RawFd, SocketId), Errno>) -> Outcome {
    match made {
        Ok((fd, socket)) => Outcome::NewSocket { socket: *socket, fd: *fd },
        Err(errno) => errno.outcome(),
    }
}
