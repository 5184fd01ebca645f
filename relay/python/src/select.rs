//! The `select` module: select, poll and epoll over the probe.

pub(crate) use module::module_def;

#[rustpython_vm::pymodule(name = "select")]
mod module {
    use crate::{actor, errors, signals};
    use rustpython_vm::{
        FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, TryFromObject, VirtualMachine,
        builtins::{PyModule, PyType, PyTypeRef},
        class::PyClassImpl,
        common::lock::PyMutex,
        convert::ToPyObject,
        function::{FuncArgs, OptionalArg},
        pyclass,
        stdlib::_io::Fildes,
        types::Constructor,
    };
    use socketscope_probe::{Errno, ReadySets, clock::now_ns};
    use std::{
        collections::BTreeMap,
        sync::atomic::{AtomicBool, AtomicI32, Ordering},
    };

    const FD_SETSIZE: i32 = libc::FD_SETSIZE as i32;

    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        Poll::make_static_type();
        __module_exec(vm, module);
        Ok(())
    }

    #[pyattr]
    use libc::{
        EPOLL_CLOEXEC, EPOLLERR, EPOLLEXCLUSIVE, EPOLLHUP, EPOLLIN, EPOLLMSG, EPOLLONESHOT, EPOLLOUT,
        EPOLLPRI, EPOLLRDBAND, EPOLLRDHUP, EPOLLRDNORM, EPOLLWAKEUP, EPOLLWRBAND, EPOLLWRNORM, POLLERR,
        POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLPRI, POLLRDHUP,
    };
    #[pyattr]
    const EPOLLET: u32 = libc::EPOLLET as u32;
    #[pyattr]
    const PIPE_BUF: i32 = 4096;

    #[pyattr]
    fn error(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.os_error.to_owned()
    }

    /// `select.select(rlist, wlist, xlist[, timeout])`
    #[pyfunction]
    fn select(
        rlist: PyObjectRef,
        wlist: PyObjectRef,
        xlist: PyObjectRef,
        timeout: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let timeout_ns = select_timeout(timeout, vm)?;
        let [read, write, except] = [rlist, wlist, xlist].map(|list| selectable(&list, vm));
        let (read, write, except) = (read?, write?, except?);
        let fds = |list: &[(PyObjectRef, i32)]| list.iter().map(|(_, fd)| *fd).collect();
        let wanted = ReadySets { read: fds(&read), write: fds(&write), except: fds(&except) };
        let mut patience = Patience::new(timeout_ns);
        let ready = signals::waited(actor::site(vm), vm, |site| {
            actor::probe().select(site, &wanted, patience.left_ns())
        })?;
        let chosen = |list: Vec<(PyObjectRef, i32)>, ready: &[i32]| -> PyObjectRef {
            let chosen = list.into_iter().filter(|(_, fd)| ready.contains(fd)).map(|(object, _)| object);
            vm.ctx.new_list(chosen.collect()).into()
        };
        let lists = [chosen(read, &ready.read), chosen(write, &ready.write), chosen(except, &ready.except)];
        Ok(vm.ctx.new_tuple(lists.to_vec()).into())
    }

    fn selectable(list: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<(PyObjectRef, i32)>> {
        if vm.is_none(list) || list.get_iter(vm).is_err() {
            return Err(vm.new_type_error("arguments 1-3 must be sequences"));
        }
        // Not under the list's lock: a `fileno` of the program's may change the list.
        vm.map_iterable_object(list, |object| {
            let Fildes(fd) = object.clone().try_into_value(vm)?;
            if fd >= FD_SETSIZE {
                return Err(vm.new_value_error("filedescriptor out of range in select()"));
            }
            Ok((object, fd))
        })?
    }

    fn select_timeout(timeout: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<Option<u64>> {
        let Some(timeout) = timeout.into_option().filter(|timeout| !vm.is_none(timeout)) else {
            return Ok(None);
        };
        let seconds =
            seconds(&timeout, vm)?.ok_or_else(|| vm.new_type_error("timeout must be a float or None"))?;
        if seconds < 0.0 {
            return Err(vm.new_value_error("timeout must be non-negative"));
        }
        as_ns(seconds, vm).map(Some)
    }

    /// A number of any kind; `None` if it is not a number.
    fn seconds(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<f64>> {
        let Some(number) = object.number().float(vm).and_then(Result::ok) else { return Ok(None) };
        let number = number.to_f64();
        if number.is_nan() {
            return Err(vm.new_value_error("Invalid value NaN (not a number)"));
        }
        Ok(Some(number))
    }

    fn as_ns(seconds: f64, vm: &VirtualMachine) -> PyResult<u64> {
        let ns = (seconds * 1e9).ceil();
        if ns >= i64::MAX as f64 {
            return Err(vm.new_overflow_error("timestamp too large to convert to C PyTime_t"));
        }
        Ok(ns as u64)
    }

    /// A timeout where a negative one means none; `per_second` is 1000 for milliseconds.
    fn patient_timeout(
        timeout: OptionalArg<PyObjectRef>,
        per_second: f64,
        vm: &VirtualMachine,
    ) -> PyResult<Option<u64>> {
        let Some(timeout) = timeout.into_option().filter(|timeout| !vm.is_none(timeout)) else {
            return Ok(None);
        };
        let number =
            seconds(&timeout, vm)?.ok_or_else(|| vm.new_type_error("timeout must be an integer or None"))?;
        if number < 0.0 { Ok(None) } else { as_ns(number / per_second, vm).map(Some) }
    }

    /// A timeout, part of which a signal's handler uses up.
    struct Patience {
        timeout_ns: Option<u64>,
        until_ns: Option<u64>,
    }

    impl Patience {
        fn new(timeout_ns: Option<u64>) -> Self {
            Patience { timeout_ns, until_ns: None }
        }

        /// The whole of it at first, then what is left.
        fn left_ns(&mut self) -> Option<u64> {
            let timeout_ns = self.timeout_ns?;
            match self.until_ns {
                Some(until_ns) => Some(until_ns.saturating_sub(now_ns())),
                None => {
                    self.until_ns = Some(now_ns().saturating_add(timeout_ns));
                    Some(timeout_ns)
                }
            }
        }
    }

    #[pyfunction]
    fn poll() -> Poll {
        Poll::default()
    }

    /// `select.poll()`: the descriptors and events that it watches.
    #[pyclass(no_attr, module = "select", name = "poll")]
    #[derive(Debug, Default, PyPayload)]
    struct Poll {
        watched: PyMutex<BTreeMap<i32, i16>>,
        /// A thread is in `poll`.
        waiting: AtomicBool,
    }

    /// Event bits as `poll` objects take them (CPython's `_PyLong_UnsignedShort_Converter`).
    struct Events(i16);

    impl TryFromObject for Events {
        fn try_from_object(vm: &VirtualMachine, object: PyObjectRef) -> PyResult<Self> {
            let number = object.try_index(vm)?;
            let number = number.as_bigint();
            if *number < 0.into() {
                return Err(vm.new_value_error("value must be positive"));
            }
            let too_large = |_| vm.new_overflow_error("Python int too large to convert to C unsigned short");
            u16::try_from(number).map(|bits| Events(bits.cast_signed())).map_err(too_large)
        }
    }

    #[pyclass(flags(DISALLOW_INSTANTIATION))]
    impl Poll {
        const ALL: i16 = POLLIN | POLLPRI | POLLOUT;

        #[pymethod]
        fn register(&self, Fildes(fd): Fildes, events: OptionalArg<Events>) {
            self.watched.lock().insert(fd, events.map_or(Self::ALL, |Events(bits)| bits));
        }

        #[pymethod]
        fn modify(&self, Fildes(fd): Fildes, Events(events): Events, vm: &VirtualMachine) -> PyResult<()> {
            match self.watched.lock().get_mut(&fd) {
                Some(watched) => *watched = events,
                None => return Err(errors::os_error(Errno(libc::ENOENT), vm)),
            }
            Ok(())
        }

        #[pymethod]
        fn unregister(&self, Fildes(fd): Fildes, vm: &VirtualMachine) -> PyResult<()> {
            match self.watched.lock().remove(&fd) {
                Some(_) => Ok(()),
                None => Err(vm.new_key_error(vm.ctx.new_int(fd).into())),
            }
        }

        #[pymethod]
        fn poll(&self, timeout: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
            let timeout_ns = patient_timeout(timeout, 1000.0, vm)?;
            if self.waiting.swap(true, Ordering::Relaxed) {
                return Err(vm.new_runtime_error("concurrent poll() invocation"));
            }
            let watched: Vec<_> = self.watched.lock().iter().map(|(fd, events)| (*fd, *events)).collect();
            let mut patience = Patience::new(timeout_ns);
            let ready = signals::waited(actor::site(vm), vm, |site| {
                actor::probe().poll(site, &watched, patience.left_ns())
            });
            self.waiting.store(false, Ordering::Relaxed);
            let ready = ready?.into_iter().map(|(fd, events)| (fd, events.cast_unsigned()).to_pyobject(vm));
            Ok(vm.ctx.new_list(ready.collect()).into())
        }
    }

    /// `select.epoll`: a descriptor of the kernel's; -1 once closed.
    #[pyattr]
    #[pyclass(module = "select", name = "epoll")]
    #[derive(Debug, PyPayload)]
    struct Epoll {
        fd: AtomicI32,
    }

    #[derive(FromArgs)]
    struct EpollArgs {
        #[pyarg(any, default = -1)]
        sizehint: i32,
        #[pyarg(any, default = 0)]
        flags: i32,
    }

    #[derive(FromArgs)]
    struct WaitArgs {
        #[pyarg(any, optional)]
        timeout: OptionalArg<PyObjectRef>,
        #[pyarg(any, default = -1)]
        maxevents: i32,
    }

    impl Constructor for Epoll {
        type Args = EpollArgs;

        fn py_new(_class: &Py<PyType>, args: EpollArgs, vm: &VirtualMachine) -> PyResult<Self> {
            if args.sizehint != -1 && args.sizehint <= 0 {
                return Err(vm.new_value_error("negative sizehint"));
            }
            if args.flags & !EPOLL_CLOEXEC != 0 {
                return Err(vm.new_os_error("invalid flags".to_owned()));
            }
            let site = actor::site(vm);
            let fd = actor::probe().epoll_create(site).map_err(|errno| errors::os_error(errno, vm))?;
            Ok(Epoll { fd: AtomicI32::new(fd) })
        }
    }

    #[pyclass(with(Constructor))]
    impl Epoll {
        const ALL: u32 = (EPOLLIN | EPOLLPRI | EPOLLOUT) as u32;

        fn open(&self, vm: &VirtualMachine) -> PyResult<i32> {
            match self.fd.load(Ordering::Relaxed) {
                -1 => Err(vm.new_value_error("I/O operation on closed epoll object")),
                fd => Ok(fd),
            }
        }

        fn control(&self, action: i32, fd: i32, events: u32, vm: &VirtualMachine) -> PyResult<()> {
            let epoll = self.open(vm)?;
            let site = actor::site(vm);
            actor::probe()
                .epoll_control(site, epoll, action, fd, events)
                .map_err(|errno| errors::os_error(errno, vm))
        }

        #[pymethod]
        fn close(&self, vm: &VirtualMachine) -> PyResult<()> {
            match self.fd.swap(-1, Ordering::Relaxed) {
                -1 => Ok(()),
                fd => actor::probe().close(actor::site(vm), fd).map_err(|errno| errors::os_error(errno, vm)),
            }
        }

        #[pygetset]
        fn closed(&self) -> bool {
            self.fd.load(Ordering::Relaxed) == -1
        }

        #[pymethod]
        fn fileno(&self, vm: &VirtualMachine) -> PyResult<i32> {
            self.open(vm)
        }

        /// The object of a descriptor that is one already.
        #[pyclassmethod]
        fn fromfd(_class: PyTypeRef, fd: i32) -> Self {
            Epoll { fd: AtomicI32::new(fd) }
        }

        #[pymethod]
        fn register(
            &self,
            Fildes(fd): Fildes,
            events: OptionalArg<u32>,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            self.control(libc::EPOLL_CTL_ADD, fd, events.unwrap_or(Self::ALL), vm)
        }

        #[pymethod]
        fn modify(&self, Fildes(fd): Fildes, events: u32, vm: &VirtualMachine) -> PyResult<()> {
            self.control(libc::EPOLL_CTL_MOD, fd, events, vm)
        }

        #[pymethod]
        fn unregister(&self, Fildes(fd): Fildes, vm: &VirtualMachine) -> PyResult<()> {
            self.control(libc::EPOLL_CTL_DEL, fd, 0, vm)
        }

        #[pymethod]
        fn poll(&self, args: WaitArgs, vm: &VirtualMachine) -> PyResult {
            let epoll = self.open(vm)?;
            let timeout_ns = patient_timeout(args.timeout, 1.0, vm)?;
            let max_events = match args.maxevents {
                -1 => FD_SETSIZE as u32 - 1,
                1.. => args.maxevents.cast_unsigned(),
                other => {
                    let message = format!("maxevents must be greater than 0, got {other}");
                    return Err(vm.new_value_error(message));
                }
            };
            let mut patience = Patience::new(timeout_ns);
            let ready = signals::waited(actor::site(vm), vm, |site| {
                actor::probe().epoll_wait(site, epoll, max_events, patience.left_ns())
            })?;
            Ok(vm.ctx.new_list(ready.into_iter().map(|ready| ready.to_pyobject(vm)).collect()).into())
        }

        #[pymethod]
        fn __enter__(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<PyRef<Self>> {
            zelf.open(vm)?;
            Ok(zelf)
        }

        #[pymethod]
        fn __exit__(&self, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
            self.close(vm)
        }
    }
}
