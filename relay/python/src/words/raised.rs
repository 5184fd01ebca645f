//! What the interpreter itself raises, in the frame where it does: `sys.monitoring`'s RAISE, without instrumenting any
//! code.

use super::{plain, reword};
use rustpython_vm::{
    PyRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyCode},
    bytecode::{BinaryOperator, Instruction},
};

/// `sys.monitoring.events.RAISE`: its bit.
const RAISE: usize = 11;
/// The last of the six tools, which no debugger, profiler or coverage tool takes.
const TOOL: usize = 5;

/// From now on, each exception passes [`hear`] before its frame looks for a handler.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let hear = vm.new_function("raised", hear);
    let mut monitoring = vm.state.monitoring.lock();
    monitoring.tool_names[TOOL] = Some("socketscope".to_owned());
    monitoring.global_events[TOOL] = 1 << RAISE;
    monitoring.callbacks.insert((TOOL, RAISE), hear.into());
    vm.state.monitoring_events.store(monitoring.combined_events());
    Ok(())
}

/// `offset` is in bytes: an instruction and its argument are two.
fn hear(code: PyRef<PyCode>, offset: usize, error: PyBaseExceptionRef, vm: &VirtualMachine) {
    let instructions = &code.code.instructions;
    let place = offset / 2;
    if place < instructions.len() {
        let instruction = instructions.read_op(place).deoptimize();
        let argument = u8::from(instructions.read_arg(place));
        reword(&error, vm, |text| words(instruction, argument, text));
    }
}

/// What CPython says instead of `text` where an instruction raises it; `None` where it says the same.
fn words(instruction: Instruction, argument: u8, text: &str) -> Option<String> {
    let is = |operator: BinaryOperator| argument == operator as u8;
    match instruction {
        Instruction::RaiseVarargs { .. } => {
            let ours = text.starts_with("exceptions must be classes or instances deriving");
            ours.then(|| "exceptions must derive from BaseException".to_owned())
        }
        Instruction::CheckExcMatch if text.starts_with("issubclass() arg 1") => {
            Some("catching classes that do not inherit from BaseException is not allowed".to_owned())
        }
        Instruction::BinaryOp { .. }
            if is(BinaryOperator::Multiply) || is(BinaryOperator::InplaceMultiply) =>
        {
            let number = text.strip_suffix(" object cannot be interpreted as an integer");
            number.map(|class| format!("can't multiply sequence by non-int of type {class}"))
        }
        Instruction::ContainsOp { .. } => {
            if let Some(class) = text.strip_prefix("unexpected type ") {
                return Some(format!("a bytes-like object is required, not '{class}'"));
            }
            let class = text.strip_suffix(" object is not iterable")?;
            Some(format!("argument of type {class} is not iterable"))
        }
        Instruction::StoreSubscr | Instruction::StoreSlice => {
            let by_slice = text.ends_with("object is not iterable");
            by_slice.then(|| "can only assign an iterable".to_owned()).or_else(|| plain::words(text))
        }
        _ => plain::words(text),
    }
}
