//! Which sockets are ready: select, poll, epoll.
#![allow(unsafe_code, reason = "these are system calls")]

use crate::{
    Probe, Site,
    clock::now_ns,
    errno::{Errno, retry},
    interrupt,
    probe::done,
};
use socketscope_shared::{Op, Outcome, call::PollFd};
use std::{mem, os::fd::RawFd, ptr};

/// A number that no descriptor has: poll(2) says POLLNVAL for it, as for any that is not open.
const NO_DESCRIPTOR: RawFd = RawFd::MAX;

/// The three sets of select(2): to read, to write, and for exceptional conditions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadySets {
    /// Wanted or ready to read.
    pub read: Vec<RawFd>,
    /// Wanted or ready to write.
    pub write: Vec<RawFd>,
    /// Wanted for, or in, an exceptional condition.
    pub except: Vec<RawFd>,
}

impl Probe {
    /// select(2). Descriptors must be below FD_SETSIZE and not negative, and no set has more of them (EINVAL); each must be
    /// the program's (EBADF).
    pub fn select(
        &self,
        site: Site,
        wanted: &ReadySets,
        timeout_ns: Option<u64>,
    ) -> Result<ReadySets, Errno> {
        let told = |fds: &[RawFd]| self.watched(&fds[..fds.len().min(libc::FD_SETSIZE)]);
        let op = Op::Select {
            read: told(&wanted.read),
            write: told(&wanted.write),
            except: told(&wanted.except),
            timeout_ns,
        };
        let wait = || {
            let sets = [&wanted.read, &wanted.write, &wanted.except];
            let fits = |fd: &RawFd| (0..libc::FD_SETSIZE as RawFd).contains(fd);
            if sets.iter().any(|fds| fds.len() > libc::FD_SETSIZE || !fds.iter().all(fits)) {
                return Err(Errno(libc::EINVAL));
            }
            if sets.into_iter().flatten().any(|fd| self.own(*fd) < 0) {
                return Err(Errno(libc::EBADF));
            }
            select(wanted, timeout_ns)
        };
        let outcome = |ready: &Result<ReadySets, Errno>| match ready {
            Ok(ready) => Outcome::ReadySets {
                read: self.watched(&ready.read),
                write: self.watched(&ready.write),
                except: self.watched(&ready.except),
            },
            Err(errno) => errno.outcome(),
        };
        self.call(site, None, op, timeout_ns != Some(0), wait, outcome)
    }

    /// poll(2): descriptors and event bits in, those that are ready and their bits out; POLLNVAL for one that is not the
    /// program's. EINVAL for more than it may have open.
    pub fn poll(
        &self,
        site: Site,
        wanted: &[(RawFd, i16)],
        timeout_ns: Option<u64>,
    ) -> Result<Vec<(RawFd, i16)>, Errno> {
        let most = self.limits.descriptors as usize;
        let poll = || {
            if wanted.len() > most {
                return Err(Errno(libc::EINVAL));
            }
            // The kernel passes over a negative number.
            let number = |fd: RawFd| if fd < 0 || self.own(fd) >= 0 { fd } else { NO_DESCRIPTOR };
            let mut fds: Vec<_> = wanted
                .iter()
                .map(|(fd, events)| libc::pollfd { fd: number(*fd), events: *events, revents: 0 })
                .collect();
            until(timeout_ns, |left_ns| {
                // SAFETY: the pointer and length are those of `fds`.
                unsafe { libc::poll(fds.as_mut_ptr(), fds.len() as libc::nfds_t, whole_ms(left_ns)) }
            })?;
            let found = wanted.iter().zip(&fds).filter(|(_, fd)| fd.revents != 0);
            Ok(found.map(|((fd, _), found)| (*fd, found.revents)).collect())
        };
        let bits = |(fd, events): &(RawFd, i16)| (*fd, u32::from(events.cast_unsigned()));
        let outcome = |ready: &Result<Vec<(RawFd, i16)>, Errno>| match ready {
            Ok(ready) => Outcome::Ready { fds: self.poll_fds(ready.iter().map(bits)) },
            Err(errno) => errno.outcome(),
        };
        let op = Op::Poll { fds: self.poll_fds(wanted.iter().take(most).map(bits)), timeout_ns };
        self.call(site, None, op, timeout_ns != Some(0), poll, outcome)
    }

