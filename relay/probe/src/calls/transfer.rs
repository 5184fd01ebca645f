//! Bytes move: send, sendto, recv, recvfrom, recvmsg.
#![allow(unsafe_code, reason = "these are system calls")]

use super::MAX_TRANSFER_BYTES;
use crate::{
    Probe, Site,
    address::{Purpose, Raw},
    errno::{Errno, retry},
    table::Kind,
};
use socketscope_shared::{Address, Op, Outcome};
use std::{mem, os::fd::RawFd, ptr};

/// What a send that may wait shows of its bytes beforehand, bytes: they may cross before it returns.
const WAITING_BYTES: usize = 1 << 20;
/// The same of a send that returns at once.
const ANNOUNCED_BYTES: usize = 64 << 10;
/// What is kept of bytes that the kernel did not take: enough for a person to see what they were.
const REFUSED_BYTES: usize = 256;

/// What a recv returned: the bytes, and for a datagram who sent them.
pub type Received = (Vec<u8>, Option<Address>);

/// What a recvmsg returned: the same, and the message's flags.
pub type ReceivedMessage = (Received, i32);

/// A send of `data`, of which at most `most` bytes are recorded.
fn recorded(data: &[u8], most: usize, flags: i32, to: Option<&Address>) -> Op {
    let (kept, omitted) = data.split_at(data.len().min(most));
    Op::Send { data: kept.to_vec(), flags, to: to.cloned(), omitted_bytes: omitted.len() as u64 }
}

impl Probe {
    /// send(2), or with an address sendto(2). Returns how many bytes the kernel took.
    pub fn send(
        &self,
        site: Site,
        fd: RawFd,
        data: &[u8],
        flags: i32,
        to: Option<&Address>,
    ) -> Result<usize, Errno> {
        let number = self.own(fd);
        let data = &data[..data.len().min(MAX_TRANSFER_BYTES)];
        let send = || {
            let raw = match to {
                Some(to) => Some(Raw::new(&self.reach.of(to, Purpose::Connect)?)?),
                None => None,
            };
            let (address, len) = raw.as_ref().map_or((ptr::null(), 0), Raw::as_ptr);
            // SAFETY: the pointers and lengths are those of `data` and `raw`, which live through the call.
            retry(|| unsafe {
                libc::sendto(
                    number,
                    data.as_ptr().cast(),
                    data.len(),
                    flags | libc::MSG_NOSIGNAL,
                    address,
                    len,
                )
            })
        };
        let outcome = |sent: &Result<isize, Errno>| match sent {
            Ok(len) => Outcome::Sent { len_bytes: len.unsigned_abs() as u64 },
            Err(errno) => errno.outcome(),
        };
        let waits = self.may_wait(fd, flags);
        let op = recorded(data, if waits { WAITING_BYTES } else { ANNOUNCED_BYTES }, flags, to);
        let keep_taken = |op: &mut Op, outcome: &Outcome| {
            let taken = if let Outcome::Sent { len_bytes } = outcome { *len_bytes as usize } else { 0 };
            *op = recorded(data, taken.max(REFUSED_BYTES), flags, to);
        };
        self.call_amended(site, Some(fd), op, waits, send, outcome, keep_taken).map(isize::unsigned_abs)
    }

    /// recv(2), or with the sender's address recvfrom(2): at most `max_bytes`.
    pub fn recv(&self, site: Site, fd: RawFd, max_bytes: usize, flags: i32) -> Result<Received, Errno> {
        let number = self.own(fd);
        let recv = || {
            let mut data = vec![0; max_bytes.min(MAX_TRANSFER_BYTES)];
            let mut raw = Raw::empty();
            let (address, len) = raw.as_mut_ptr();
            // SAFETY: the pointers and lengths are those of `data` and of `raw`'s storage.
            let got = retry(|| unsafe {
                libc::recvfrom(number, data.as_mut_ptr().cast(), data.len(), flags, address, len)
            })?;
            // With MSG_TRUNC the kernel names a datagram's whole length, which may be more than it wrote.
            data.truncate(got.unsigned_abs());
            data.shrink_to_fit();
            Ok((data, raw.address()))
        };
        let outcome = |received: &Result<Received, Errno>| self.received(fd, max_bytes, received.as_ref());
        let op = Op::Recv { max_bytes: max_bytes as u64, flags };
        self.call(site, Some(fd), op, self.may_wait(fd, flags), recv, outcome)
    }

    /// recvmsg(2), without room for ancillary data: at most `max_bytes`.
    pub fn recv_message(
        &self,
        site: Site,
        fd: RawFd,
        max_bytes: usize,
        flags: i32,
    ) -> Result<ReceivedMessage, Errno> {
        let number = self.own(fd);
        let recv = || {
            let mut data = vec![0; max_bytes.min(MAX_TRANSFER_BYTES)];
            let mut raw = Raw::empty();
            let (address, len) = raw.as_mut_ptr();
            let mut part = libc::iovec { iov_base: data.as_mut_ptr().cast(), iov_len: data.len() };
            // SAFETY: msghdr is made of integers and pointers, for which zero is valid.
            let mut message: libc::msghdr = unsafe { mem::zeroed() };
            // SAFETY: `len` points into `raw`.
            (message.msg_name, message.msg_namelen) = (address.cast(), unsafe { *len });
            (message.msg_iov, message.msg_iovlen) = (&raw mut part, 1);
            // SAFETY: the message's pointers and lengths are those of `data` and of `raw`'s storage.
            let got =
                retry(|| unsafe { libc::recvmsg(number, &mut message, flags | libc::MSG_CMSG_CLOEXEC) })?;
            // SAFETY: as above.
            unsafe { *len = message.msg_namelen };
            data.truncate(got.unsigned_abs());
            data.shrink_to_fit();
            Ok(((data, raw.address()), message.msg_flags & !libc::MSG_CMSG_CLOEXEC))
        };
        let outcome = |received: &Result<ReceivedMessage, Errno>| {
            self.received(fd, max_bytes, received.as_ref().map(|(received, _)| received))
        };
        let op = Op::Recv { max_bytes: max_bytes as u64, flags };
        self.call(site, Some(fd), op, self.may_wait(fd, flags), recv, outcome)
    }

    fn received(&self, fd: RawFd, max_bytes: usize, received: Result<&Received, &Errno>) -> Outcome {
        let stream = || self.entry(fd).is_some_and(|entry| entry.kind == Kind::Stream);
        match received {
            Ok((data, _)) if data.is_empty() && max_bytes > 0 && stream() => Outcome::EndOfStream,
            Ok((data, from)) => Outcome::Received { data: data.clone(), from: from.clone() },
            Err(errno) => errno.outcome(),
        }
    }
}
