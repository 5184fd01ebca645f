//! `_socket`'s functions that look names up: hosts, services, protocols, interfaces.

use super::{
    address::{self, gaierror},
    names::{self, Unresolved},
};
use rustpython_vm::VirtualMachine;

/// What getaddrinfo can be asked for, with the protocol of each kind of socket.
const KINDS: [(i32, i32); 3] = [
    (libc::SOCK_STREAM, libc::IPPROTO_TCP),
    (libc::SOCK_DGRAM, libc::IPPROTO_UDP),
    (libc::SOCK_RAW, libc::IPPROTO_IP),
];
/// Every flag of getaddrinfo(3).
const FLAGS: i32 = libc::AI_PASSIVE
    | libc::AI_CANONNAME
    | libc::AI_NUMERICHOST
    | libc::AI_NUMERICSERV
    | libc::AI_V4MAPPED
    | libc::AI_ALL
    | libc::AI_ADDRCONFIG
    | 0xff00 & !libc::AI_NUMERICSERV;
/// Where the loopback is the only interface, its number.
const LOOPBACK: (u32, &str) = (1, "lo");

fn refused(number: i32, vm: &VirtualMachine) -> rustpython_vm::builtins::PyBaseExceptionRef {
    gaierror(Unresolved(number), vm)
}

/// The kinds of socket that a hint lets through, each with its protocol.
fn kinds(kind: i32, protocol: i32) -> Vec<(i32, i32)> {
    let fits = |&(k, p): &(i32, i32)| {
        (kind == 0 || kind == k) && (protocol == 0 || protocol == p || k == libc::SOCK_RAW)
    };
    let named = |(k, p)| (k, if k == libc::SOCK_RAW { protocol } else { p });
    let mut found: Vec<_> = KINDS.into_iter().filter(fits).map(named).collect();
    // A protocol of its own kind is not asked for raw, unless raw is asked for.
    if kind == 0 && protocol != 0 && found.len() > 1 {
        found.retain(|(k, _)| *k != libc::SOCK_RAW);
    }
    found
}