    /// epoll_ctl(2): `action` is EPOLL_CTL_ADD, EPOLL_CTL_MOD or EPOLL_CTL_DEL.
    pub fn epoll_control(
        &self,
        site: Site,
        epoll: RawFd,
        action: i32,
        fd: RawFd,
        events: u32,
    ) -> Result<(), Errno> {
        let (epoll_number, number) = (self.own(epoll), self.own(fd));
        let control = || {
            let mut event = libc::epoll_event { events, u64: fd as u64 };
            // SAFETY: `event` is a valid epoll_event.
            retry(|| unsafe { libc::epoll_ctl(epoll_number, action, number, &mut event) })
        };
        let op = Op::EpollControl { action, target: PollFd { socket: self.id(fd), fd, events } };
        self.call(site, Some(epoll), op, false, control, done).map(drop)
    }

    /// epoll_wait(2): the ready descriptors and their bits.
    pub fn epoll_wait(
        &self,
        site: Site,
        epoll: RawFd,
        max_events: u32,
        timeout_ns: Option<u64>,
    ) -> Result<Vec<(RawFd, u32)>, Errno> {
        let number = self.own(epoll);
        let room = max_events.clamp(1, libc::FD_SETSIZE as u32);
        let wait = || {
            let mut events = vec![libc::epoll_event { events: 0, u64: 0 }; room as usize];
            let got = until(timeout_ns, |left_ns| {
                // SAFETY: the pointer and length are those of `events`.
                unsafe { libc::epoll_wait(number, events.as_mut_ptr(), room as i32, whole_ms(left_ns)) }
            })?;
            Ok(events
                .iter()
                .take(got.unsigned_abs() as usize)
                .map(|event| (event.u64 as RawFd, event.events))
                .collect())
        };
        let outcome = |ready: &Result<Vec<(RawFd, u32)>, Errno>| match ready {
            Ok(ready) => Outcome::Ready { fds: self.poll_fds(ready.iter().copied()) },
            Err(errno) => errno.outcome(),
        };
        let op = Op::EpollWait { max_events, timeout_ns };
        self.call(site, Some(epoll), op, timeout_ns != Some(0), wait, outcome)
    }
}

/// Of descriptors that were checked to be within a set.
fn select(wanted: &ReadySets, timeout_ns: Option<u64>) -> Result<ReadySets, Errno> {
    let all = wanted.read.iter().chain(&wanted.write).chain(&wanted.except);
    let highest = all.max().map_or(0, |fd| fd + 1);
    let mut sets = [&wanted.read, &wanted.write, &wanted.except].map(|fds| fd_set(fds));
    until(timeout_ns, |left_ns| {
        let timeout = left_ns.map(|ns| libc::timespec {
            tv_sec: (ns / 1_000_000_000) as libc::time_t,
            tv_nsec: (ns % 1_000_000_000) as libc::c_long,
        });
        let timeout = timeout.as_ref().map_or(ptr::null(), |time| &raw const *time);
        let [read, write, except] = &mut sets;
        // SAFETY: the three sets are valid; the timeout is a valid timespec or null.
        unsafe { libc::pselect(highest, read, write, except, timeout, ptr::null()) }
    })?;
    let ready = |fds: &[RawFd], set: &libc::fd_set| {
        // SAFETY: every descriptor was checked to be within the set.
        fds.iter().copied().filter(|fd| unsafe { libc::FD_ISSET(*fd, set) }).collect()
    };
    Ok(ReadySets {
        read: ready(&wanted.read, &sets[0]),
        write: ready(&wanted.write, &sets[1]),
        except: ready(&wanted.except, &sets[2]),
    })
}

fn fd_set(fds: &[RawFd]) -> libc::fd_set {
    // SAFETY: fd_set is an array of integers, for which zero is valid.
    let mut set: libc::fd_set = unsafe { mem::zeroed() };
    for fd in fds {
        // SAFETY: the caller checked every descriptor to be within the set.
        unsafe { libc::FD_SET(*fd, &mut set) };
    }
    set
}

/// Waits with a timeout; where a signal interrupts that is [none of the program's](interrupt), goes on with what is left of it.
fn until(timeout_ns: Option<u64>, mut wait: impl FnMut(Option<u64>) -> i32) -> Result<i32, Errno> {
    let end_ns = timeout_ns.map(|timeout_ns| now_ns().saturating_add(timeout_ns));
    let mut left_ns = timeout_ns;
    loop {
        let returned = wait(left_ns);
        if returned >= 0 {
            return Ok(returned);
        }
        let errno = Errno::last();
        if errno.0 != libc::EINTR || interrupt::requested() {
            return Err(errno);
        }
        left_ns = end_ns.map(|end_ns| end_ns.saturating_sub(now_ns()));
    }
}

/// For poll(2) and epoll_wait(2): -1 without a timeout, and rounded up, so that no wait ends before its time.
fn whole_ms(timeout_ns: Option<u64>) -> i32 {
    timeout_ns.map_or(-1, |ns| i32::try_from(ns.div_ceil(1_000_000)).unwrap_or(i32::MAX))
}
