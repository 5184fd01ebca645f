//! Threads of the program: each is a lane, and there is a limit to them.

use crate::actor;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine, function::FuncArgs};
use socketscope_shared::event::Limit;

/// Stack of a thread, bytes: as many threads as a program may have fit into its address space.
const STACK_BYTES: usize = 1 << 20;

/// Puts a check before each way of starting a thread.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import("_thread", 0)?;
    module.get_attr("stack_size", vm)?.call((STACK_BYTES,), vm)?;
    for name in ["start_new_thread", "start_joinable_thread"] {
        let start = module.get_attr(name, vm)?;
        let checked =
            vm.new_function(name, move |args: FuncArgs, vm: &VirtualMachine| checked(&start, args, vm));
        module.set_attr(name, checked, vm)?;
    }
    let start = module.get_attr("start_new_thread", vm)?;
    module.set_attr("start_new", start, vm)
}

fn checked(start: &PyObjectRef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let limit = actor::probe().limits().threads;
    let running: usize = vm.import("_thread", 0)?.get_attr("_count", vm)?.call((), vm)?.try_into_value(vm)?;
    if running + 1 >= limit as usize {
        actor::probe().reporter().limit_reached(Limit::Threads(limit));
        return Err(vm.new_runtime_error("can't start new thread"));
    }
    if let Some(function) = args.args.first_mut().filter(|function| function.is_callable()) {
        *function = on_lane(actor::new_lane(), function.clone(), vm);
    }
    start.call(args, vm)
}

/// `function`, which first takes its place among the lanes.
fn on_lane(lane: u16, function: PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
    let run = move |args: FuncArgs, vm: &VirtualMachine| {
        actor::set_lane(lane);
        function.call(args, vm)
    };
    vm.new_function("thread", run).into()
}
