//! Connections begin and end: bind, listen, accept, connect, shutdown, and the two ends' names.
#![allow(unsafe_code, reason = "these are system calls")]

use crate::{
    Probe, Site,
    address::{Purpose, Raw, local_address},
    errno::{Errno, retry},
    probe::done,
};
use socketscope_shared::{Address, Op, Outcome, call::Shutdown};
use std::os::fd::RawFd;

impl Probe {
    /// bind(2).
    pub fn bind(&self, site: Site, fd: RawFd, address: &Address) -> Result<(), Errno> {
        let number = self.own(fd);
        let bind = || {
            let raw = Raw::new(&self.reach.of(address, Purpose::Bind)?)?;
            let (at, len) = raw.as_ptr();
            // SAFETY: the pointer and length are those of `raw`, which lives through the call.
            retry(|| unsafe { libc::bind(number, at, len) })
        };
        let outcome = |bound: &Result<i32, Errno>| match bound {
            Ok(_) => Outcome::Address { address: local_address(number).unwrap_or_else(|_| address.clone()) },
            Err(errno) => errno.outcome(),
        };
        self.call(site, Some(fd), Op::Bind { address: address.clone() }, false, bind, outcome).map(drop)
    }

    /// listen(2).
    pub fn listen(&self, site: Site, fd: RawFd, backlog: i32) -> Result<(), Errno> {
        let number = self.own(fd);
        // SAFETY: listen(2) takes no pointers.
        let listen = || retry(|| unsafe { libc::listen(number, backlog) });
        self.call(site, Some(fd), Op::Listen { backlog }, false, listen, done).map(drop)
    }

    /// accept4(2), close-on-exec: the new descriptor and the peer's address.
    pub fn accept(&self, site: Site, fd: RawFd) -> Result<(RawFd, Address), Errno> {
        let number = self.own(fd);
        let accept = || {
            let mut raw = Raw::empty();
            let (address, len) = raw.as_mut_ptr();
            // SAFETY: the pointers are to `raw`'s storage and its length.
            let new = retry(|| unsafe { libc::accept4(number, address, len, libc::SOCK_CLOEXEC) })?;
            Ok((new, raw.address().unwrap_or(Address::Other)))
        };
        let outcome = |accepted: &Result<(RawFd, Address), Errno>| match accepted {
            Ok((new, peer)) => {
                let kind = self.entry(fd).map_or(crate::table::Kind::Stream, |listener| listener.kind);
                let socket = self.table().add(*new, kind, false);
                let local = local_address(*new).unwrap_or(Address::Other);
                Outcome::Accepted { socket, fd: *new, connection: None, local, peer: peer.clone() }
            }
            Err(errno) => errno.outcome(),
        };
        self.call(site, Some(fd), Op::Accept, self.may_wait(fd, 0), accept, outcome)
    }

    /// connect(2).
    pub fn connect(&self, site: Site, fd: RawFd, address: &Address) -> Result<(), Errno> {
        let number = self.own(fd);
        let connect = || {
            let raw = Raw::new(&self.reach.of(address, Purpose::Connect)?)?;
            let (at, len) = raw.as_ptr();
            // SAFETY: the pointer and length are those of `raw`, which lives through the call.
            retry(|| unsafe { libc::connect(number, at, len) })
        };
        let outcome = |connected: &Result<i32, Errno>| {
            let in_progress = matches!(connected, Err(Errno(libc::EINPROGRESS)));
            match connected {
                Err(errno) if !in_progress => errno.outcome(),
                _ => {
                    let local = local_address(number).unwrap_or(Address::Other);
                    Outcome::Connected { connection: None, local, in_progress }
                }
            }
        };
        let op = Op::Connect { address: address.clone() };
        self.call(site, Some(fd), op, self.may_wait(fd, 0), connect, outcome).map(drop)
    }

    /// shutdown(2).
    pub fn shutdown(&self, site: Site, fd: RawFd, how: Shutdown) -> Result<(), Errno> {
        let number = self.own(fd);
        let how_number = match how {
            Shutdown::Read => libc::SHUT_RD,
            Shutdown::Write => libc::SHUT_WR,
            Shutdown::Both => libc::SHUT_RDWR,
        };
        // SAFETY: shutdown(2) takes no pointers.
        let shutdown = || retry(|| unsafe { libc::shutdown(number, how_number) });
        self.call(site, Some(fd), Op::Shutdown { how }, false, shutdown, done).map(drop)
    }

    /// getsockname(2).
    pub fn local_address(&self, site: Site, fd: RawFd) -> Result<Address, Errno> {
        let number = self.own(fd);
        self.call(site, Some(fd), Op::LocalAddress, false, || local_address(number), named)
    }

    /// getpeername(2).
    pub fn peer_address(&self, site: Site, fd: RawFd) -> Result<Address, Errno> {
        let number = self.own(fd);
        let ask = || {
            let mut raw = Raw::empty();
            let (address, len) = raw.as_mut_ptr();
            // SAFETY: the pointers are to `raw`'s storage and its length.
            retry(|| unsafe { libc::getpeername(number, address, len) })?;
            Ok(raw.address().unwrap_or(Address::Other))
        };
        self.call(site, Some(fd), Op::PeerAddress, false, ask, named)
    }
}

fn named(address: &Result<Address, Errno>) -> Outcome {
    match address {
        Ok(address) => Outcome::Address { address: address.clone() },
        Err(errno) => errno.outcome(),
    }
}
