//! Pipes: what goes through one stays within its program, so that the log does not have them.
#![allow(unsafe_code, reason = "these are system calls")]

use super::MAX_TRANSFER_BYTES;
use crate::{
    Probe,
    errno::{Errno, retry},
};
use std::os::fd::RawFd;

impl Probe {
    /// pipe2(2), close-on-exec: the reading end and the writing end.
    pub fn pipe(&self, nonblocking: bool) -> Result<[RawFd; 2], Errno> {
        let flags = libc::O_CLOEXEC | if nonblocking { libc::O_NONBLOCK } else { 0 };
        let mut fds = [0; 2];
        // SAFETY: `fds` has room for the two descriptors.
        retry(|| unsafe { libc::pipe2(fds.as_mut_ptr(), flags) })?;
        let mut table = self.table();
        fds.iter().for_each(|fd| table.add_pipe(*fd, nonblocking));
        Ok(fds)
    }

    /// read(2) from a pipe of the program: at most `max_bytes`, none at its end.
    pub fn read_pipe(&self, fd: RawFd, max_bytes: usize) -> Result<Vec<u8>, Errno> {
        let number = self.own(fd);
        let mut data = vec![0; max_bytes.min(MAX_TRANSFER_BYTES)];
        // SAFETY: the pointer and length are those of `data`.
        let got = retry(|| unsafe { libc::read(number, data.as_mut_ptr().cast(), data.len()) })?;
        data.truncate(got.unsigned_abs());
        Ok(data)
    }

    /// write(2) to a pipe of the program. Returns how many bytes the kernel took.
    pub fn write_pipe(&self, fd: RawFd, data: &[u8]) -> Result<usize, Errno> {
        let number = self.own(fd);
        // SAFETY: the pointer and length are those of `data`.
        retry(|| unsafe { libc::write(number, data.as_ptr().cast(), data.len()) }).map(isize::unsigned_abs)
    }
}
