//! Address arguments as CPython checks them, and addresses as it returns them.

use super::names::{self, Unresolved};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyByteArray, PyBytes, PyInt, PyStr, PyTuple, PyTypeRef},
    convert::ToPyObject,
};
use socketscope_shared::Address;
use std::{
    ffi::OsStr,
    net::{IpAddr, SocketAddr},
    os::unix::ffi::OsStrExt,
};

/// Room for a Unix socket's path, bytes.
const UNIX_BYTES: usize = 108;

/// The address of a bind, connect or sendto; `caller` is the method's name, for the message.
pub(super) fn parse(family: i32, object: &PyObject, caller: &str, vm: &VirtualMachine) -> PyResult<Address> {
    match family {
        libc::AF_INET => {
            let tuple = tuple(object, "AF_INET", caller, vm)?;
            let [host, port] = tuple else {
                return Err(vm.new_type_error("AF_INET address must be a pair (host, port)"));
            };
            internet(family, host, port, caller, vm)
        }
        libc::AF_INET6 => {
            let tuple = tuple(object, "AF_INET6", caller, vm)?;
            let ([host, port] | [host, port, _] | [host, port, _, _]) = tuple else {
                let message = "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])";
                return Err(vm.new_type_error(message));
            };
            let address = internet(family, host, port, caller, vm)?;
            flow_and_scope(tuple, caller, vm)?;
            Ok(address)
        }
        libc::AF_UNIX => {
            let path = match object.downcast_ref::<PyStr>() {
                Some(path) => vm.fsencode(path)?.as_bytes().to_vec(),
                None => object.try_bytes_like(vm, <[u8]>::to_vec)?,
            };
            // A path needs room for its zero.
            let room = if path.first() == Some(&0) { UNIX_BYTES } else { UNIX_BYTES - 1 };
            if path.len() > room {
                return Err(vm.new_os_error("AF_UNIX path too long".to_owned()));
            }
            Ok(Address::Unix(path))
        }
        _ => Err(vm.new_os_error(format!("{caller}(): bad family"))),
    }
}

fn tuple<'a>(
    object: &'a PyObject,
    family: &str,
    caller: &str,
    vm: &VirtualMachine,
) -> PyResult<&'a [PyObjectRef]> {
    let tuple = object.downcast_ref::<PyTuple>().ok_or_else(|| {
        let class = object.class().name().to_string();
        vm.new_type_error(format!("{caller}(): {family} address must be tuple, not {class}"))
    })?;
    Ok(tuple.as_slice())
}

fn internet(
    family: i32,
    host: &PyObject,
    port: &PyObject,
    caller: &str,
    vm: &VirtualMachine,
) -> PyResult<Address> {
    let host = host_name(host, vm)?;
    let number = port.try_index(vm)?;
    let port = number
        .as_bigint()
        .try_into()
        .map_err(|_| vm.new_overflow_error(format!("{caller}(): port must be 0-65535.")))?;
    let ip = names::host(&host, family).map_err(|unresolved| gaierror(unresolved, vm))?;
    Ok(SocketAddr::new(ip, port).into())
}

/// The last two parts of an IPv6 address, where it has them; CPython takes their low 32 bits.
pub(super) fn flow_and_scope(
    parts: &[PyObjectRef],
    caller: &str,
    vm: &VirtualMachine,
) -> PyResult<(u32, u32)> {
    let number = |place: usize| {
        parts.get(place).map_or(Ok(0), |part| part.try_index(vm).map(|number| number.as_u32_mask()))
    };
    let (flow, scope) = (number(2)?, number(3)?);
    if flow > 0xfffff {
        return Err(vm.new_overflow_error(format!("{caller}(): flowinfo must be 0-1048575.")));
    }
    Ok((flow, scope))
}

/// A host's name in any form that CPython takes.
pub(super) fn host_name(object: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    if let Some(name) = object.downcast_ref::<PyStr>() {
        return Ok(name.to_string());
    }
    if object.downcast_ref::<PyBytes>().is_none() && object.downcast_ref::<PyByteArray>().is_none() {
        let class = object.class().name().to_string();
        return Err(vm.new_type_error(format!("str, bytes or bytearray expected, not {class}")));
    }
    object.try_bytes_like(vm, |name| String::from_utf8_lossy(name).into_owned())
}

/// An address as CPython returns it: a tuple, a path, or None.
pub(super) fn to_python(address: &Address, vm: &VirtualMachine) -> PyObjectRef {
    match address {
        Address::V4(..) => match address.to_std() {
            Some(address) => (address.ip().to_string(), address.port()).to_pyobject(vm),
            None => vm.ctx.none(),
        },
        Address::V6(..) => match address.to_std() {
            Some(address) => (address.ip().to_string(), address.port(), 0, 0).to_pyobject(vm),
            None => vm.ctx.none(),
        },
        Address::Unix(path) if path.first() == Some(&0) => vm.ctx.new_bytes(path.clone()).into(),
        Address::Unix(path) => vm.fsdecode(OsStr::from_bytes(path)).into(),
        Address::Other => vm.ctx.none(),
    }
}

/// One `getaddrinfo` result's last part.
pub(super) fn of_ip(ip: IpAddr, port: u16, scope: u32, vm: &VirtualMachine) -> PyObjectRef {
    match ip {
        IpAddr::V4(_) => (ip.to_string(), port).to_pyobject(vm),
        IpAddr::V6(_) => (ip.to_string(), port, 0, scope).to_pyobject(vm),
    }
}

/// `socket.gaierror: [Errno -2] Name or service not known`.
pub(super) fn gaierror(unresolved: Unresolved, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let class = vm.import("_socket", 0).and_then(|module| module.get_attr("gaierror", vm));
    match class.and_then(|class| class.try_into_value::<PyTypeRef>(vm)) {
        Ok(class) => vm.new_os_subtype_error(class, Some(unresolved.0), unresolved.message()).upcast(),
        Err(exception) => exception,
    }
}

/// A port, and whether a service's name meant it.
pub(super) fn port(object: &PyObject, vm: &VirtualMachine) -> PyResult<(u16, bool)> {
    let unknown = || gaierror(Unresolved(libc::EAI_SERVICE), vm);
    if vm.is_none(object) {
        return Ok((0, false));
    }
    if let Some(number) = object.downcast_ref::<PyInt>() {
        // As the C library does: the number's low 16 bits.
        let number: i64 = number.try_to_primitive(vm)?;
        return if number < 0 { Err(unknown()) } else { Ok((number as u16, false)) };
    }
    if let Some(name) = object.downcast_ref::<PyStr>() {
        // What is no text is no name.
        vm.call_method(name.as_object(), "encode", ("utf-8",))?;
    }
    let name = host_name(object, vm).map_err(|_| vm.new_os_error("Int or String expected".to_owned()))?;
    if let Ok(number) = name.parse::<u64>() {
        return Ok((number as u16, false));
    }
    names::service(&name).map(|port| (port, true)).ok_or_else(unknown)
}
