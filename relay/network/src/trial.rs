//! Tries what the system grants, each trial in a process of its own, because a trial changes its process for good.
#![allow(unsafe_code, reason = "what is tried are system calls")]

use crate::{
    host::{
        capture::Capture,
        namespace,
        processes::{enter_pid_namespace, enter_user_namespace, is_root, unshare},
    },
    report::NetworkConfig,
};
use socketscope_probe::{protocol::Limits, sandbox};
use std::{fs::File, io, mem::zeroed, os::fd::AsRawFd, process::ExitCode};

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// To have rights over something of its own.
    UserNamespace,
    /// To have a network of its own, and to capture it.
    NetworkNamespace,
    /// To start processes that see only each other.
    PidNamespace,
    /// To do without every right that a program does not need.
    Sandbox,
    /// To make a network device.
    Tun,
    /// To trace a process of one's own.
    Ptrace,
}

impl Trial {
    /// Every one, with its name on the command line.
    pub const ALL: [(&'static str, Trial); 6] = [
        ("user-namespace", Trial::UserNamespace),
        ("network-namespace", Trial::NetworkNamespace),
        ("pid-namespace", Trial::PidNamespace),
        ("sandbox", Trial::Sandbox),
        ("tun", Trial::Tun),
        ("ptrace", Trial::Ptrace),
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        Trial::ALL.iter().find(|(_, trial)| *trial == self).map_or("", |(name, _)| name)
    }

    /// The trial of this name.
    pub fn named(name: &str) -> Option<Self> {
        Trial::ALL.iter().find(|(known, _)| *known == name).map(|(_, trial)| *trial)
    }

    /// Tries it. The process must have only one thread, and cannot be used for anything else afterwards.
    pub fn attempt(self) -> io::Result<()> {
        match self {
            Trial::UserNamespace => enter_user_namespace(0),
            Trial::NetworkNamespace => own_network(),
            Trial::PidNamespace => pid_namespace(),
            Trial::Sandbox => confined(),
            Trial::Tun => tun(),
            Trial::Ptrace => ptrace(),
        }
    }

    /// The whole process of a trial: says on standard output why it failed.
    #[expect(clippy::print_stdout, reason = "it is how the trial is answered")]
    pub fn main(self) -> ExitCode {
        match self.attempt() {
            Ok(()) => ExitCode::SUCCESS,
            Err(e) => {
                println!("{e}");
                ExitCode::FAILURE
            }
        }
    }
}

fn own_network() -> io::Result<()> {
    let entered = namespace::enter(&NetworkConfig::default(), true).map(drop).and_then(|()| {
        let capture = Capture::open(None);
        capture.map(drop).map_err(|e| namespace::Problem::Refused(format!("to capture it: {e}")))
    });
    entered.map_err(|problem| match problem {
        namespace::Problem::Refused(reason) | namespace::Problem::Unusable(reason) => {
            io::Error::other(reason)
        }
    })
}

/// In a user namespace unless root has the right without.
fn with_rights() -> io::Result<()> {
    if is_root() { Ok(()) } else { enter_user_namespace(libc::CLONE_NEWNET) }
}

fn pid_namespace() -> io::Result<()> {
    with_rights()?;
    let _init = enter_pid_namespace()?;
    // SAFETY: this process has one thread, and the child makes only system calls.
    let child = unsafe { libc::fork() };
    if child == 0 {
        // The first is the namespace's own.
        // SAFETY: neither takes pointers.
        unsafe { libc::_exit(i32::from(libc::getpid() != 2)) };
    }
    match ended(child)? {
        0 => Ok(()),
        _ => Err(io::Error::other("the process still has its number outside")),
    }
}

fn confined() -> io::Result<()> {
    sandbox::enter(&Limits::default(), false).map_err(io::Error::other)?;
    match File::open("/proc/self/status") {
        Err(e) if e.raw_os_error() == Some(libc::EPERM) => Ok(()),
        _ => Err(io::Error::other("a file can still be opened")),
    }
}

/// linux/if_tun.h: _IOW('T', 202, int).
const TUNSETIFF: libc::c_ulong = 0x4004_54ca;

fn tun() -> io::Result<()> {
    // A device on the machine's own network is nothing to try.
    if is_root() { unshare(libc::CLONE_NEWNET) } else { enter_user_namespace(libc::CLONE_NEWNET) }?;
    let device = File::options().read(true).write(true).open("/dev/net/tun")?;
    // SAFETY: all zeroes is a valid ifreq.
    let mut request: libc::ifreq = unsafe { zeroed() };
    request.ifr_ifru.ifru_flags = (libc::IFF_TUN | libc::IFF_NO_PI) as i16;
    // SAFETY: TUNSETIFF reads and writes one ifreq.
    succeeded(unsafe { libc::ioctl(device.as_raw_fd(), TUNSETIFF as _, &raw mut request) }).map(drop)
}

fn ptrace() -> io::Result<()> {
    // SAFETY: this process has one thread, and the child makes only system calls.
    let child = unsafe { libc::fork() };
    if child == 0 {
        // SAFETY: these take no pointers.
        unsafe {
            if libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0) < 0 {
                libc::_exit(*libc::__errno_location());
            }
            libc::raise(libc::SIGSTOP);
            libc::_exit(0);
        }
    }
    succeeded(child)?;
    let mut status = 0;
    // SAFETY: the kernel writes one int.
    succeeded(unsafe { libc::waitpid(child, &mut status, 0) })?;
    if libc::WIFEXITED(status) {
        return Err(io::Error::from_raw_os_error(libc::WEXITSTATUS(status)));
    }
    // SAFETY: takes no pointers but null ones; the child is stopped and traced.
    succeeded(unsafe { libc::ptrace(libc::PTRACE_CONT, child, 0, 0) } as i32)?;
    ended(child).map(drop)
}

fn ended(child: i32) -> io::Result<i32> {
    succeeded(child)?;
    let mut status = 0;
    // SAFETY: the kernel writes one int.
    succeeded(unsafe { libc::waitpid(child, &mut status, 0) })?;
    Ok(if libc::WIFEXITED(status) { libc::WEXITSTATUS(status) } else { -1 })
}

fn succeeded(returned: i32) -> io::Result<i32> {
    if returned < 0 { Err(io::Error::last_os_error()) } else { Ok(returned) }
}
