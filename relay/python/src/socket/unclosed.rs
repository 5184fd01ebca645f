//! The warning about a socket that nobody closed, as CPython gives it where the program's filters let it.

use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine,
    builtins::{PyList, PyTraceback, PyTuple},
    warn,
};

/// Warns that `socket` goes while it is open.
pub(super) fn warn(socket: &PyObject, vm: &VirtualMachine) {
    let warned = match is_heard(vm) {
        Ok(true) => say(socket, vm),
        other => other.map(drop),
    };
    let Err(exception) = warned else { return };
    if let Some(frame) = vm.current_frame() {
        let traceback =
            PyTraceback::new(None, frame.clone(), frame.lasti() * 2, frame.current_location().line);
        // Without one, the warning is given all the same.
        let _ = exception.as_object().set_attr("__traceback__", traceback.into_ref(&vm.ctx), vm);
    }
    vm.run_unraisable(exception, None, socket.to_owned());
}

/// Whether the filters let such warnings pass, as far as the category says. The text is the socket's `repr`, whose
/// calls would be recorded: by default the warning is ignored, and then the text is not made.
pub(crate) fn is_heard(vm: &VirtualMachine) -> PyResult<bool> {
    let modules = vm.sys_module.get_attr("modules", vm)?;
    let filters: PyObjectRef = match modules.get_item("warnings", vm) {
        Ok(warnings) => warnings.get_attr("filters", vm)?,
        Err(_) => vm.state.warnings.filters.clone().into(),
    };
    let Some(filters) = filters.downcast_ref::<PyList>() else { return Ok(true) };
    let filters = filters.borrow_vec().to_vec();
    for filter in &filters {
        let Some([action, message, category, module, _]) =
            filter.downcast_ref::<PyTuple>().map(|filter| filter.as_slice())
        else {
            return Ok(true);
        };
        let ours = vm.ctx.exceptions.resource_warning.as_object().is_subclass(category, vm)?;
        if ours && vm.is_none(message) && vm.is_none(module) {
            return Ok(action.str(vm)?.to_string() != "ignore");
        }
    }
    Ok(true)
}

fn say(socket: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let text = format!("unclosed {}", socket.repr(vm)?);
    let text: PyObjectRef = vm.ctx.new_str(text).into();
    let category = vm.ctx.exceptions.resource_warning.to_owned();
    if vm.current_frame().is_some() {
        return warn::warn(text, Some(category), 1, Some(socket.to_owned()), vm);
    }
    // After the program.
    let explicit = vm.import("_warnings", 0)?.get_attr("warn_explicit", vm)?;
    explicit.call((text, category, "sys", 1, "sys"), vm).map(drop)
}
