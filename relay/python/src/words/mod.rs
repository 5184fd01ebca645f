//! Errors of the language in CPython's words: the interpreter raises the same ones but words some differently.
//!
//! Native errors are reworded where they leave native code, before any Python sees them. This costs nothing while there
//! are none.
//!
//! - `calls`: built-in functions, methods and classes, by their name; `arguments`, `counts`: what they say about arguments.
//! - `operators`: slots of built-in types, whose texts need the operands.
//! - `raised`: what the interpreter itself raises; `plain`: texts that need no context.

mod arguments;
mod calls;
mod counts;
mod operators;
mod plain;
mod raised;

use rustpython_vm::{
    AsObject, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyStr},
};

/// Before the program.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    calls::install(vm);
    operators::install(vm);
    raised::install(vm)
}

/// Gives an error another text where `words` has one for it. What Python code raised stays as it is.
fn reword(error: &PyBaseExceptionRef, vm: &VirtualMachine, words: impl FnOnce(&str) -> Option<String>) {
    if error.__traceback__().is_some() {
        return;
    }
    let args = error.args();
    let [text] = args.as_slice() else { return };
    let Some(words) = text.downcast_ref::<PyStr>().and_then(|text| words(text.to_str()?)) else { return };
    let args = vm.ctx.new_tuple(vec![vm.ctx.new_str(words).into()]);
    // An error that cannot be changed stays as it is.
    let _ = error.as_object().set_attr("args", args, vm);
}
