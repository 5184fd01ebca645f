//! Timeouts as in CPython: the socket is non-blocking, and poll waits before the call.

use crate::{actor, errors::Failure};
use rustpython_vm::VirtualMachine;
use socketscope_probe::{Errno, Site};
use socketscope_shared::call::ApiName;
use std::time::{Duration, Instant};

/// What a call waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    Reading,
    Writing,
    Connecting,
}

impl Wait {
    fn events(self) -> i16 {
        match self {
            Wait::Reading => libc::POLLIN,
            Wait::Writing => libc::POLLOUT,
            Wait::Connecting => libc::POLLOUT | libc::POLLERR,
        }
    }
}

/// The system calls of one API call: the first passes the gate, the others go on.
pub(super) struct Steps {
    site: Site,
}

impl Steps {
    /// One system call behind a method of another name.
    pub fn one(name: ApiName, vm: &VirtualMachine) -> Self {
        let site = actor::site(vm);
        Steps { site: if name == ApiName::Same { site } else { site.of(name, 0) } }
    }

    /// Several, as one group.
    pub fn group(name: ApiName, vm: &VirtualMachine) -> Self {
        Steps { site: actor::site(vm).of(name, actor::probe().new_group()) }
    }

    /// Where the next system call comes from.
    pub fn next(&mut self) -> Site {
        let site = self.site;
        self.site = site.then();
        site
    }
}

/// Makes a call that may have to wait, with the timeout that the socket has: `None` waits in the call itself, zero
/// does not wait.
pub(super) fn call<T: Send>(
    fd: i32,
    wait: Wait,
    timeout: Option<Duration>,
    steps: &mut Steps,
    vm: &VirtualMachine,
    mut perform: impl FnMut(Site) -> Result<T, Errno>,
) -> Result<T, Failure> {
    let patience = timeout.filter(|timeout| !timeout.is_zero());
    let deadline = patience.map(|patience| Instant::now() + patience);
    loop {
        if let Some(deadline) = deadline {
            let left = deadline.saturating_duration_since(Instant::now());
            let left_ns = u64::try_from(left.as_nanos()).unwrap_or(u64::MAX);
            let site = steps.next();
            let wanted = [(fd, wait.events())];
            match vm.allow_threads(|| actor::probe().poll(site, &wanted, Some(left_ns))) {
                Ok(ready) if ready.is_empty() => return Err(Failure::TimedOut),
                Ok(_) => {}
                Err(Errno(libc::EINTR)) => {
                    vm.check_signals()?;
                    continue;
                }
                Err(errno) => return Err(errno.into()),
            }
        }
        let site = steps.next();
        match vm.allow_threads(|| perform(site)) {
            Err(errno) if errno.would_block() && deadline.is_some() => {}
            Err(Errno(libc::EINTR)) => vm.check_signals()?,
            other => return other.map_err(Failure::from),
        }
    }
}
