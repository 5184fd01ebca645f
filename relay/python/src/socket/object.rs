//! The socket type, `_socket.socket`.

use super::{
    address, arguments,
    messages::Messages,
    timeout, unclosed,
    waiting::{self, Wait},
};
use crate::{
    actor,
    errors::{self, Failure},
};
use rustpython_vm::{
    AsObject, FromArgs, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::PyInt,
    convert::{IntoPyException, ToPyObject},
    function::{ArgBytesLike, ArgIntoBool, ArgPrimitiveIndex, FuncArgs, OptionalArg},
    pyclass,
    types::{Constructor, DefaultConstructor, Destructor, Initializer, Representable},
};
use socketscope_probe::Errno;
use socketscope_shared::call::{ApiName, Shutdown};
use std::sync::atomic::{AtomicI32, AtomicI64, Ordering};

/// Options longer than this are refused, as CPython does.
const MAX_OPTION_BYTES: usize = 1024;

/// An int argument; anything with `__index__`, such as the library's enums, will do.
pub(super) type Int = ArgPrimitiveIndex<i32>;
/// A number of bytes.
type Size = ArgPrimitiveIndex<isize>;

/// What is sent, and flags.
fn payload(
    name: &str,
    args: FuncArgs,
    vm: &VirtualMachine,
) -> Result<(ArgBytesLike, OptionalArg<Int>), Failure> {
    arguments::some(name, 1..=2, args, vm).map_err(Failure::Raised)
}

/// `_socket.socket`: a descriptor, -1 once closed, and the timeout that Python gives it.
#[pyclass(module = "_socket", name = "socket")]
#[derive(Debug, PyPayload)]
pub(super) struct Socket {
    pub fd: AtomicI32,
    pub family: AtomicI32,
    pub kind: AtomicI32,
    pub protocol: AtomicI32,
    pub timeout_ns: AtomicI64,
}

impl Default for Socket {
    fn default() -> Self {
        Socket {
            fd: AtomicI32::new(-1),
            family: AtomicI32::new(-1),
            kind: AtomicI32::new(-1),
            protocol: AtomicI32::new(-1),
            timeout_ns: AtomicI64::new(timeout::BLOCKING),
        }
    }
}

impl DefaultConstructor for Socket {}

#[derive(FromArgs)]
pub(super) struct SocketArgs {
    #[pyarg(any, optional)]
    family: OptionalArg<Int>,
    #[pyarg(any, optional)]
    r#type: OptionalArg<Int>,
    #[pyarg(any, optional)]
    proto: OptionalArg<Int>,
    #[pyarg(any, optional)]
    fileno: OptionalArg<PyObjectRef>,
}

impl Initializer for Socket {
    type Args = SocketArgs;

    fn init(zelf: PyRef<Self>, args: SocketArgs, vm: &VirtualMachine) -> PyResult<()> {
        let [family, kind, protocol] =
            [args.family, args.r#type, args.proto].map(|given| given.map_or(-1, |number| number.value));
        let given = args.fileno.into_option().filter(|fileno| !vm.is_none(fileno));
        match given {
            Some(fileno) => zelf.adopt(&fileno, family, kind, protocol, vm),
            None => zelf.create(family, kind, protocol, vm),
        }
    }
}

impl Representable for Socket {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!(
            "<socket object, fd={}, family={}, type={}, proto={}>",
            zelf.fd(),
            zelf.family(),
            zelf.kind(),
            zelf.proto(),
        ))
    }
}

impl Destructor for Socket {
    fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.fd() != -1 {
            unclosed::warn(zelf.as_object(), vm);
        }
        zelf.close(vm)
    }
}

#[pyclass(with(Constructor, Initializer, Representable, Destructor, Messages), flags(BASETYPE))]
impl Socket {
    #[pygetset]
    pub fn family(&self) -> i32 {
        self.family.load(Ordering::Relaxed)
    }

    #[pygetset(name = "type")]
    fn kind(&self) -> i32 {
        self.kind.load(Ordering::Relaxed)
    }

    #[pygetset]
    fn proto(&self) -> i32 {
        self.protocol.load(Ordering::Relaxed)
    }

    #[pygetset(name = "timeout")]
    fn timeout_seconds(&self, vm: &VirtualMachine) -> PyObjectRef {
        timeout::to_seconds(self.timeout_ns.load(Ordering::Relaxed), vm)
    }

    #[pymethod]
    fn gettimeout(&self, vm: &VirtualMachine) -> PyObjectRef {
        self.timeout_seconds(vm)
    }

    #[pymethod]
    fn settimeout(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let timeout: PyObjectRef = arguments::one("settimeout", args, vm)?;
        let timeout_ns = timeout::from_seconds(&timeout, vm)?;
        self.timeout_ns.store(timeout_ns, Ordering::Relaxed);
        self.set_kernel_blocking(timeout_ns < 0, vm)
    }

    #[pymethod]
    fn setblocking(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let blocking = arguments::one::<ArgIntoBool>("setblocking", args, vm)?.into_bool();
        self.timeout_ns.store(if blocking { timeout::BLOCKING } else { 0 }, Ordering::Relaxed);
        self.set_kernel_blocking(blocking, vm)
    }

