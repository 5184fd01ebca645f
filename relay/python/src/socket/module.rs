//! `_socket`: the socket type and the module's functions.

pub(crate) use _socket::module_def;

#[rustpython_vm::pymodule]
mod _socket {
    use crate::{
        actor,
        errors::{self, Failure},
        socket::{
            address::{self, gaierror},
            constants,
            names::{self, Unresolved},
            waiting::{self, For, Steps},
        },
    };
    use rustpython_vm::{
        AsObject, FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
        builtins::{PyFloat, PyInt, PyModule, PyTypeRef},
        common as rustpython_common,
        convert::{IntoPyException, ToPyObject},
        function::{ArgBytesLike, ArgMemoryBuffer, OptionalArg},
        pyclass,
        types::{Constructor, DefaultConstructor, Destructor, Initializer, Representable},
    };
    use socketscope_probe::Errno;
    use socketscope_shared::{
        Address,
        call::{ApiName, Shutdown},
    };
    use std::{
        net::{IpAddr, Ipv4Addr, Ipv6Addr},
        sync::{
            Mutex, PoisonError,
            atomic::{AtomicI32, AtomicI64, Ordering},
        },
        time::Duration,
    };

    /// Options longer than this are refused, as CPython does.
    const MAX_OPTION_BYTES: usize = 1024;

    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        for (name, number) in constants::NUMBERS.iter().chain(constants::MORE) {
            module.set_attr(*name, vm.ctx.new_int(*number), vm)?;
        }
        Ok(())
    }

    #[pyattr]
    #[expect(non_upper_case_globals, reason = "CPython's name")]
    const has_ipv6: bool = true;

    #[pyattr]
    fn error(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.os_error.to_owned()
    }

    #[pyattr]
    fn timeout(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.timeout_error.to_owned()
    }

    #[pyattr(once)]
    fn herror(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.new_exception_type("socket", "herror", Some(vec![vm.ctx.exceptions.os_error.to_owned()]))
    }

    #[pyattr(once, name = "gaierror")]
    fn gaierror_type(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.new_exception_type("socket", "gaierror", Some(vec![vm.ctx.exceptions.os_error.to_owned()]))
    }

    /// A timeout in ns: negative blocks, zero does not.
    type TimeoutNs = i64;
    const BLOCKING: TimeoutNs = -1;

    /// For sockets made from now on.
    static DEFAULT_TIMEOUT: AtomicI64 = AtomicI64::new(BLOCKING);

    /// `_socket.socket`: a descriptor, -1 once closed, and the timeout that Python gives it.
    #[pyattr(name = "socket")]
    #[pyattr(name = "SocketType")]
    #[pyclass(module = "_socket", name = "socket")]
    #[derive(Debug, PyPayload)]
    struct Socket {
        fd: AtomicI32,
        family: AtomicI32,
        kind: AtomicI32,
        protocol: AtomicI32,
        timeout_ns: AtomicI64,
        /// The last closed descriptor's options die with it; only one thread closes.
        closing: Mutex<()>,
    }

    impl Default for Socket {
        fn default() -> Self {
            Socket {
                fd: AtomicI32::new(-1),
                family: AtomicI32::new(-1),
                kind: AtomicI32::new(-1),
                protocol: AtomicI32::new(-1),
                timeout_ns: AtomicI64::new(BLOCKING),
                closing: Mutex::new(()),
            }
        }
    }

    impl DefaultConstructor for Socket {}

    #[derive(FromArgs)]
    struct SocketArgs {
        #[pyarg(any, default = -1)]
        family: i32,
        #[pyarg(any, default = -1)]
        r#type: i32,
        #[pyarg(any, default = -1)]
        proto: i32,
        #[pyarg(any, optional)]
        fileno: OptionalArg<PyObjectRef>,
    }

    impl Initializer for Socket {
        type Args = SocketArgs;

        fn init(zelf: PyRef<Self>, args: SocketArgs, vm: &VirtualMachine) -> PyResult<()> {
            let given = args.fileno.into_option().filter(|fileno| !vm.is_none(fileno));
            match given {
                Some(fileno) => zelf.adopt(&fileno, args.family, args.r#type, args.proto, vm),
                None => zelf.create(args.family, args.r#type, args.proto, vm),
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
            zelf.close(vm)
        }
    }

    impl Socket {
        fn create(&self, family: i32, kind: i32, protocol: i32, vm: &VirtualMachine) -> PyResult<()> {
            let or = |given: i32, default| if given == -1 { default } else { given };
            let (family, kind) = (or(family, libc::AF_INET), or(kind, libc::SOCK_STREAM));
            let protocol = or(protocol, 0);
            let fd = actor::probe()
                .socket(actor::site(vm), family, kind, protocol)
                .map_err(|errno| errors::os_error(errno, vm))?;
            self.hold(fd, family, kind, protocol, vm)
        }

        /// Takes over a descriptor that the program already has (accept's, detach's).
        fn adopt(
            &self,
            fileno: &PyObject,
            family: i32,
            kind: i32,
            protocol: i32,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            if fileno.fast_isinstance(vm.ctx.types.float_type) {
                return Err(vm.new_type_error("integer argument expected, got float"));
            }
            let fd: i32 = fileno.try_index(vm)?.try_to_primitive(vm)?;
            if fd < 0 {
                return Err(vm.new_value_error("negative file descriptor"));
            }
            let is = actor::probe().identify(fd).map_err(|errno| errors::os_error(errno, vm))?;
            let or = |given: i32, found| if given == -1 { found } else { given };
            self.hold(fd, or(family, is.family), or(kind, is.kind), or(protocol, is.protocol), vm)
        }

        fn hold(&self, fd: i32, family: i32, kind: i32, protocol: i32, vm: &VirtualMachine) -> PyResult<()> {
            self.fd.store(fd, Ordering::Relaxed);
            self.family.store(family, Ordering::Relaxed);
            self.kind.store(kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC), Ordering::Relaxed);
            self.protocol.store(protocol, Ordering::Relaxed);
            if kind & libc::SOCK_NONBLOCK != 0 {
                self.timeout_ns.store(0, Ordering::Relaxed);
                return Ok(());
            }
            let timeout_ns = DEFAULT_TIMEOUT.load(Ordering::Relaxed);
            self.timeout_ns.store(timeout_ns, Ordering::Relaxed);
            if timeout_ns >= 0 { self.set_kernel_blocking(false, vm) } else { Ok(()) }
        }

        fn fd(&self) -> i32 {
            self.fd.load(Ordering::Relaxed)
        }

        fn timeout(&self) -> Option<Duration> {
            u64::try_from(self.timeout_ns.load(Ordering::Relaxed)).ok().map(Duration::from_nanos)
        }

        fn set_kernel_blocking(&self, blocking: bool, vm: &VirtualMachine) -> PyResult<()> {
            actor::probe()
                .set_blocking(actor::site(vm), self.fd(), blocking)
                .map_err(|errno| errors::os_error(errno, vm))
        }

        fn address(&self, object: &PyObject, caller: &str, vm: &VirtualMachine) -> PyResult<Address> {
            address::parse(self.family(), object, caller, vm)
        }

        /// The steps of a call of which the name is the system call's, unless a timeout makes it several.
        fn steps(&self, name: ApiName, vm: &VirtualMachine) -> Steps {
            match self.timeout() {
                Some(timeout) if !timeout.is_zero() => Steps::group(ApiName::Timeout, vm),
                _ => Steps::one(name, vm),
            }
        }

        fn connect_to(
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
                Err(Errno(libc::EINPROGRESS)) if self.timeout().is_some_and(|timeout| !timeout.is_zero()) => {
                }
                other => return other.map_err(Failure::from),
            }
            waiting::call(fd, For::Connecting, self.timeout(), &mut steps, vm, |site| {
                let error = actor::probe().option(site, fd, libc::SOL_SOCKET, libc::SO_ERROR, 4)?;
                match error.first_chunk().map(|bytes| i32::from_ne_bytes(*bytes)) {
                    Some(0 | libc::EISCONN) | None => Ok(()),
                    Some(error) => Err(Errno(error)),
                }
            })
        }

        fn receive(
            &self,
            max_bytes: usize,
            flags: i32,
            name: ApiName,
            vm: &VirtualMachine,
        ) -> Result<(Vec<u8>, Option<Address>), Failure> {
            let fd = self.fd();
            let mut steps = self.steps(name, vm);
            waiting::call(fd, For::Reading, self.timeout(), &mut steps, vm, |site| {
                actor::probe().recv(site, fd, max_bytes, flags)
            })
        }

        fn receive_into(
            &self,
            buffer: &ArgMemoryBuffer,
            nbytes: OptionalArg<isize>,
            flags: OptionalArg<i32>,
            caller: &str,
            vm: &VirtualMachine,
        ) -> Result<(usize, Option<Address>), Failure> {
            let room = buffer.len();
            let asked = usize::try_from(nbytes.unwrap_or(0))
                .map_err(|_| vm.new_value_error(format!("negative buffersize in {caller}")))?;
            if asked > room {
                return Err(vm.new_value_error("nbytes is greater than the length of the buffer").into());
            }
            let max_bytes = if asked == 0 { room } else { asked };
            let (data, from) = self.receive(max_bytes, flags.unwrap_or(0), ApiName::RecvInto, vm)?;
            let mut buffer = buffer.borrow_buf_mut();
            match buffer.get_mut(..data.len()) {
                Some(place) => place.copy_from_slice(&data),
                None => return Err(vm.new_buffer_error("the buffer changed its size").into()),
            }
            Ok((data.len(), from))
        }
    }

    #[pyclass(with(Constructor, Initializer, Representable, Destructor), flags(BASETYPE))]
    impl Socket {
        #[pygetset]
        fn family(&self) -> i32 {
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
            to_seconds(self.timeout_ns.load(Ordering::Relaxed), vm)
        }

        #[pymethod]
        fn gettimeout(&self, vm: &VirtualMachine) -> PyObjectRef {
            self.timeout_seconds(vm)
        }

        #[pymethod]
        fn settimeout(&self, timeout: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let timeout_ns = timeout_ns(&timeout, vm)?;
            self.timeout_ns.store(timeout_ns, Ordering::Relaxed);
            self.set_kernel_blocking(timeout_ns < 0, vm)
        }

        #[pymethod]
        fn setblocking(&self, blocking: bool, vm: &VirtualMachine) -> PyResult<()> {
            self.timeout_ns.store(if blocking { BLOCKING } else { 0 }, Ordering::Relaxed);
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
        fn bind(&self, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let address = self.address(&address, "bind", vm)?;
            actor::probe()
                .bind(actor::site(vm), self.fd(), &address)
                .map_err(|errno| errors::os_error(errno, vm))
        }

        #[pymethod]
        fn listen(&self, backlog: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<()> {
            let backlog = backlog.unwrap_or(libc::SOMAXCONN.min(128)).max(0);
            actor::probe()
                .listen(actor::site(vm), self.fd(), backlog)
                .map_err(|errno| errors::os_error(errno, vm))
        }

        #[pymethod]
        fn _accept(&self, vm: &VirtualMachine) -> PyResult {
            let fd = self.fd();
            let mut steps = self.steps(ApiName::Same, vm);
            let accept = |site| actor::probe().accept(site, fd);
            let (new, peer) = waiting::call(fd, For::Reading, self.timeout(), &mut steps, vm, accept)
                .map_err(|failure| failure.into_pyexception(vm))?;
            Ok((new, address::to_python(&peer, vm)).to_pyobject(vm))
        }

        #[pymethod]
        fn connect(&self, address: PyObjectRef, vm: &VirtualMachine) -> Result<(), Failure> {
            self.connect_to(&address, ApiName::Same, "connect", vm)
        }

        #[pymethod]
        fn connect_ex(&self, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<i32> {
            match self.connect_to(&address, ApiName::ConnectEx, "connect_ex", vm) {
                Ok(()) => Ok(0),
                Err(Failure::Kernel(errno)) => Ok(errno.0),
                Err(Failure::TimedOut) => Ok(libc::EWOULDBLOCK),
                Err(Failure::Raised(exception)) => Err(exception),
            }
        }

        #[pymethod]
        fn send(
            &self,
            data: ArgBytesLike,
            flags: OptionalArg<i32>,
            vm: &VirtualMachine,
        ) -> Result<usize, Failure> {
            let (fd, flags) = (self.fd(), flags.unwrap_or(0));
            let data = data.borrow_buf();
            let mut steps = self.steps(ApiName::Same, vm);
            waiting::call(fd, For::Writing, self.timeout(), &mut steps, vm, |site| {
                actor::probe().send(site, fd, &data, flags, None)
            })
        }

        #[pymethod]
        fn sendall(
            &self,
            data: ArgBytesLike,
            flags: OptionalArg<i32>,
            vm: &VirtualMachine,
        ) -> Result<(), Failure> {
            let (fd, flags) = (self.fd(), flags.unwrap_or(0));
            let data = data.borrow_buf();
            let mut steps = Steps::group(ApiName::Sendall, vm);
            let patience = self.timeout().filter(|timeout| !timeout.is_zero());
            let deadline = patience.map(|patience| std::time::Instant::now() + patience);
            let mut rest = &data[..];
            loop {
                let timeout = match deadline {
                    Some(deadline) => match deadline.checked_duration_since(std::time::Instant::now()) {
                        Some(left) if !left.is_zero() => Some(left),
                        _ => return Err(Failure::TimedOut),
                    },
                    None => self.timeout(),
                };
                let sent = waiting::call(fd, For::Writing, timeout, &mut steps, vm, |site| {
                    actor::probe().send(site, fd, rest, flags, None)
                })?;
                rest = &rest[sent.min(rest.len())..];
                if rest.is_empty() {
                    return Ok(());
                }
            }
        }

        #[pymethod]
        fn sendto(
            &self,
            data: ArgBytesLike,
            flags_or_address: PyObjectRef,
            address: OptionalArg<PyObjectRef>,
            vm: &VirtualMachine,
        ) -> Result<usize, Failure> {
            let (flags, address) = match address {
                OptionalArg::Present(address) => {
                    (flags_or_address.try_index(vm)?.try_to_primitive::<i32>(vm)?, address)
                }
                OptionalArg::Missing => (0, flags_or_address),
            };
            let to = self.address(&address, "sendto", vm)?;
            let fd = self.fd();
            let data = data.borrow_buf();
            let mut steps = self.steps(ApiName::Same, vm);
            waiting::call(fd, For::Writing, self.timeout(), &mut steps, vm, |site| {
                actor::probe().send(site, fd, &data, flags, Some(&to))
            })
        }

        #[pymethod]
        fn recv(&self, bufsize: isize, flags: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
            let max_bytes =
                usize::try_from(bufsize).map_err(|_| vm.new_value_error("negative buffersize in recv"))?;
            let (data, _) = self
                .receive(max_bytes, flags.unwrap_or(0), ApiName::Same, vm)
                .map_err(|failure| failure.into_pyexception(vm))?;
            Ok(data)
        }

        #[pymethod]
        fn recvfrom(&self, bufsize: isize, flags: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult {
            let max_bytes = usize::try_from(bufsize)
                .map_err(|_| vm.new_value_error("negative buffersize in recvfrom"))?;
            let (data, from) = self
                .receive(max_bytes, flags.unwrap_or(0), ApiName::Same, vm)
                .map_err(|failure| failure.into_pyexception(vm))?;
            let from = from.map_or_else(|| vm.ctx.none(), |from| address::to_python(&from, vm));
            Ok((data, from).to_pyobject(vm))
        }

        #[pymethod]
        fn recv_into(
            &self,
            buffer: ArgMemoryBuffer,
            nbytes: OptionalArg<isize>,
            flags: OptionalArg<i32>,
            vm: &VirtualMachine,
        ) -> Result<usize, Failure> {
            self.receive_into(&buffer, nbytes, flags, "recv_into", vm).map(|(len, _)| len)
        }

        #[pymethod]
        fn recvfrom_into(
            &self,
            buffer: ArgMemoryBuffer,
            nbytes: OptionalArg<isize>,
            flags: OptionalArg<i32>,
            vm: &VirtualMachine,
        ) -> PyResult {
            let (len, from) = self
                .receive_into(&buffer, nbytes, flags, "recvfrom_into", vm)
                .map_err(|failure| failure.into_pyexception(vm))?;
            let from = from.map_or_else(|| vm.ctx.none(), |from| address::to_python(&from, vm));
            Ok((len, from).to_pyobject(vm))
        }

        #[pymethod]
        fn shutdown(&self, how: i32, vm: &VirtualMachine) -> PyResult<()> {
            let how = match how {
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
            let fd = {
                let _closing = self.closing.lock().unwrap_or_else(PoisonError::into_inner);
                self.fd.swap(-1, Ordering::Relaxed)
            };
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
        fn setsockopt(
            &self,
            level: i32,
            option: i32,
            value: PyObjectRef,
            len: OptionalArg<u32>,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
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
                .set_option(actor::site(vm), self.fd(), level, option, &value)
                .map_err(|errno| errors::os_error(errno, vm))
        }

        #[pymethod]
        fn getsockopt(
            &self,
            level: i32,
            option: i32,
            buflen: OptionalArg<i32>,
            vm: &VirtualMachine,
        ) -> PyResult {
            let get = |max_bytes| {
                actor::probe()
                    .option(actor::site(vm), self.fd(), level, option, max_bytes)
                    .map_err(|errno| errors::os_error(errno, vm))
            };
            match usize::try_from(buflen.unwrap_or(0)) {
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

    fn to_seconds(timeout_ns: TimeoutNs, vm: &VirtualMachine) -> PyObjectRef {
        if timeout_ns < 0 { vm.ctx.none() } else { vm.ctx.new_float(timeout_ns as f64 / 1e9).into() }
    }

    fn timeout_ns(object: &PyObject, vm: &VirtualMachine) -> PyResult<TimeoutNs> {
        if vm.is_none(object) {
            return Ok(BLOCKING);
        }
        let seconds = match object.downcast_ref::<PyFloat>() {
            Some(number) => number.to_f64(),
            None => object.try_index(vm)?.try_to_primitive::<i64>(vm)? as f64,
        };
        if seconds.is_nan() {
            return Err(vm.new_value_error("Invalid value NaN (not a number)"));
        }
        if seconds < 0.0 {
            return Err(vm.new_value_error("Timeout value out of range"));
        }
        let ns = (seconds * 1e9).ceil();
        if ns >= i64::MAX as f64 {
            return Err(vm.new_overflow_error("timestamp too large to convert to C PyTime_t"));
        }
        Ok(ns as i64)
    }

    #[pyfunction]
    fn getdefaulttimeout(vm: &VirtualMachine) -> PyObjectRef {
        to_seconds(DEFAULT_TIMEOUT.load(Ordering::Relaxed), vm)
    }

    #[pyfunction]
    fn setdefaulttimeout(timeout: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        DEFAULT_TIMEOUT.store(timeout_ns(&timeout, vm)?, Ordering::Relaxed);
        Ok(())
    }

    #[derive(FromArgs)]
    struct PairArgs {
        #[pyarg(any, default = libc::AF_UNIX)]
        family: i32,
        #[pyarg(any, default = libc::SOCK_STREAM)]
        r#type: i32,
        #[pyarg(any, default = 0)]
        proto: i32,
    }

    #[pyfunction]
    fn socketpair(args: PairArgs, vm: &VirtualMachine) -> PyResult {
        let [a, b] = actor::probe()
            .socketpair(actor::site(vm), args.family, args.r#type, args.proto)
            .map_err(|errno| errors::os_error(errno, vm))?;
        let hold = |fd| -> PyResult<PyObjectRef> {
            let socket = Socket::default();
            socket.hold(fd, args.family, args.r#type, args.proto, vm)?;
            Ok(socket.into_ref(&vm.ctx).into())
        };
        Ok((hold(a)?, hold(b)?).to_pyobject(vm))
    }

    #[pyfunction]
    fn close(fd: i32, vm: &VirtualMachine) -> PyResult<()> {
        actor::probe().close(actor::site(vm), fd).map_err(|errno| errors::os_error(errno, vm))
    }

    #[pyfunction]
    fn dup(fd: i32, vm: &VirtualMachine) -> PyResult<i32> {
        actor::probe().duplicate(fd).map_err(|errno| errors::os_error(errno, vm))
    }

    #[pyfunction]
    fn gethostname() -> &'static str {
        names::HOST_NAME
    }

    #[pyfunction]
    fn gethostbyname(name: PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
        let name = address::host_name(&name, vm)?;
        match names::host(&name, libc::AF_INET) {
            Ok(ip) => Ok(ip.to_string()),
            Err(unresolved) => Err(gaierror(unresolved, vm)),
        }
    }

    #[pyfunction]
    fn gethostbyname_ex(name: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let ip = gethostbyname(name.clone(), vm)?;
        let name = address::host_name(&name, vm)?;
        let ips = vm.ctx.new_list(vec![ip.to_pyobject(vm)]);
        Ok((name, vm.ctx.new_list(Vec::new()), ips).to_pyobject(vm))
    }

    #[pyfunction]
    fn gethostbyaddr(name: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let ip = gethostbyname(name, vm)?;
        let ips = vm.ctx.new_list(vec![ip.to_pyobject(vm)]);
        Ok((names::HOST_NAME, vm.ctx.new_list(Vec::new()), ips).to_pyobject(vm))
    }

    #[derive(FromArgs)]
    struct AddressInfoArgs {
        #[pyarg(any)]
        host: PyObjectRef,
        #[pyarg(any)]
        port: PyObjectRef,
        #[pyarg(any, default = 0)]
        family: i32,
        #[pyarg(any, default = 0)]
        r#type: i32,
        #[pyarg(any, default = 0)]
        proto: i32,
        #[pyarg(any, default = 0)]
        flags: i32,
    }

    /// `getaddrinfo`: numbers and localhost only; there is no DNS. Without a family, localhost is IPv4.
    #[pyfunction]
    fn getaddrinfo(args: AddressInfoArgs, vm: &VirtualMachine) -> PyResult {
        let refuse = |number| gaierror(Unresolved(number), vm);
        if !matches!(args.family, libc::AF_UNSPEC | libc::AF_INET | libc::AF_INET6) {
            return Err(refuse(libc::EAI_FAMILY));
        }
        let port = address::port(&args.port, vm)?;
        let v6 = args.family == libc::AF_INET6;
        let ip = if vm.is_none(&args.host) {
            match (args.flags & libc::AI_PASSIVE != 0, v6) {
                (true, true) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
                (true, false) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
                (false, true) => IpAddr::V6(Ipv6Addr::LOCALHOST),
                (false, false) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            }
        } else {
            let name = address::host_name(&args.host, vm)?;
            let named = args.flags & libc::AI_NUMERICHOST != 0 && name.parse::<IpAddr>().is_err();
            if named || name.is_empty() {
                return Err(refuse(libc::EAI_NONAME));
            }
            names::host(&name, args.family).map_err(|unresolved| gaierror(unresolved, vm))?
        };
        let family = if ip.is_ipv6() { libc::AF_INET6 } else { libc::AF_INET };
        let kinds = [
            (libc::SOCK_STREAM, libc::IPPROTO_TCP),
            (libc::SOCK_DGRAM, libc::IPPROTO_UDP),
            (libc::SOCK_RAW, libc::IPPROTO_IP),
        ];
        let found: Vec<PyObjectRef> = kinds
            .into_iter()
            .filter(|(kind, _)| args.r#type == 0 || args.r#type == *kind)
            .filter(|(kind, protocol)| args.proto == 0 || args.proto == *protocol || *kind == libc::SOCK_RAW)
            .map(|(kind, protocol)| {
                let protocol = if kind == libc::SOCK_RAW { args.proto } else { protocol };
                (family, kind, protocol, "", address::of_ip(ip, port, vm)).to_pyobject(vm)
            })
            .collect();
        if found.is_empty() { Err(refuse(libc::EAI_SOCKTYPE)) } else { Ok(vm.ctx.new_list(found).into()) }
    }

    #[pyfunction]
    fn getnameinfo(sockaddr: PyObjectRef, _flags: i32, vm: &VirtualMachine) -> PyResult {
        let parts: Vec<PyObjectRef> = sockaddr.try_into_value(vm)?;
        let [host, port, ..] = parts.as_slice() else {
            return Err(vm.new_type_error("getnameinfo() argument 1 must be a tuple"));
        };
        Ok((host.clone(), port.str(vm)?).to_pyobject(vm))
    }

    #[pyfunction]
    fn getservbyname(name: String, _protocol: OptionalArg<String>, vm: &VirtualMachine) -> PyResult<u16> {
        names::service(&name).ok_or_else(|| vm.new_os_error("service/proto not found".to_owned()))
    }

    #[pyfunction]
    fn getservbyport(
        port: u16,
        _protocol: OptionalArg<String>,
        vm: &VirtualMachine,
    ) -> PyResult<&'static str> {
        names::service_name(port).ok_or_else(|| vm.new_os_error("port/proto not found".to_owned()))
    }

    #[pyfunction]
    fn getprotobyname(name: String, vm: &VirtualMachine) -> PyResult<i32> {
        match name.as_str() {
            "ip" => Ok(libc::IPPROTO_IP),
            "icmp" => Ok(libc::IPPROTO_ICMP),
            "tcp" => Ok(libc::IPPROTO_TCP),
            "udp" => Ok(libc::IPPROTO_UDP),
            _ => Err(vm.new_os_error("protocol not found".to_owned())),
        }
    }

    #[pyfunction]
    fn htons(number: PyObjectRef, vm: &VirtualMachine) -> PyResult<u16> {
        short(&number, "htons", vm).map(u16::to_be)
    }

    #[pyfunction]
    fn ntohs(number: PyObjectRef, vm: &VirtualMachine) -> PyResult<u16> {
        short(&number, "ntohs", vm).map(u16::from_be)
    }

    fn short(number: &PyObject, caller: &str, vm: &VirtualMachine) -> PyResult<u16> {
        let number: i64 = number.try_index(vm)?.try_to_primitive(vm)?;
        if number < 0 {
            let message = format!("{caller}: can't convert negative Python int to C 16-bit unsigned integer");
            return Err(vm.new_overflow_error(message));
        }
        u16::try_from(number).map_err(|_| {
            vm.new_overflow_error(format!(
                "{caller}: Python int too large to convert to C 16-bit unsigned integer"
            ))
        })
    }

    #[pyfunction]
    fn htonl(number: u32) -> u32 {
        number.to_be()
    }

    #[pyfunction]
    fn ntohl(number: u32) -> u32 {
        u32::from_be(number)
    }

    #[pyfunction]
    fn inet_aton(text: String, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        names::aton(&text)
            .map(|ip| ip.octets().to_vec())
            .ok_or_else(|| vm.new_os_error("illegal IP address string passed to inet_aton".to_owned()))
    }

    #[pyfunction]
    fn inet_ntoa(packed: ArgBytesLike, vm: &VirtualMachine) -> PyResult<String> {
        let octets: [u8; 4] = (&*packed.borrow_buf())
            .try_into()
            .map_err(|_| vm.new_os_error("packed IP wrong length".to_owned()))?;
        Ok(Ipv4Addr::from(octets).to_string())
    }

    #[pyfunction]
    fn inet_pton(family: i32, text: String, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        let packed = match family {
            libc::AF_INET => text.parse::<Ipv4Addr>().ok().map(|ip| ip.octets().to_vec()),
            libc::AF_INET6 => text.parse::<Ipv6Addr>().ok().map(|ip| ip.octets().to_vec()),
            _ => return Err(errors::os_error(Errno(libc::EAFNOSUPPORT), vm)),
        };
        packed.ok_or_else(|| vm.new_os_error("illegal IP address string passed to inet_pton".to_owned()))
    }

    #[pyfunction]
    fn inet_ntop(family: i32, packed: ArgBytesLike, vm: &VirtualMachine) -> PyResult<String> {
        let packed = packed.borrow_buf();
        let invalid = || vm.new_value_error("invalid length of packed IP address string");
        match family {
            libc::AF_INET => {
                <[u8; 4]>::try_from(&*packed).map(|ip| Ipv4Addr::from(ip).to_string()).map_err(|_| invalid())
            }
            libc::AF_INET6 => {
                <[u8; 16]>::try_from(&*packed).map(|ip| Ipv6Addr::from(ip).to_string()).map_err(|_| invalid())
            }
            _ => Err(vm.new_value_error(format!("unknown address family {family}"))),
        }
    }
}
