//! What `os` and `fcntl` do with descriptors. A socket's descriptor is read and written by calls that are reported
//! as recv(2) and send(2): without flags they do the same.

pub(crate) use module::module_def;

#[rustpython_vm::pymodule(name = "_descriptors")]
mod module {
    use crate::{actor, errors, signals};
    use rustpython_vm::{
        PyResult, VirtualMachine,
        builtins::PyBytesRef,
        function::{ArgBytesLike, OptionalArg},
        stdlib::_io::Fildes,
    };
    use socketscope_probe::{Errno, Kind};

    fn kind(fd: i32, vm: &VirtualMachine) -> PyResult<Kind> {
        let entry = actor::probe().entry(fd);
        entry.map(|entry| entry.kind).ok_or_else(|| errors::os_error(Errno(libc::EBADF), vm))
    }

    fn done<T>(result: Result<T, Errno>, vm: &VirtualMachine) -> PyResult<T> {
        result.map_err(|errno| errors::os_error(errno, vm))
    }

    /// `os.read`: what the person types, a socket, or a pipe.
    #[pyfunction]
    fn read(fd: i32, n: isize, vm: &VirtualMachine) -> PyResult<PyBytesRef> {
        let invalid = || errors::os_error(Errno(libc::EINVAL), vm);
        let max_bytes = usize::try_from(n).map_err(|_| invalid())?;
        if fd == 0 {
            let raw = vm.sys_module.get_attr("__stdin__", vm)?.get_attr("buffer", vm)?.get_attr("raw", vm)?;
            return vm.call_method(&raw, "read", (max_bytes,))?.try_into_value(vm);
        }
        let site = actor::site(vm);
        let data = match kind(fd, vm)? {
            Kind::Epoll => return Err(invalid()),
            Kind::Pipe => signals::waited(site, vm, |_| actor::probe().read_pipe(fd, max_bytes))?,
            Kind::Stream | Kind::Message => {
                signals::waited(site, vm, |site| actor::probe().recv(site, fd, max_bytes, 0))?.0
            }
        };
        Ok(vm.ctx.new_bytes(data))
    }

    /// `os.write`: to the page, a socket, or a pipe.
    #[pyfunction]
    fn write(fd: i32, data: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        let data = data.borrow_buf();
        if let 1 | 2 = fd {
            let (line, copy) = (actor::line(vm), data.to_vec());
            vm.allow_threads(|| actor::probe().reporter().output(fd == 2, line, copy));
            return Ok(data.len());
        }
        let site = actor::site(vm);
        match kind(fd, vm)? {
            Kind::Epoll => Err(errors::os_error(Errno(libc::EINVAL), vm)),
            Kind::Pipe => signals::waited(site, vm, |_| actor::probe().write_pipe(fd, &data)),
            Kind::Stream | Kind::Message => {
                signals::waited(site, vm, |site| actor::probe().send(site, fd, &data, 0, None))
            }
        }
    }

    /// `os.close`.
    #[pyfunction]
    fn close(fd: i32, vm: &VirtualMachine) -> PyResult<()> {
        let site = actor::site(vm);
        done(vm.allow_threads(|| actor::probe().close(site, fd)), vm)
    }

    /// `os.dup`.
    #[pyfunction]
    fn dup(fd: i32, vm: &VirtualMachine) -> PyResult<i32> {
        done(actor::probe().duplicate(fd), vm)
    }

    /// `os.dup2`: what was open under the other number is closed before.
    #[pyfunction]
    fn dup2(fd: i32, fd2: i32, inheritable: OptionalArg<bool>, vm: &VirtualMachine) -> PyResult<i32> {
        kind(fd, vm)?;
        if fd == fd2 {
            return Ok(fd2);
        }
        if actor::probe().entry(fd2).is_some() {
            close(fd2, vm)?;
        }
        let copy = done(actor::probe().duplicate_as(fd, fd2), vm)?;
        done(actor::probe().set_inheritable(copy, inheritable.unwrap_or(true)), vm)?;
        Ok(copy)
    }

    /// `os.pipe`: stays within the program; no process will ever have the other end.
    #[pyfunction]
    fn pipe(vm: &VirtualMachine) -> PyResult<(i32, i32)> {
        pipe2(0, vm)
    }

    /// `os.pipe2`.
    #[pyfunction]
    fn pipe2(flags: i32, vm: &VirtualMachine) -> PyResult<(i32, i32)> {
        done(actor::probe().pipe(flags & libc::O_NONBLOCK != 0), vm).map(|[reader, writer]| (reader, writer))
    }

    /// The type and permissions of a descriptor (`st_mode`).
    #[pyfunction]
    fn mode_of(fd: i32, vm: &VirtualMachine) -> PyResult<u32> {
        if (0..3).contains(&fd) {
            return Ok(libc::S_IFCHR | 0o620);
        }
        Ok(match kind(fd, vm)? {
            Kind::Stream | Kind::Message => libc::S_IFSOCK | 0o777,
            Kind::Pipe => libc::S_IFIFO | 0o600,
            Kind::Epoll => 0o600,
        })
    }

    #[pyfunction]
    fn get_blocking(fd: i32, vm: &VirtualMachine) -> PyResult<bool> {
        Ok(done(actor::probe().status_flags(fd), vm)? & libc::O_NONBLOCK == 0)
    }

    #[pyfunction]
    fn set_blocking(fd: i32, blocking: bool, vm: &VirtualMachine) -> PyResult<()> {
        done(actor::probe().set_blocking(actor::site(vm), fd, blocking), vm)
    }

    #[pyfunction]
    fn get_inheritable(fd: i32, vm: &VirtualMachine) -> PyResult<bool> {
        done(actor::probe().inheritable(fd), vm)
    }

    #[pyfunction]
    fn set_inheritable(fd: i32, inheritable: bool, vm: &VirtualMachine) -> PyResult<()> {
        done(actor::probe().set_inheritable(fd, inheritable), vm)
    }

    /// `fcntl.fcntl`: the flags of a descriptor and of what it refers to.
    #[pyfunction]
    fn fcntl(
        Fildes(fd): Fildes,
        command: i32,
        argument: OptionalArg<i32>,
        vm: &VirtualMachine,
    ) -> PyResult<i32> {
        let argument = argument.unwrap_or(0);
        match command {
            libc::F_GETFL => done(actor::probe().status_flags(fd), vm),
            libc::F_SETFL => set_blocking(fd, argument & libc::O_NONBLOCK == 0, vm).map(|()| 0),
            libc::F_GETFD => get_inheritable(fd, vm).map(|on| if on { 0 } else { libc::FD_CLOEXEC }),
            libc::F_SETFD => set_inheritable(fd, argument & libc::FD_CLOEXEC == 0, vm).map(|()| 0),
            _ => Err(errors::os_error(Errno(libc::EINVAL), vm)),
        }
    }
}
