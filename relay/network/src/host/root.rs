//! The session's own root directory: empty, in memory, and all that its programs' Unix sockets can name.
#![allow(unsafe_code, reason = "the calls that make a mount have no wrapper")]

use std::{
    ffi::CStr,
    io,
    os::fd::{AsRawFd, FromRawFd, OwnedFd},
    ptr::null,
};

/// linux/mount.h.
const FSOPEN_CLOEXEC: u32 = 1;
const FSCONFIG_SET_STRING: u32 = 1;
const FSCONFIG_CMD_CREATE: u32 = 6;
const FSMOUNT_CLOEXEC: u32 = 1;
const NOSUID_NODEV_NOEXEC: u32 = 0x2 | 0x4 | 0x8;

/// Makes it, with a `/tmp`; attached nowhere, it is gone with its descriptor and the last program inside.
///
/// Fails if the system does not allow it; programs then have only pairs of Unix sockets, as paths would name the
/// machine's. Moves the process, which must have one thread only, into a mount namespace of its own.
pub fn make() -> io::Result<OwnedFd> {
    // SAFETY: takes no pointers; this process has one thread, so nobody is left behind.
    done(unsafe { libc::unshare(libc::CLONE_NEWNS) }.into())?;
    // SAFETY: the string ends with a zero.
    let context = opened(unsafe { libc::syscall(libc::SYS_fsopen, c"tmpfs".as_ptr(), FSOPEN_CLOEXEC) })?;
    configure(&context, c"size", c"64k")?;
    configure(&context, c"nr_inodes", c"1024")?;
    configure(&context, c"mode", c"0755")?;
    let (context, none) = (context.as_raw_fd(), null::<u8>());
    // SAFETY: this command takes no strings.
    done(unsafe { libc::syscall(libc::SYS_fsconfig, context, FSCONFIG_CMD_CREATE, none, none, 0) })?;
    // SAFETY: takes no pointers.
    let root =
        opened(unsafe { libc::syscall(libc::SYS_fsmount, context, FSMOUNT_CLOEXEC, NOSUID_NODEV_NOEXEC) })?;
    // SAFETY: the string ends with a zero.
    done(unsafe { libc::mkdirat(root.as_raw_fd(), c"tmp".as_ptr(), 0o777) }.into())?;
    Ok(root)
}

fn configure(context: &OwnedFd, key: &CStr, value: &CStr) -> io::Result<()> {
    let (context, key, value) = (context.as_raw_fd(), key.as_ptr(), value.as_ptr());
    // SAFETY: the strings end with a zero.
    done(unsafe { libc::syscall(libc::SYS_fsconfig, context, FSCONFIG_SET_STRING, key, value, 0) })
}

fn opened(fd: i64) -> io::Result<OwnedFd> {
    done(fd)?;
    let fd = i32::try_from(fd).map_err(io::Error::other)?;
    // SAFETY: the kernel just made this descriptor for us and nobody else owns it.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

fn done(returned: i64) -> io::Result<()> {
    if returned < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
