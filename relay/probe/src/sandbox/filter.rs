//! The system calls that a confined process may make; all others answer EPERM.

use crate::policy::{SHARED_OPTIONS, SOCKETS, TYPE_FLAGS, has_family};
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};
use std::collections::BTreeMap;

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Calls that are allowed whatever their arguments.
const ALLOWED: &[i64] = &[
    // Bytes through what is open already.
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_dup,
    libc::SYS_dup3,
    libc::SYS_pipe2,
    // Sockets.
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_connect,
    libc::SYS_sendto,
    libc::SYS_recvfrom,
    libc::SYS_sendmsg,
    libc::SYS_recvmsg,
    libc::SYS_sendmmsg,
    libc::SYS_recvmmsg,
    libc::SYS_shutdown,
    libc::SYS_getsockname,
    libc::SYS_getpeername,
    libc::SYS_getsockopt,
    // Waiting for them.
    libc::SYS_pselect6,
    libc::SYS_ppoll,
    libc::SYS_epoll_create1,
    libc::SYS_epoll_ctl,
    libc::SYS_epoll_pwait,
    libc::SYS_epoll_pwait2,
    libc::SYS_eventfd2,
    // Memory.
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_brk,
    libc::SYS_madvise,
    // Threads.
    libc::SYS_clone3,
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_membarrier,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // Signals of its own.
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    // Time and chance.
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettimeofday,
    libc::SYS_getrandom,
    // Itself.
    libc::SYS_getpid,
    libc::SYS_getppid,
    libc::SYS_gettid,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_getcwd,
    libc::SYS_getrusage,
    libc::SYS_times,
    libc::SYS_uname,
];

/// Older calls that newer architectures do without.
#[cfg(target_arch = "x86_64")]
const OLDER: &[i64] = &[
    libc::SYS_select,
    libc::SYS_poll,
    libc::SYS_epoll_create,
    libc::SYS_epoll_wait,
    libc::SYS_dup2,
    libc::SYS_time,
    libc::SYS_getrlimit,
];
#[cfg(not(target_arch = "x86_64"))]
const OLDER: &[i64] = &[];

/// linux/sockios.h and prctl(2): not in libc.
const SIOCOUTQNSD: u64 = 0x894b;
const SIOCATMARK: u64 = 0x8905;
const PR_SET_VMA: u64 = 0x5356_4d41;
/// linux/tcp.h.
const TCP_ULP: u64 = 31;

/// The filters, to be installed in this order. With a root directory of its own, a program may make AF_UNIX sockets
/// (pairs always) and remove their names. On a `shared` network there is no IPv6, and few options.
pub fn programs(own_root: bool, shared: bool) -> Result<[BpfProgram; 2], seccompiler::Error> {
    Ok([clone3_is_unknown()?, allow_list(own_root, shared)?])
}

/// clone3 keeps its flags in memory, where no filter can look; where it is unknown, libc uses clone.
fn clone3_is_unknown() -> Result<BpfProgram, BackendError> {
    let rules = Rules::from([(libc::SYS_clone3, Vec::new())]);
    compile(rules, SeccompAction::Allow, SeccompAction::Errno(libc::ENOSYS as u32))
}

fn allow_list(own_root: bool, shared: bool) -> Result<BpfProgram, BackendError> {
    let mut rules: Rules = ALLOWED.iter().chain(OLDER).map(|call| (*call, Vec::new())).collect();
    let mut some = |call: i64, allowed: Vec<SeccompRule>| rules.insert(call, allowed);

    let may_make = |family| has_family(family, shared) && (own_root || family != libc::AF_UNIX);
    some(libc::SYS_socket, sockets(may_make)?);
    if own_root {
        some(libc::SYS_unlinkat, Vec::new());
    }
    some(libc::SYS_socketpair, sockets(|family| family == libc::AF_UNIX)?);
    some(libc::SYS_setsockopt, if shared { shared_options()? } else { socket_options()? });
    let control =
        [libc::F_GETFL, libc::F_SETFL, libc::F_GETFD, libc::F_SETFD, libc::F_DUPFD, libc::F_DUPFD_CLOEXEC];
    some(libc::SYS_fcntl, any(1, control.map(|command| command as u64))?);
    let queues = [libc::FIONREAD, libc::FIONBIO, libc::TIOCOUTQ];
    some(libc::SYS_ioctl, any(1, queues.into_iter().chain([SIOCOUTQNSD, SIOCATMARK]))?);

    // Nothing that was data becomes code.
    let no_code = || SeccompRule::new(vec![masked(2, libc::PROT_EXEC as u64, 0)?]);
    some(libc::SYS_mmap, vec![no_code()?]);
    some(libc::SYS_mprotect, vec![no_code()?]);
    // A thread, never a process.
    let thread = libc::CLONE_THREAD as u64;
    some(libc::SYS_clone, vec![SeccompRule::new(vec![masked(0, thread, thread)?])?]);
    // Signals to itself, as abort sends.
    some(libc::SYS_tgkill, vec![is(0, std::process::id().into())?]);
    // Reading limits, not setting them.
    some(libc::SYS_prlimit64, vec![SeccompRule::new(vec![equal(2, SeccompCmpArgLen::Qword, 0)?])?]);
    // Names for threads and for memory.
    some(libc::SYS_prctl, any(0, [libc::PR_SET_NAME as u64, PR_SET_VMA])?);

    compile(rules, SeccompAction::Errno(libc::EPERM as u32), SeccompAction::Allow)
}

