//! The user and PID namespaces of a session's programs.
//!
//! In a PID namespace a program sees no process but those of its session, and all of them end with the namespace's first
//! process, which ends with the host. In a user namespace, a process's rights are rights over the session alone.
#![allow(unsafe_code, reason = "unshare and fork are system calls")]

use socketscope_probe::descriptors::HIGH_FD;
use std::{
    fs,
    io::{self, PipeWriter},
    os::{
        fd::AsRawFd,
        unix::{ffi::OsStrExt, fs::MetadataExt},
    },
    path::Path,
};

/// The right of everybody to pass a directory, or to run a file.
const ANYBODY_EXECUTES: u32 = 0o001;

/// Above every descriptor of the host.
const LAST_FD: i32 = HIGH_FD + 1024;

/// Keeps a PID namespace's first process alive.
pub struct Init {
    /// The process ends when this closes, however the host ends.
    _alive: PipeWriter,
}

/// Whether this process is root.
pub fn is_root() -> bool {
    // SAFETY: takes nothing and cannot fail.
    unsafe { libc::geteuid() == 0 }
}

/// Moves this process, which must have one thread only, into a user namespace of its own together with `others`
/// (CLONE_NEWNET for instance). It is root there, so that an actor may leave the machine's root directory before it gives
/// up all rights.
pub fn enter_user_namespace(others: i32) -> io::Result<()> {
    // SAFETY: neither takes pointers or can fail.
    let (uid, gid) = unsafe { (libc::geteuid(), libc::getegid()) };
    unshare(libc::CLONE_NEWUSER | others)?;
    fs::write("/proc/self/setgroups", "deny")?;
    fs::write("/proc/self/uid_map", format!("0 {uid} 1"))?;
    fs::write("/proc/self/gid_map", format!("0 {gid} 1"))
}

/// Whether root without its right to pass over permissions can still run the file: in a user namespace it has none over
/// what belongs to other users.
pub fn root_alone_may_run(executable: &Path) -> bool {
    executable
        .ancestors()
        .filter(|path| !path.as_os_str().as_bytes().is_empty())
        .all(|path| fs::metadata(path).is_ok_and(|it| it.uid() == 0 || it.mode() & ANYBODY_EXECUTES != 0))
}

/// Makes the PID namespace that processes started from now on are in, and its first process. Threads cannot be started any
/// more.
pub fn enter_pid_namespace() -> io::Result<Init> {
    let (end, alive) = io::pipe()?;
    unshare(libc::CLONE_NEWPID)?;
    // SAFETY: this process has one thread, and the child makes only system calls.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => be_first(end.as_raw_fd()),
        _ => Ok(Init { _alive: alive }),
    }
}

/// Waits for the end of the host, which closes the pipe. Processes without a parent are reaped unseen.
fn be_first(end: i32) -> ! {
    let mut byte = 0u8;
    // SAFETY: these calls take no pointers but to `byte`, of which read(2) may write one.
    unsafe {
        libc::signal(libc::SIGCHLD, libc::SIG_IGN);
        // The control socket must not stay open here; nothing of the host's is needed.
        libc::dup2(end, 0);
        if libc::syscall(libc::SYS_close_range, 1, u32::MAX, 0) < 0 {
            // An older kernel.
            (1..LAST_FD).for_each(|fd| _ = libc::close(fd));
        }
        // Nobody writes: it returns at the end, or for a signal.
        while libc::read(0, (&raw mut byte).cast(), 1) < 0 && *libc::__errno_location() == libc::EINTR {}
        libc::_exit(0)
    }
}

/// Moves this process, which must have one thread only, into namespaces of its own.
pub fn unshare(flags: i32) -> io::Result<()> {
    // SAFETY: takes no pointers; this process has one thread, so nobody is left behind.
    if unsafe { libc::unshare(flags) } < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
