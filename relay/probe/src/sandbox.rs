//! Confines the process to what a program of a lesson may do: compute, print, and use sockets.
#![allow(unsafe_code, reason = "resource limits, capabilities and prctl are system calls")]

mod filter;

use crate::protocol::Limits;
use std::{io, mem::zeroed};

/// Beyond the limit that is reported. The kernel counts this one in ticks: a process that runs when the clock ticks pays for a
/// whole one, so a program that often sleeps and wakes was seen to be charged 32 s for 25.
const CPU_GRACE_SECONDS: u64 = 2;
/// For the same reason: this many times the limit.
const CPU_GRACE_FACTOR: u64 = 2;

/// Why the process could not be confined; it must not run a program then.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A resource limit was refused.
    #[error("the limit on {what} could not be set: {error}")]
    Limit {
        /// Which.
        what: &'static str,
        /// What the system said.
        error: io::Error,
    },
    /// Rights could not be given up.
    #[error("the process could not give up its rights: {0}")]
    Rights(#[source] io::Error),
    /// The filter of system calls was refused.
    #[error("the system calls could not be filtered: {0}")]
    Filter(#[from] seccompiler::Error),
}

/// Confines this process and all its threads, for good. To be called by its first thread, before there are others:
/// capabilities are each thread's own.
///
/// Files, other processes, and sockets other than TCP's, UDP's and Unix sockets answer EPERM from now on. On a `shared`
/// network, IPv6 and the options that would reach the machine's network do so too.
/// What is open stays open. Our own descriptors must have been [moved high](crate::descriptors::move_high) before, as
/// the limit on descriptors is one on their numbers. Returns whether the root directory is now the session's own, so
/// that Unix sockets can have names.
pub fn enter(limits: &Limits, shared: bool) -> Result<bool, SandboxError> {
    few_arenas();
    let limit =
        |what, resource, value| lower(resource, value).map_err(|error| SandboxError::Limit { what, error });
    limit("address space", libc::RLIMIT_AS, u64::from(limits.memory_mib) << 20)?;
    limit("descriptors", libc::RLIMIT_NOFILE, u64::from(limits.descriptors))?;
    limit("core dumps", libc::RLIMIT_CORE, 0)?;
    limit("file size", libc::RLIMIT_FSIZE, 0)?;
    // The process watches its own CPU time and reports; this is for when it cannot.
    limit(
        "CPU time",
        libc::RLIMIT_CPU,
        u64::from(limits.cpu_seconds) * CPU_GRACE_FACTOR + CPU_GRACE_SECONDS,
    )?;
    let own_root = enter_own_root();
    drop_capabilities().map_err(SandboxError::Rights)?;
    // A path names a socket of the machine's, unless there is nothing but the session's own root.
    for program in filter::programs(own_root, shared)? {
        // This sets PR_SET_NO_NEW_PRIVS too, which lets an ordinary user filter.
        seccompiler::apply_filter_all_threads(&program)?;
    }
    Ok(own_root)
}

/// glibc reserves 64 MiB of address space for each of up to 8 arenas per processor, one per thread at first: a program
/// with threads would hit its limit on memory that it never had.
fn few_arenas() {
    #[cfg(target_env = "gnu")]
    // SAFETY: takes no pointers. Where it is refused, threads just cost more.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 2);
    }
}

/// Makes the working directory the root if it is what the host process makes it where it can: an empty tmpfs, the
/// session's own. Whether it did.
fn enter_own_root() -> bool {
    // SAFETY: all zeroes is a valid statfs.
    let mut here: libc::statfs = unsafe { zeroed() };
    // SAFETY: the paths end with a zero; the kernel writes one statfs.
    unsafe {
        libc::statfs(c".".as_ptr(), &mut here) == 0
            && here.f_type == libc::TMPFS_MAGIC
            && libc::chroot(c".".as_ptr()) == 0
            && libc::chdir(c"/".as_ptr()) == 0
    }
}

/// Sets soft and hard limit; where the hard one is lower already, that one counts.
fn lower(resource: libc::__rlimit_resource_t, value: u64) -> io::Result<()> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the kernel writes one rlimit.
    succeeded(unsafe { libc::getrlimit(resource, &mut limit) })?;
    let value = value.min(limit.rlim_max);
    limit = libc::rlimit { rlim_cur: value, rlim_max: value };
    // SAFETY: the kernel reads one rlimit.
    succeeded(unsafe { libc::setrlimit(resource, &limit) })
}

/// `struct __user_cap_header_struct` and two of `struct __user_cap_data_struct` (linux/capability.h).
#[repr(C)]
struct CapabilityHeader {
    version: u32,
    pid: i32,
}

/// _LINUX_CAPABILITY_VERSION_3.
const CAPABILITY_VERSION: u32 = 0x2008_0522;

fn drop_capabilities() -> io::Result<()> {
    let header = CapabilityHeader { version: CAPABILITY_VERSION, pid: 0 };
    let none = [0u32; 6];
    // SAFETY: the kernel reads one header and, for this version, two sets of three numbers.
    succeeded(unsafe { libc::syscall(libc::SYS_capset, &raw const header, none.as_ptr()) } as i32)
}

fn succeeded(returned: i32) -> io::Result<()> {
    if returned < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