/// The sockets of some families, by the three arguments of socket(2) and socketpair(2).
fn sockets(of: impl Fn(i32) -> bool) -> Result<Vec<SeccompRule>, BackendError> {
    let rule = |(family, kind, protocol): &(i32, i32, i32)| {
        // Other bits than these flags make another type.
        let kind_bits = u64::from(u32::MAX) & !(TYPE_FLAGS as u64);
        SeccompRule::new(vec![
            equal(0, SeccompCmpArgLen::Dword, *family as u64)?,
            masked(1, kind_bits, *kind as u64)?,
            equal(2, SeccompCmpArgLen::Dword, *protocol as u64)?,
        ])
    };
    SOCKETS.iter().filter(|(family, ..)| of(*family)).map(rule).collect()
}

/// What may be set where other options would reach the machine's network.
fn shared_options() -> Result<Vec<SeccompRule>, BackendError> {
    let rule = |(level, option): &(i32, i32)| {
        SeccompRule::new(vec![
            equal(1, SeccompCmpArgLen::Dword, *level as u64)?,
            equal(2, SeccompCmpArgLen::Dword, *option as u64)?,
        ])
    };
    SHARED_OPTIONS.iter().map(rule).collect()
}

/// The levels that programs use, without the options that bring in other code.
fn socket_options() -> Result<Vec<SeccompRule>, BackendError> {
    let without = |level: i32, options: &[u64]| {
        let mut conditions = vec![equal(1, SeccompCmpArgLen::Dword, level as u64)?];
        for option in options {
            conditions.push(SeccompCondition::new(2, SeccompCmpArgLen::Dword, SeccompCmpOp::Ne, *option)?);
        }
        SeccompRule::new(conditions)
    };
    let programs = [
        libc::SO_ATTACH_FILTER,
        libc::SO_ATTACH_BPF,
        libc::SO_ATTACH_REUSEPORT_CBPF,
        libc::SO_ATTACH_REUSEPORT_EBPF,
    ];
    Ok(vec![
        without(libc::SOL_SOCKET, &programs.map(|option| option as u64))?,
        without(libc::IPPROTO_TCP, &[TCP_ULP])?,
        without(libc::IPPROTO_IP, &[])?,
        without(libc::IPPROTO_IPV6, &[])?,
        without(libc::IPPROTO_UDP, &[])?,
    ])
}

fn compile(
    rules: Rules,
    otherwise: SeccompAction,
    matching: SeccompAction,
) -> Result<BpfProgram, BackendError> {
    let arch = std::env::consts::ARCH.try_into()?;
    SeccompFilter::new(rules, otherwise, matching, arch)?.try_into()
}

fn any(argument: u8, values: impl IntoIterator<Item = u64>) -> Result<Vec<SeccompRule>, BackendError> {
    values.into_iter().map(|value| is(argument, value)).collect()
}

fn is(argument: u8, value: u64) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(vec![equal(argument, SeccompCmpArgLen::Dword, value)?])
}

fn equal(argument: u8, len: SeccompCmpArgLen, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, len, SeccompCmpOp::Eq, value)
}

fn masked(argument: u8, mask: u64, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Qword, SeccompCmpOp::MaskedEq(mask), value)
}
