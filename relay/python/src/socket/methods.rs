//! What the socket type's methods do.

use super::{
    address,
    object::{Int, Socket},
    timeout,
    waiting::{self, Steps, Wait},
};
use crate::{
    actor,
    errors::{self, Failure},
    signals,
};
use rustpython_vm::{
    PyObject, PyResult, VirtualMachine,
    function::{ArgMemoryBuffer, ArgPrimitiveIndex, OptionalArg},
};
use socketscope_probe::Errno;
use socketscope_shared::{Address, call::ApiName};
use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

/// What sendall offers at once if the kernel may take only a part: every offer is reported whole.
const PIECE_BYTES: usize = 256 << 10;

impl Socket {
    /// A new descriptor; -1 means CPython's defaults.
    pub fn create(&self, family: i32, kind: i32, protocol: i32, vm: &VirtualMachine) -> PyResult<()> {
        let or = |given: i32, default| if given == -1 { default } else { given };
        let (family, kind) = (or(family, libc::AF_INET), or(kind, libc::SOCK_STREAM));
        let protocol = or(protocol, 0);
        let fd = actor::probe()
            .socket(actor::site(vm), family, kind, protocol)
            .map_err(|errno| errors::no_socket(errno, vm))?;
        self.hold(fd, family, kind, protocol, vm)
    }

    /// Takes over a descriptor that the program already has (accept's, detach's).
    pub fn adopt(
        &self,
        fileno: &PyObject,
        family: i32,
        kind: i32,
        protocol: i32,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let fd: i32 = fileno.try_index(vm)?.try_to_primitive(vm)?;
        if fd < 0 {
            return Err(vm.new_value_error("negative file descriptor"));
        }
        let is = actor::probe().identify(fd).map_err(|errno| errors::os_error(errno, vm))?;
        let or = |given: i32, found| if given == -1 { found } else { given };
        self.hold(fd, or(family, is.family), or(kind, is.kind), or(protocol, is.protocol), vm)
    }

