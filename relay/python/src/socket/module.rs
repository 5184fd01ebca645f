//! `_socket`: the socket type and the module's functions.

pub(crate) use _socket::module_def;

#[rustpython_vm::pymodule(with(super::lookup::resolving))]
mod _socket {
    use crate::{
        actor, errors,
        socket::{constants, names, object::Socket, timeout},
    };
    use rustpython_vm::{
        FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine,
        builtins::{PyModule, PyTypeRef},
        class::PyClassImpl,
        common as rustpython_common,
        convert::ToPyObject,
        function::ArgBytesLike,
    };
    use socketscope_probe::Errno;
    use std::{
        net::{Ipv4Addr, Ipv6Addr},
        sync::atomic::Ordering,
    };

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

    #[pyattr(name = "timeout")]
    fn timeout_type(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.timeout_error.to_owned()
    }

    #[pyattr(name = "socket")]
    fn socket_type(_vm: &VirtualMachine) -> PyTypeRef {
        Socket::make_static_type()
    }

    #[pyattr(name = "SocketType")]
    fn socket_type_too(_vm: &VirtualMachine) -> PyTypeRef {
        Socket::make_static_type()
    }

    #[pyattr(once)]
    fn herror(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.new_exception_type("socket", "herror", Some(vec![vm.ctx.exceptions.os_error.to_owned()]))
    }

    #[pyattr(once, name = "gaierror")]
    fn gaierror_type(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.new_exception_type("socket", "gaierror", Some(vec![vm.ctx.exceptions.os_error.to_owned()]))
    }

    #[pyfunction]
    fn getdefaulttimeout(vm: &VirtualMachine) -> PyObjectRef {
        timeout::to_seconds(timeout::DEFAULT_TIMEOUT.load(Ordering::Relaxed), vm)
    }

    #[pyfunction]
    fn setdefaulttimeout(seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        timeout::DEFAULT_TIMEOUT.store(timeout::from_seconds(&seconds, vm)?, Ordering::Relaxed);
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
            .map_err(|errno| errors::no_socket(errno, vm))?;
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
            .map_err(|_| vm.new_os_error("packed IP wrong length for inet_ntoa".to_owned()))?;
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

    /// The room that one piece of ancillary data takes, its header included (cmsg(3)).
    #[pyfunction(name = "CMSG_LEN")]
    fn cmsg_len(len: isize, vm: &VirtualMachine) -> PyResult<isize> {
        ancillary(len, 1, "CMSG_LEN", vm)
    }

    /// The same, with what it takes to align the next.
    #[pyfunction(name = "CMSG_SPACE")]
    fn cmsg_space(len: isize, vm: &VirtualMachine) -> PyResult<isize> {
        ancillary(len, size_of::<usize>() as isize, "CMSG_SPACE", vm)
    }

    fn ancillary(len: isize, align: isize, caller: &str, vm: &VirtualMachine) -> PyResult<isize> {
        let header = size_of::<libc::cmsghdr>() as isize;
        // As CPython: room for the alignment before the data and after it.
        let padding = if align > 1 { align } else { 0 };
        if !(0..=libc::c_int::MAX as isize - header - padding).contains(&len) {
            return Err(vm.new_overflow_error(format!("{caller}() argument out of range")));
        }
        let room = len + header + align - 1;
        Ok(room - room % align)
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
