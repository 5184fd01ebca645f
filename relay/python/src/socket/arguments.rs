//! How many arguments a method takes, in CPython's words: beginners meet them (`connect("127.0.0.1", 8001)`).

use rustpython_vm::{
    PyResult, VirtualMachine,
    function::{FromArgs, FuncArgs},
};
use std::ops::RangeInclusive;

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
    let given = args.args.len();
    let bound = match given {
        _ if !args.kwargs.is_empty() => {
            return Err(vm.new_type_error(format!("socket.{name}() takes no keyword arguments")));
        }
        _ if takes.contains(&given) => return args.bind(vm),
        _ if given < *takes.start() => ("at least", *takes.start()),
        _ => ("at most", *takes.end()),
    };
    let (which, count) = bound;
    let plural = if count == 1 { "" } else { "s" };
    Err(vm.new_type_error(format!("{name}() takes {which} {count} argument{plural} ({given} given)")))
}
