//! How a socket behaves: setsockopt, getsockopt, O_NONBLOCK.
#![allow(unsafe_code, reason = "these are system calls")]

use crate::{
    Probe, Site,
    errno::{Errno, retry},
    policy::SHARED_OPTIONS,
    probe::done,
    table::Kind,
};
use socketscope_shared::{Op, Outcome};
use std::os::fd::RawFd;

/// No option is longer, bytes.
const MAX_OPTION_BYTES: usize = 1024;

impl Probe {
    /// setsockopt(2): `value` as the kernel reads it (an integer's bytes in native order). EINVAL where it is longer than any
    /// option; EPERM for what would reach beyond the session on a shared network.
    pub fn set_option(
        &self,
        site: Site,
        fd: RawFd,
        level: i32,
        option: i32,
        value: &[u8],
    ) -> Result<(), Errno> {
        let number = self.own(fd);
        let len = value.len() as libc::socklen_t;
        let set = || {
            if value.len() > MAX_OPTION_BYTES {
                return Err(Errno(libc::EINVAL));
            }
            if self.reach.is_shared() && !SHARED_OPTIONS.contains(&(level, option)) {
                return Err(Errno(libc::EPERM));
            }
            // SAFETY: the pointer and length are those of `value`.
            retry(|| unsafe { libc::setsockopt(number, level, option, value.as_ptr().cast(), len) })
        };
        let told = &value[..value.len().min(MAX_OPTION_BYTES)];
        let op = Op::SetOption { level, option, value: told.to_vec() };
        self.call(site, Some(fd), op, false, set, done).map(drop)
    }

    /// getsockopt(2): at most `max_bytes` of the value.
    pub fn option(
        &self,
        site: Site,
        fd: RawFd,
        level: i32,
        option: i32,
        max_bytes: usize,
    ) -> Result<Vec<u8>, Errno> {
        let number = self.own(fd);
        let outcome = |value: &Result<Vec<u8>, Errno>| match value {
            Ok(value) => Outcome::Value { value: value.clone() },
            Err(errno) => errno.outcome(),
        };
        let get = || read_option(number, level, option, max_bytes);
        self.call(site, Some(fd), Op::GetOption { level, option }, false, get, outcome)
    }

    /// Sets or clears O_NONBLOCK (ioctl(2), FIONBIO, as CPython does).
    pub fn set_blocking(&self, site: Site, fd: RawFd, blocking: bool) -> Result<(), Errno> {
        let number = self.own(fd);
        let set = || {
            let on = libc::c_int::from(!blocking);
            // SAFETY: FIONBIO reads one int.
            let result = retry(|| unsafe { libc::ioctl(number, libc::FIONBIO, &raw const on) });
            if result.is_ok() {
                self.table().set_nonblocking(fd, !blocking);
            }
            result
        };
        if self.entry(fd).is_some_and(|entry| entry.kind == Kind::Pipe) {
            return set().map(drop);
        }
        self.call(site, Some(fd), Op::SetBlocking { blocking }, false, set, done).map(drop)
    }

    /// O_NONBLOCK and what else fcntl(2) F_GETFL returns. Not reported.
    pub fn status_flags(&self, fd: RawFd) -> Result<i32, Errno> {
        // SAFETY: F_GETFL takes nothing.
        retry(|| unsafe { libc::fcntl(self.own(fd), libc::F_GETFL) })
    }

    /// Whether a descriptor would survive execve(2) (fcntl(2), F_GETFD): there is none, but programs ask.
    pub fn inheritable(&self, fd: RawFd) -> Result<bool, Errno> {
        // SAFETY: F_GETFD takes nothing.
        Ok(retry(|| unsafe { libc::fcntl(self.own(fd), libc::F_GETFD) })? & libc::FD_CLOEXEC == 0)
    }

    /// The same, set (F_SETFD).
    pub fn set_inheritable(&self, fd: RawFd, on: bool) -> Result<(), Errno> {
        let flags = if on { 0 } else { libc::FD_CLOEXEC };
        // SAFETY: F_SETFD takes a number.
        retry(|| unsafe { libc::fcntl(self.own(fd), libc::F_SETFD, flags) }).map(drop)
    }

    /// What a descriptor of the program is, asked on our own account.
    pub fn identify(&self, fd: RawFd) -> Result<Identity, Errno> {
        let ask = |option| {
            let value = read_option(self.own(fd), libc::SOL_SOCKET, option, size_of::<i32>())?;
            Ok(value.first_chunk().map_or(0, |bytes| i32::from_ne_bytes(*bytes)))
        };
        Ok(Identity {
            family: ask(libc::SO_DOMAIN)?,
            kind: ask(libc::SO_TYPE)?,
            protocol: ask(libc::SO_PROTOCOL)?,
        })
    }
}

/// What a socket was made as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Such as AF_INET.
    pub family: i32,
    /// Such as SOCK_STREAM.
    pub kind: i32,
    /// Such as IPPROTO_TCP.
    pub protocol: i32,
}

fn read_option(fd: RawFd, level: i32, option: i32, max_bytes: usize) -> Result<Vec<u8>, Errno> {
    let mut value = vec![0; max_bytes];
    let mut len = max_bytes as libc::socklen_t;
    // SAFETY: the pointers are to `value` and its length.
    retry(|| unsafe { libc::getsockopt(fd, level, option, value.as_mut_ptr().cast(), &mut len) })?;
    value.truncate(len as usize);
    Ok(value)
}