#[rustpython_vm::pymodule(sub)]
pub(super) mod resolving {
    use super::{FLAGS, LOOPBACK, address, kinds, names, refused};
    use crate::errors;
    use rustpython_vm::{
        FromArgs, PyObjectRef, PyResult, VirtualMachine,
        builtins::{PyBytes, PyInt, PyStr, PyTuple, PyTypeRef},
        convert::ToPyObject,
        function::OptionalArg,
    };
    use socketscope_probe::Errno;
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    #[pyfunction]
    fn gethostname() -> &'static str {
        names::HOST_NAME
    }

    #[pyfunction]
    fn gethostbyname(name: PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
        let name = address::host_name(&name, vm)?;
        match names::host(&name, libc::AF_INET) {
            Ok(ip) => Ok(ip.to_string()),
            Err(unresolved) => Err(address::gaierror(unresolved, vm)),
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
        let name = address::host_name(&name, vm)?;
        let ip =
            names::host(&name, libc::AF_UNSPEC).map_err(|unresolved| address::gaierror(unresolved, vm))?;
        let Some(name) = names::name_of(ip) else {
            // netdb.h: TRY_AGAIN.
            let class: PyTypeRef = vm.import("_socket", 0)?.get_attr("herror", vm)?.try_into_value(vm)?;
            return Err(vm.new_os_subtype_error(class, Some(2), "Host name lookup failure").upcast());
        };
        let ips = vm.ctx.new_list(vec![ip.to_string().to_pyobject(vm)]);
        Ok((name, vm.ctx.new_list(Vec::new()), ips).to_pyobject(vm))
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

    /// `getaddrinfo`: numbers, localhost and the session's hosts; there is no DNS. Without a family, localhost is IPv4.
    #[pyfunction]
    fn getaddrinfo(args: AddressInfoArgs, vm: &VirtualMachine) -> PyResult {
        if !matches!(args.family, libc::AF_UNSPEC | libc::AF_INET | libc::AF_INET6) {
            return Err(refused(libc::EAI_FAMILY, vm));
        }
        if args.flags & !FLAGS != 0 {
            return Err(refused(libc::EAI_BADFLAGS, vm));
        }
        if vm.is_none(&args.host) && vm.is_none(&args.port) {
            return Err(refused(libc::EAI_NONAME, vm));
        }
        let kinds = kinds(args.r#type, args.proto);
        if kinds.is_empty() {
            return Err(refused(libc::EAI_SOCKTYPE, vm));
        }
        let (port, named) = address::port(&args.port, vm)?;
        if named && args.flags & libc::AI_NUMERICSERV != 0 {
            return Err(refused(libc::EAI_NONAME, vm));
        }
        let (ips, scope, canonical) = hosts(&args, vm)?;
        let mut found: Vec<PyObjectRef> = Vec::new();
        for ip in ips {
            let family = if ip.is_ipv6() { libc::AF_INET6 } else { libc::AF_INET };
            for (kind, protocol) in &kinds {
                // A service that has a name is one of TCP or UDP.
                if named && *kind == libc::SOCK_RAW {
                    continue;
                }
                let name = if found.is_empty() { canonical.as_str() } else { "" };
                found.push(
                    (family, *kind, *protocol, name, address::of_ip(ip, port, scope, vm)).to_pyobject(vm),
                );
            }
        }
        Ok(vm.ctx.new_list(found).into())
    }

    /// The addresses in the C library's order, their scope, and the canonical name where it was asked for.
    fn hosts(args: &AddressInfoArgs, vm: &VirtualMachine) -> PyResult<(Vec<IpAddr>, u32, String)> {
        if vm.is_none(&args.host) {
            let ips: [IpAddr; 2] = match args.flags & libc::AI_PASSIVE != 0 {
                true => [Ipv4Addr::UNSPECIFIED.into(), Ipv6Addr::UNSPECIFIED.into()],
                false => [Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()],
            };
            let wanted = |ip: &IpAddr| match args.family {
                libc::AF_INET => ip.is_ipv4(),
                libc::AF_INET6 => ip.is_ipv6(),
                _ => true,
            };
            return Ok((ips.into_iter().filter(wanted).collect(), 0, String::new()));
        }
        let name = address::host_name(&args.host, vm)?;
        let (name, scope) = scoped(&name).unwrap_or((name, 0));
        let numeric = names::number(&name).is_some();
        if name.is_empty() || !numeric && args.flags & libc::AI_NUMERICHOST != 0 {
            return Err(refused(libc::EAI_NONAME, vm));
        }
        let ip = names::host(&name, args.family).map_err(|unresolved| address::gaierror(unresolved, vm))?;
        let canonical = if args.flags & libc::AI_CANONNAME != 0 { name } else { String::new() };
        Ok((vec![ip], scope, canonical))
    }

    /// An IPv6 address and its scope: `fe80::1%lo`, `fe80::1%1`.
    fn scoped(name: &str) -> Option<(String, u32)> {
        let (ip, scope) = name.split_once('%')?;
        ip.parse::<Ipv6Addr>().ok()?;
        let (loopback, loopback_name) = LOOPBACK;
        let scope = if scope == loopback_name { loopback } else { scope.parse().ok()? };
        Some((ip.to_owned(), scope))
    }

    /// `getnameinfo`: the host must be a number already.
    #[pyfunction]
    fn getnameinfo(sockaddr: PyObjectRef, flags: i32, vm: &VirtualMachine) -> PyResult {
        let illegal = || vm.new_type_error("getnameinfo(): illegal sockaddr argument");
        let Some(parts) = sockaddr.downcast_ref::<PyTuple>().map(|tuple| tuple.as_slice()) else {
            return Err(vm.new_type_error("getnameinfo() argument 1 must be a tuple"));
        };
        let ([host, port] | [host, port, _] | [host, port, _, _]) = parts else { return Err(illegal()) };
        let host = host.downcast_ref::<PyStr>().ok_or_else(illegal)?.to_string();
        // As the C library does: the number's low 16 bits.
        let port = port.try_index(vm)?.try_to_primitive::<i64>(vm)? as u16;
        let (_, scope) = address::flow_and_scope(parts, "getnameinfo", vm)?;
        let ip = names::number(&host).ok_or_else(|| refused(libc::EAI_NONAME, vm))?;
        if ip.is_ipv4() && parts.len() != 2 {
            return Err(vm.new_os_error("IPv4 sockaddr must be 2 tuple".to_owned()));
        }
        let host = match names::name_of(ip) {
            Some(name) if flags & libc::NI_NUMERICHOST == 0 => name.to_owned(),
            None if flags & libc::NI_NUMERICHOST == 0 => return Err(refused(libc::EAI_AGAIN, vm)),
            _ if scope == 0 => ip.to_string(),
            _ if scope == LOOPBACK.0 => format!("{ip}%{}", LOOPBACK.1),
            _ => format!("{ip}%{scope}"),
        };
        let service = names::service_name(port).filter(|_| flags & libc::NI_NUMERICSERV == 0);
        Ok((host, service.map_or_else(|| port.to_string(), str::to_owned)).to_pyobject(vm))
    }

    #[pyfunction]
    fn getservbyname(name: String, protocol: OptionalArg<String>, vm: &VirtualMachine) -> PyResult<u16> {
        let known = protocol.into_option().is_none_or(|name| matches!(name.as_str(), "tcp" | "udp"));
        let port = names::service(&name).filter(|_| known);
        port.ok_or_else(|| vm.new_os_error("service/proto not found".to_owned()))
    }

    #[pyfunction]
    fn getservbyport(
        port: PyObjectRef,
        protocol: OptionalArg<String>,
        vm: &VirtualMachine,
    ) -> PyResult<&'static str> {
        let port = port.try_index(vm)?.try_to_primitive::<i64>(vm)?;
        let port =
            u16::try_from(port).map_err(|_| vm.new_overflow_error("getservbyport: port must be 0-65535."))?;
        let known = protocol.into_option().is_none_or(|name| matches!(name.as_str(), "tcp" | "udp"));
        let name = names::service_name(port).filter(|_| known);
        name.ok_or_else(|| vm.new_os_error("port/proto not found".to_owned()))
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

    /// `if_nameindex`: what a session's network has.
    #[pyfunction]
    fn if_nameindex(vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.new_list(vec![LOOPBACK.to_pyobject(vm)]).into()
    }

    #[pyfunction]
    fn if_nametoindex(name: PyObjectRef, vm: &VirtualMachine) -> PyResult<u32> {
        let given = match (name.downcast_ref::<PyStr>(), name.downcast_ref::<PyBytes>()) {
            (Some(name), _) => name.to_string(),
            (None, Some(name)) => String::from_utf8_lossy(name.as_bytes()).into_owned(),
            (None, None) => {
                let class = name.class().name().to_string();
                let message = format!("expected str, bytes or os.PathLike object, not {class}");
                return Err(vm.new_type_error(message));
            }
        };
        let (index, loopback) = LOOPBACK;
        (given == loopback)
            .then_some(index)
            .ok_or_else(|| vm.new_os_error("no interface with this name".to_owned()))
    }

    #[pyfunction]
    fn if_indextoname(index: PyObjectRef, vm: &VirtualMachine) -> PyResult<&'static str> {
        let index =
            index.downcast_ref::<PyInt>().ok_or_else(|| vm.new_type_error("an integer is required"))?;
        let wanted: i128 = index.try_to_primitive(vm)?;
        if wanted < 0 {
            return Err(vm.new_overflow_error("can't convert negative value to unsigned int"));
        }
        let (number, name) = LOOPBACK;
        (wanted == i128::from(number)).then_some(name).ok_or_else(|| errors::os_error(Errno(libc::ENXIO), vm))
    }
}