    #[pymethod]
    fn getblocking(&self) -> bool {
        self.timeout_ns.load(Ordering::Relaxed) != 0
    }

    #[pymethod]
    fn fileno(&self) -> i32 {
        self.fd()
    }

    #[pymethod]
    fn bind(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let address: PyObjectRef = arguments::one("bind", args, vm)?;
        let address = self.address(&address, "bind", vm)?;
        actor::probe().bind(actor::site(vm), self.fd(), &address).map_err(|errno| errors::os_error(errno, vm))
    }

    #[pymethod]
    fn listen(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let (backlog,): (OptionalArg<Int>,) = arguments::some("listen", 0..=1, args, vm)?;
        let backlog = backlog.map_or(libc::SOMAXCONN.min(128), |backlog| backlog.value).max(0);
        actor::probe()
            .listen(actor::site(vm), self.fd(), backlog)
            .map_err(|errno| errors::os_error(errno, vm))
    }

    #[pymethod]
    fn _accept(&self, vm: &VirtualMachine) -> PyResult {
        let fd = self.fd();
        let mut steps = self.steps(ApiName::Same, vm);
        let accept = |site| actor::probe().accept(site, fd);
        let (new, peer) = waiting::call(fd, Wait::Reading, self.timeout(), &mut steps, vm, accept)
            .map_err(|failure| failure.into_pyexception(vm))?;
        Ok((new, address::to_python(&peer, vm)).to_pyobject(vm))
    }

    #[pymethod]
    fn connect(&self, args: FuncArgs, vm: &VirtualMachine) -> Result<(), Failure> {
        let address: PyObjectRef = arguments::one("connect", args, vm).map_err(Failure::Raised)?;
        self.connect_to(&address, ApiName::Same, "connect", vm)
    }

