//! Processes by a descriptor, which never refers to another process: pidfd_open(2), pidfd_send_signal(2).
#![allow(unsafe_code, reason = "both are system calls")]

use std::{
    io,
    os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
    process::Child,
};

/// A descriptor of a child that is not reaped yet.
pub fn open(child: &Child) -> io::Result<OwnedFd> {
    // SAFETY: takes no pointers; the child is not reaped yet, so the id is still its own.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, child.id(), 0) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel just made this descriptor for us (close-on-exec) and nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd as i32) })
}

/// Ends the process at once, also a stopped one. Does nothing where it has ended.
pub fn kill(process: BorrowedFd<'_>) {
    let nothing = std::ptr::null::<libc::siginfo_t>();
    // SAFETY: the kernel makes the signal's information where none is given.
    unsafe { libc::syscall(libc::SYS_pidfd_send_signal, process.as_raw_fd(), libc::SIGKILL, nothing, 0) };
}
