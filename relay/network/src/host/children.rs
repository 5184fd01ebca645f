//! The actors' processes: made, watched, ended.
#![allow(unsafe_code, reason = "pidfd_open, wait4, kill and prctl are system calls")]

use crate::{packet, report::ExitStatus};
use std::{
    ffi::OsString,
    io,
    mem::zeroed,
    os::{
        fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
        unix::process::CommandExt,
    },
    process::{Command, Stdio},
};

/// What processes are made of.
pub struct Origin {
    /// Our own binary.
    pub executable: OsString,
    /// The session's own root directory.
    pub root: Option<OwnedFd>,
    /// Whether they get numbers of their own in a PID namespace.
    pub own_pids: bool,
}

/// One actor's process.
pub struct Child {
    /// As ordered.
    pub actor: u16,
    /// Its id, which is also its process group's.
    pub pid: u32,
    /// Readable once it has ended.
    pidfd: OwnedFd,
}

/// How a child ended.
pub struct End {
    pub status: ExitStatus,
    /// User and system time together.
    pub cpu_ns: u64,
}

impl Child {
    /// Starts `executable actor` with a channel as its standard input and nothing else; the channel's other end
    /// comes back. Its working directory is the session's root, which the [sandbox](socketscope_probe::sandbox) makes its root.
    pub fn spawn(origin: &Origin, actor: u16) -> io::Result<(Child, OwnedFd)> {
        let (ours, theirs) = packet::pair(libc::SOCK_STREAM)?;
        // Seen from within a PID namespace, who is outside has no number; there the namespace's end is the child's.
        let host = if origin.own_pids { 0 } else { std::process::id() };
        let mut command = Command::new(&origin.executable);
        command
            .arg("actor")
            .env_clear()
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::from(theirs))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let root = origin.root.as_ref().map(AsRawFd::as_raw_fd);
        let prepare = move || {
            // SAFETY: takes no pointers.
            succeeded(unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) })?;
            // SAFETY: takes nothing and cannot fail.
            let parent = unsafe { libc::getppid() };
            if parent.cast_unsigned() != host {
                // The host died before it could have taken this child along.
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            // SAFETY: takes no pointers; the descriptor is open until exec.
            root.map_or(Ok(()), |root| succeeded(unsafe { libc::fchdir(root) }))
        };
        // SAFETY: between fork and exec it only makes system calls; it does not allocate.
        unsafe { command.pre_exec(prepare) };
        // Dropping std's handle neither ends the process nor reaps it.
        let pid = command.spawn()?.id();
        // SAFETY: takes no pointers; the child is not reaped yet, so the id is still its own.
        let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) };
        if fd < 0 {
            let error = io::Error::last_os_error();
            kill_group(pid);
            return Err(error);
        }
        // SAFETY: the kernel just made this descriptor for us (close-on-exec) and nobody else owns it.
        let pidfd = unsafe { OwnedFd::from_raw_fd(fd as i32) };
        Ok((Child { actor, pid, pidfd }, ours))
    }

    /// Readable once the process has ended.
    pub fn as_fd(&self) -> BorrowedFd<'_> {
        self.pidfd.as_fd()
    }

    /// Ends the process, and what it may have started.
    pub fn kill(&self) {
        kill_group(self.pid);
    }

    /// How it ended, which frees its id; `None` while it runs.
    pub fn reap(&self) -> Option<End> {
        let mut status = 0;
        // SAFETY: all zeroes is a valid rusage.
        let mut usage: libc::rusage = unsafe { zeroed() };
        // SAFETY: the kernel writes one int and one rusage.
        let reaped = unsafe { libc::wait4(self.pid.cast_signed(), &mut status, libc::WNOHANG, &mut usage) };
        if reaped == 0 {
            return None;
        }
        let status = if libc::WIFSIGNALED(status) {
            ExitStatus::Signalled(libc::WTERMSIG(status))
        } else {
            ExitStatus::Exited(libc::WEXITSTATUS(status))
        };
        Some(End { status, cpu_ns: nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime) })
    }
}

/// Those of `fds` that have the event they are watched for (POLLIN, POLLOUT) or are closed, after at most `timeout_ms`
/// (-1: no limit).
pub fn wait_for(fds: &[(BorrowedFd<'_>, i16)], timeout_ms: i32) -> io::Result<Vec<bool>> {
    let mut polled: Vec<_> = fds
        .iter()
        .map(|(fd, events)| libc::pollfd { fd: fd.as_raw_fd(), events: *events, revents: 0 })
        .collect();
    // SAFETY: the pointer and length are those of `polled`.
    let ready = unsafe { libc::poll(polled.as_mut_ptr(), polled.len() as libc::nfds_t, timeout_ms) };
    match succeeded(ready) {
        Err(e) if e.kind() != io::ErrorKind::Interrupted => Err(e),
        _ => Ok(polled.iter().map(|fd| fd.revents != 0).collect()),
    }
}

fn kill_group(pid: u32) {
    // SAFETY: takes no pointers; the child is not reaped yet, so the group is still its own. Fails only where the
    // process has ended already.
    unsafe { libc::kill(-pid.cast_signed(), libc::SIGKILL) };
}

fn nanoseconds(time: libc::timeval) -> u64 {
    time.tv_sec.unsigned_abs() * 1_000_000_000 + time.tv_usec.unsigned_abs() * 1000
}

fn succeeded(returned: i32) -> io::Result<()> {
    if returned < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