    /// Keeps a descriptor, with the default timeout.
    pub fn hold(&self, fd: i32, family: i32, kind: i32, protocol: i32, vm: &VirtualMachine) -> PyResult<()> {
        self.fd.store(fd, Ordering::Relaxed);
        self.family.store(family, Ordering::Relaxed);
        self.kind.store(kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC), Ordering::Relaxed);
        self.protocol.store(protocol, Ordering::Relaxed);
        if kind & libc::SOCK_NONBLOCK != 0 {
            self.timeout_ns.store(0, Ordering::Relaxed);
            return Ok(());
        }
        let timeout_ns = timeout::DEFAULT_TIMEOUT.load(Ordering::Relaxed);
        self.timeout_ns.store(timeout_ns, Ordering::Relaxed);
        if timeout_ns >= 0 { self.set_kernel_blocking(false, vm) } else { Ok(()) }
    }

    /// The descriptor; -1 once closed.
    pub fn fd(&self) -> i32 {
        self.fd.load(Ordering::Relaxed)
    }

    /// None waits without end; zero does not wait.
    pub fn timeout(&self) -> Option<Duration> {
        u64::try_from(self.timeout_ns.load(Ordering::Relaxed)).ok().map(Duration::from_nanos)
    }

    /// Sets or clears O_NONBLOCK.
    pub fn set_kernel_blocking(&self, blocking: bool, vm: &VirtualMachine) -> PyResult<()> {
        actor::probe()
            .set_blocking(actor::site(vm), self.fd(), blocking)
            .map_err(|errno| errors::os_error(errno, vm))
    }

    /// An address argument of the method `caller`.
    pub fn address(&self, object: &PyObject, caller: &str, vm: &VirtualMachine) -> PyResult<Address> {
        address::parse(self.family(), object, caller, vm)
    }

    /// The steps of a call of which the name is the system call's, unless a timeout makes it several.
    pub fn steps(&self, name: ApiName, vm: &VirtualMachine) -> Steps {
        match self.timeout() {
            Some(timeout) if !timeout.is_zero() => Steps::group(ApiName::Timeout, vm),
            _ => Steps::one(name, vm),
        }
    }

    /// connect, and with a timeout the wait for its end.
    pub fn connect_to(
        &self,
        object: &PyObject,
        name: ApiName,
        caller: &str,
        vm: &VirtualMachine,
    ) -> Result<(), Failure> {
        let to = self.address(object, caller, vm)?;
        let fd = self.fd();
        let mut steps = self.steps(name, vm);
        let site = steps.next();
        match vm.allow_threads(|| actor::probe().connect(site, fd, &to)) {
            Err(Errno(libc::EINPROGRESS)) if self.timeout().is_some_and(|timeout| !timeout.is_zero()) => {}
            // It goes on by itself; to call again would fail.
            Err(Errno(libc::EINTR)) => {
                vm.check_signals()?;
                if self.timeout().is_none() {
                    let poll = |site| actor::probe().poll(site, &[(fd, libc::POLLOUT)], None);
                    signals::waited(steps.next(), vm, poll)?;
                }
            }
            other => return other.map_err(Failure::from),
        }
        waiting::call(fd, Wait::Connecting, self.timeout(), &mut steps, vm, |site| {
            let error = actor::probe().option(site, fd, libc::SOL_SOCKET, libc::SO_ERROR, 4)?;
            match error.first_chunk().map(|bytes| i32::from_ne_bytes(*bytes)) {
                Some(0 | libc::EISCONN) | None => Ok(()),
                Some(error) => Err(Errno(error)),
            }
        })
    }

    /// recv, with the sender's address.
    pub fn receive(
        &self,
        max_bytes: usize,
        flags: i32,
        name: ApiName,
        vm: &VirtualMachine,
    ) -> Result<(Vec<u8>, Option<Address>), Failure> {
        let fd = self.fd();
        let mut steps = self.steps(name, vm);
        waiting::call(fd, Wait::Reading, self.timeout(), &mut steps, vm, |site| {
            actor::probe().recv(site, fd, max_bytes, flags)
        })
    }

    /// recv into a buffer: how many bytes, and from whom.
    pub fn receive_into(
        &self,
        buffer: &ArgMemoryBuffer,
        nbytes: OptionalArg<ArgPrimitiveIndex<isize>>,
        flags: OptionalArg<Int>,
        caller: &str,
        vm: &VirtualMachine,
    ) -> Result<(usize, Option<Address>), Failure> {
        let room = buffer.len();
        let asked = usize::try_from(nbytes.map_or(0, |nbytes| nbytes.value))
            .map_err(|_| vm.new_value_error(format!("negative buffersize in {caller}")))?;
        if asked > room {
            return Err(vm.new_value_error("nbytes is greater than the length of the buffer").into());
        }
        let max_bytes = if asked == 0 { room } else { asked };
        let (data, from) =
            self.receive(max_bytes, flags.map_or(0, |flags| flags.value), ApiName::RecvInto, vm)?;
        let mut buffer = buffer.borrow_buf_mut();
        match buffer.get_mut(..data.len()) {
            Some(place) => place.copy_from_slice(&data),
            None => return Err(vm.new_buffer_error("the buffer changed its size").into()),
        }
        Ok((data.len(), from))
    }

    /// Sends all of `data`, in as many calls as it takes.
    pub fn send_all(&self, data: &[u8], flags: i32, vm: &VirtualMachine) -> Result<(), Failure> {
        let fd = self.fd();
        let mut steps = Steps::group(ApiName::Sendall, vm);
        let patience = self.timeout().filter(|timeout| !timeout.is_zero());
        let deadline = patience.map(|patience| Instant::now() + patience);
        let mut rest = data;
        loop {
            let timeout = match deadline {
                Some(deadline) => match deadline.checked_duration_since(Instant::now()) {
                    Some(left) if !left.is_zero() => Some(left),
                    _ => return Err(Failure::TimedOut),
                },
                None => self.timeout(),
            };
            let offered = if timeout.is_some() { &rest[..rest.len().min(PIECE_BYTES)] } else { rest };
            let sent = waiting::call(fd, Wait::Writing, timeout, &mut steps, vm, |site| {
                actor::probe().send(site, fd, offered, flags, None)
            })?;
            rest = &rest[sent.min(rest.len())..];
            if rest.is_empty() {
                return Ok(());
            }
        }
    }
}