    #[pymethod]
    fn connect_ex(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<i32> {
        let address: PyObjectRef = arguments::one("connect_ex", args, vm)?;
        match self.connect_to(&address, ApiName::ConnectEx, "connect_ex", vm) {
            Ok(()) => Ok(0),
            Err(Failure::Kernel(errno)) => Ok(errno.0),
            Err(Failure::TimedOut) => Ok(libc::EWOULDBLOCK),
            Err(Failure::Raised(exception)) => Err(exception),
        }
    }

    #[pymethod]
    fn send(&self, args: FuncArgs, vm: &VirtualMachine) -> Result<usize, Failure> {
        let (data, flags) = payload("send", args, vm)?;
        let (fd, flags) = (self.fd(), flags.map_or(0, |flags| flags.value));
        let data = arguments::unlocked(&data);
        let mut steps = self.steps(ApiName::Same, vm);
        waiting::call(fd, Wait::Writing, self.timeout(), &mut steps, vm, |site| {
            actor::probe().send(site, fd, &data, flags, None)
        })
    }

    #[pymethod]
    fn sendall(&self, args: FuncArgs, vm: &VirtualMachine) -> Result<(), Failure> {
        let (data, flags) = payload("sendall", args, vm)?;
        self.send_all(&arguments::unlocked(&data), flags.map_or(0, |flags| flags.value), vm)
    }

    #[pymethod]
    fn sendto(&self, args: FuncArgs, vm: &VirtualMachine) -> Result<usize, Failure> {
        let (data, flags_or_address, address): (ArgBytesLike, PyObjectRef, OptionalArg<PyObjectRef>) =
            arguments::counted("sendto", 2..=3, "2 or 3 arguments", args, vm)?;
        let (flags, address) = match address {
            OptionalArg::Present(address) => {
                (flags_or_address.try_index(vm)?.try_to_primitive::<i32>(vm)?, address)
            }
            OptionalArg::Missing => (0, flags_or_address),
        };
        let to = self.address(&address, "sendto", vm)?;
        let fd = self.fd();
        let data = arguments::unlocked(&data);
        let mut steps = self.steps(ApiName::Same, vm);
        waiting::call(fd, Wait::Writing, self.timeout(), &mut steps, vm, |site| {
            actor::probe().send(site, fd, &data, flags, Some(&to))
        })
    }

    #[pymethod]
    fn recv(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        let (bufsize, flags): (Size, OptionalArg<Int>) = arguments::some("recv", 1..=2, args, vm)?;
        let max_bytes =
            usize::try_from(bufsize.value).map_err(|_| vm.new_value_error("negative buffersize in recv"))?;
        let (data, _) = self
            .receive(max_bytes, flags.map_or(0, |flags| flags.value), ApiName::Same, vm)
            .map_err(|failure| failure.into_pyexception(vm))?;
        Ok(data)
    }

    #[pymethod]
    fn recvfrom(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let (bufsize, flags): (Size, OptionalArg<Int>) = arguments::some("recvfrom", 1..=2, args, vm)?;
        let max_bytes = usize::try_from(bufsize.value)
            .map_err(|_| vm.new_value_error("negative buffersize in recvfrom"))?;
        let (data, from) = self
            .receive(max_bytes, flags.map_or(0, |flags| flags.value), ApiName::Same, vm)
            .map_err(|failure| failure.into_pyexception(vm))?;
        let from = from.map_or_else(|| vm.ctx.none(), |from| address::to_python(&from, vm));
        Ok((data, from).to_pyobject(vm))
    }

    #[pymethod]
    fn recv_into(
        &self,
        buffer: PyObjectRef,
        nbytes: OptionalArg<ArgPrimitiveIndex<isize>>,
        flags: OptionalArg<Int>,
        vm: &VirtualMachine,
    ) -> Result<usize, Failure> {
        let buffer = arguments::writable("recv_into", buffer, vm)?;
        self.receive_into(&buffer, nbytes, flags, "recv_into", vm).map(|(len, _)| len)
    }

    #[pymethod]
    fn recvfrom_into(
        &self,
        buffer: PyObjectRef,
        nbytes: OptionalArg<ArgPrimitiveIndex<isize>>,
        flags: OptionalArg<Int>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let buffer = arguments::writable("recvfrom_into", buffer, vm)?;
        let (len, from) = self
            .receive_into(&buffer, nbytes, flags, "recvfrom_into", vm)
            .map_err(|failure| failure.into_pyexception(vm))?;
        let from = from.map_or_else(|| vm.ctx.none(), |from| address::to_python(&from, vm));
        Ok((len, from).to_pyobject(vm))
    }

    #[pymethod]
    fn shutdown(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let how: Int = arguments::one("shutdown", args, vm)?;
        let how = match how.value {
            libc::SHUT_RD => Ok(Shutdown::Read),
            libc::SHUT_WR => Ok(Shutdown::Write),
            libc::SHUT_RDWR => Ok(Shutdown::Both),
            _ => Err(Errno(libc::EINVAL)),
        };
        how.and_then(|how| actor::probe().shutdown(actor::site(vm), self.fd(), how))
            .map_err(|errno| errors::os_error(errno, vm))
    }

    #[pymethod]
    fn close(&self, vm: &VirtualMachine) -> PyResult<()> {
        let fd = self.fd.swap(-1, Ordering::Relaxed);
        if fd == -1 {
            return Ok(());
        }
        let site = actor::site(vm);
        match vm.allow_threads(|| actor::probe().close(site, fd)) {
            // As CPython: a reset connection is closed all the same.
            Err(errno) if errno.0 != libc::ECONNRESET => Err(errors::os_error(errno, vm)),
            _ => Ok(()),
        }
    }

    #[pymethod]
    fn detach(&self) -> i32 {
        self.fd.swap(-1, Ordering::Relaxed)
    }

    #[pymethod]
    fn getsockname(&self, vm: &VirtualMachine) -> PyResult {
        let address = actor::probe().local_address(actor::site(vm), self.fd());
        let address = address.map_err(|errno| errors::os_error(errno, vm))?;
        Ok(address::to_python(&address, vm))
    }

    #[pymethod]
    fn getpeername(&self, vm: &VirtualMachine) -> PyResult {
        let address = actor::probe().peer_address(actor::site(vm), self.fd());
        let address = address.map_err(|errno| errors::os_error(errno, vm))?;
        Ok(address::to_python(&address, vm))
    }

    #[pymethod]
    fn setsockopt(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let (level, option, value, len): (Int, Int, PyObjectRef, OptionalArg<u32>) =
            arguments::counted("setsockopt", 3..=4, "exactly 3 arguments", args, vm)?;
        let value = match len {
            OptionalArg::Present(len) if vm.is_none(&value) => {
                vec![0; (len as usize).min(MAX_OPTION_BYTES)]
            }
            _ if value.downcast_ref::<PyInt>().is_some() => {
                value.try_into_value::<i32>(vm)?.to_ne_bytes().to_vec()
            }
            _ => value.try_bytes_like(vm, <[u8]>::to_vec)?,
        };
        actor::probe()
            .set_option(actor::site(vm), self.fd(), level.value, option.value, &value)
            .map_err(|errno| errors::os_error(errno, vm))
    }

    #[pymethod]
    fn getsockopt(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let (level, option, buflen): (Int, Int, OptionalArg<Int>) =
            arguments::some("getsockopt", 2..=3, args, vm)?;
        let get = |max_bytes| {
            actor::probe()
                .option(actor::site(vm), self.fd(), level.value, option.value, max_bytes)
                .map_err(|errno| errors::os_error(errno, vm))
        };
        match usize::try_from(buflen.map_or(0, |buflen| buflen.value)) {
            Ok(0) => {
                let value = get(size_of::<i32>())?;
                let number = value.first_chunk().map_or(0, |bytes| i32::from_ne_bytes(*bytes));
                Ok(vm.ctx.new_int(number).into())
            }
            Ok(max_bytes @ 1..=MAX_OPTION_BYTES) => Ok(vm.ctx.new_bytes(get(max_bytes)?).into()),
            _ => Err(vm.new_os_error("getsockopt buflen out of range".to_owned())),
        }
    }
}
