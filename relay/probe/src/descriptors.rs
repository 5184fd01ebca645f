//! Keeps our own descriptors out of the program's way.
#![allow(unsafe_code, reason = "fcntl and rlimits are system calls")]

use std::{
    fs::File,
    io,
    os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd, RawFd},
};

/// Our own descriptors have at least this number, so that a program's first socket is 3, as without us.
pub const HIGH_FD: RawFd = 4096;

/// Moves a descriptor to a number of at least [`HIGH_FD`], close-on-exec; where the system's hard limit on descriptors
/// forbids that, into the last quarter below the limit.
pub fn move_high(fd: OwnedFd) -> io::Result<OwnedFd> {
    duplicate_from(&fd, HIGH_FD).or_else(|_| {
        let limit = raise_limit()?;
        let last_quarter = RawFd::try_from(limit / 4 * 3).unwrap_or(HIGH_FD);
        duplicate_from(&fd, HIGH_FD.min(last_quarter))
    })
}

/// Takes the channel that our parent left as standard input, moves it high, and leaves /dev/null in its place.
///
/// `socketscope host` and `socketscope actor` call it before anything else: it closes all other descriptors from 3 on.
pub fn take_channel() -> io::Result<OwnedFd> {
    // What our ancestors left open by mistake is not the program's. Older kernels cannot; then it stays.
    // SAFETY: nothing of ours is open yet beyond 0 to 2, see above.
    unsafe { libc::syscall(libc::SYS_close_range, 3, u32::MAX, 0) };
    let stdin = io::stdin();
    let channel = move_high(stdin.as_fd().try_clone_to_owned()?)?;
    let null = File::open("/dev/null")?;
    // SAFETY: dup2 on two open descriptors; the lock on `stdin` is not needed as nothing reads it.
    if unsafe { libc::dup2(null.as_raw_fd(), stdin.as_raw_fd()) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(channel)
}

/// A pipe whose reading end is the program's standard input: (reading end, writing end), both out of its way.
pub(crate) fn pipe_to_stdin() -> io::Result<(OwnedFd, OwnedFd)> {
    let (reader, writer) = io::pipe()?;
    // SAFETY: dup2 on two open descriptors; the lock on `stdin` is not needed as nothing reads it.
    if unsafe { libc::dup2(reader.as_raw_fd(), io::stdin().as_raw_fd()) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok((move_high(reader.into())?, move_high(writer.into())?))
}

fn duplicate_from(fd: &OwnedFd, lowest: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: fcntl on an open descriptor; it touches no memory of ours.
    let copy = unsafe { libc::fcntl(fd.as_raw_fd(), libc::F_DUPFD_CLOEXEC, lowest) };
    if copy < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the kernel just made this descriptor for us and nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(copy) })
}

/// Raises the soft limit on descriptors to the hard one, and returns it.
pub fn raise_limit() -> io::Result<u64> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: `limit` is a valid rlimit for the kernel to fill.
    if unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) } < 0 {
        return Err(io::Error::last_os_error());
    }
    limit.rlim_cur = limit.rlim_max;
    // SAFETY: `limit` is a valid rlimit for the kernel to read.
    if unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &limit) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(limit.rlim_max)
}
