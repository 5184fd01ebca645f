//! `_socket`: the socket type and the module's functions.

pub(crate) use _socket::module_def;

#[rustpython_vm::pymodule]
mod _socket {
    use crate::{
        actor, errors,
        socket::{
            address::{self, gaierror},
            constants,
            names::{self, Unresolved},
            object::Socket,
            timeout,
        },
    };
    use rustpython_vm::{
        FromArgs, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine,
        builtins::{PyModule, PyTypeRef},
        class::PyClassImpl,
        common as rustpython_common,
        convert::ToPyObject,
        function::{ArgBytesLike, OptionalArg},
    };
    use socketscope_probe::Errno;
    use std::{
        net::{IpAddr, Ipv4Addr, Ipv6Addr},
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
            .filter(|(kind, protocol)| args.proto == 0 || args.proto == *protocol || args.r#type == *kind)
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
