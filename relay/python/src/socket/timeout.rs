//! A socket's timeout, as Python sees it.

use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine, builtins::PyFloat};
use std::sync::atomic::AtomicI64;

/// A timeout in ns: negative blocks, zero does not.
pub(super) type TimeoutNs = i64;
/// Calls wait as long as it takes.
pub(super) const BLOCKING: TimeoutNs = -1;

/// For sockets made from now on.
pub(super) static DEFAULT_TIMEOUT: AtomicI64 = AtomicI64::new(BLOCKING);

/// None, or seconds.
pub(super) fn to_seconds(timeout_ns: TimeoutNs, vm: &VirtualMachine) -> PyObjectRef {
    if timeout_ns < 0 { vm.ctx.none() } else { vm.ctx.new_float(timeout_ns as f64 / 1e9).into() }
}

/// From None or seconds.
pub(super) fn from_seconds(object: &PyObject, vm: &VirtualMachine) -> PyResult<TimeoutNs> {
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
