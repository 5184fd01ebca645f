//! How many arguments a method takes, in CPython's words: beginners meet them (`connect("127.0.0.1", 8001)`).

use rustpython_vm::{
    PyObjectRef, PyResult, VirtualMachine,
    builtins::PyBytes,
    function::{ArgBytesLike, ArgMemoryBuffer, FromArgs, FuncArgs},
};
use std::{borrow::Cow, ops::RangeInclusive};

/// The only argument of a method.
pub(super) fn one<T: FromArgs>(name: &str, args: FuncArgs, vm: &VirtualMachine) -> PyResult<T> {
    let given = args.args.len();
    if !args.kwargs.is_empty() {
        return Err(vm.new_type_error(format!("socket.{name}() takes no keyword arguments")));
    }
    if given != 1 {
        return Err(vm.new_type_error(format!("socket.{name}() takes exactly one argument ({given} given)")));
    }
    args.bind(vm)
}

/// As many arguments as `takes` says.
pub(super) fn some<T: FromArgs>(
    name: &str,
    takes: RangeInclusive<usize>,
    args: FuncArgs,
    vm: &VirtualMachine,
) -> PyResult<T> {
    let (which, count) = match args.args.len() < *takes.start() {
        true => ("at least", *takes.start()),
        false => ("at most", *takes.end()),
    };
    let plural = if count == 1 { "" } else { "s" };
    counted(name, takes, &format!("{which} {count} argument{plural}"), args, vm)
}

/// As many arguments as `takes` says, and in `words`: `2 or 3 arguments`.
pub(super) fn counted<T: FromArgs>(
    name: &str,
    takes: RangeInclusive<usize>,
    words: &str,
    args: FuncArgs,
    vm: &VirtualMachine,
) -> PyResult<T> {
    let given = args.args.len();
    if !args.kwargs.is_empty() {
        return Err(vm.new_type_error(format!("socket.{name}() takes no keyword arguments")));
    }
    if !takes.contains(&given) {
        return Err(vm.new_type_error(format!("{name}() takes {words} ({given} given)")));
    }
    args.bind(vm)
}

/// The buffer that recv_into and recvfrom_into fill.
pub(super) fn writable(name: &str, buffer: PyObjectRef, vm: &VirtualMachine) -> PyResult<ArgMemoryBuffer> {
    let class = buffer.class().name().to_string();
    buffer.try_into_value(vm).map_err(|_| {
        vm.new_type_error(format!("{name}() argument 1 must be read-write bytes-like object, not {class}"))
    })
}

/// What is to be sent, without its object's lock: while the call waits, another thread may use what can change.
pub(super) fn unlocked(data: &ArgBytesLike) -> Cow<'_, [u8]> {
    match data.as_object().downcast_ref::<PyBytes>() {
        Some(bytes) => Cow::Borrowed(bytes.as_bytes()),
        None => Cow::Owned(data.borrow_buf().to_vec()),
    }
}
