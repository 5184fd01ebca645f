//! `time.sleep`, reported because others wait for it.

use crate::{actor, signals};
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine, function::ArgIntoFloat};
use socketscope_probe::clock::now_ns;

/// Replaces the library's with ours.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let ours = vm.new_function("sleep", sleep);
    vm.import("time", 0)?.set_attr("sleep", ours, vm)
}

fn sleep(seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let whole_ns = duration_ns(seconds, vm)?;
    let until_ns = now_ns().saturating_add(whole_ns);
    signals::waited(actor::site(vm), vm, |site| {
        let left_ns = if site.continues { until_ns.saturating_sub(now_ns()) } else { whole_ns };
        actor::probe().sleep(site, left_ns)
    })
}

fn duration_ns(seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<u64> {
    let class = seconds.class().name().to_string();
    let seconds: ArgIntoFloat = seconds
        .try_into_value(vm)
        .map_err(|_| vm.new_type_error(format!("'{class}' object cannot be interpreted as an integer")))?;
    let seconds = seconds.into_float();
    if seconds.is_nan() {
        return Err(vm.new_value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(vm.new_value_error("sleep length must be non-negative"));
    }
    if seconds * 1e9 >= i64::MAX as f64 {
        return Err(vm.new_overflow_error("timestamp too large to convert to C PyTime_t"));
    }
    Ok((seconds * 1e9) as u64)
}
