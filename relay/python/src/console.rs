//! `print` and `input`: the program's only terminal is the page.

pub(crate) use _socketscope::module_def;

/// What `prelude.py` needs.
#[rustpython_vm::pymodule]
mod _socketscope {
    use crate::{actor, signals};
    use rustpython_vm::{
        PyObjectRef, PyResult, VirtualMachine,
        builtins::{PyBytesRef, PyStrRef},
        function::{ArgBytesLike, OptionalArg},
    };

    /// Reports bytes that the program printed.
    #[pyfunction]
    fn print_output(data: ArgBytesLike, vm: &VirtualMachine) -> usize {
        print(false, &data, vm)
    }

    /// Reports bytes that the program printed as errors.
    #[pyfunction]
    fn print_error(data: ArgBytesLike, vm: &VirtualMachine) -> usize {
        print(true, &data, vm)
    }

    fn print(error: bool, data: &ArgBytesLike, vm: &VirtualMachine) -> usize {
        let data = data.borrow_buf().to_vec();
        let len = data.len();
        let line = actor::line(vm);
        vm.allow_threads(|| actor::probe().reporter().output(error, line, data));
        len
    }

    /// Asks the person for a line, and returns it without its newline.
    #[pyfunction]
    fn ask(prompt: OptionalArg<PyStrRef>, vm: &VirtualMachine) -> PyResult<String> {
        let prompt = prompt.map_or_else(String::new, |prompt| prompt.to_string());
        signals::waited(actor::site(vm), vm, |site| actor::probe().input(site, prompt.clone()))
    }

    /// The names of the lesson's files.
    #[pyfunction]
    fn file_names(vm: &VirtualMachine) -> PyObjectRef {
        let names = actor::files().keys().map(|name| vm.ctx.new_str(name.as_str()).into());
        vm.ctx.new_list(names.collect()).into()
    }

    /// The bytes of one of them.
    #[pyfunction]
    fn file_data(name: PyStrRef, vm: &VirtualMachine) -> Option<PyBytesRef> {
        actor::files().get(name.to_str()?).map(|data| vm.ctx.new_bytes(data.clone()))
    }
}
