//! `print` and `input`: the program's only terminal is the page.

pub(crate) use _socketscope::module_def;

/// What `prelude.py` stands on.
#[rustpython_vm::pymodule]
mod _socketscope {
    use crate::{actor, errors};
    use rustpython_vm::{
        PyResult, VirtualMachine,
        builtins::PyStrRef,
        function::{ArgBytesLike, FuncArgs, OptionalArg},
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

    /// Asks the person for a line; without its newline.
    #[pyfunction]
    fn ask(prompt: OptionalArg<PyStrRef>, vm: &VirtualMachine) -> String {
        let prompt = prompt.map_or_else(String::new, |prompt| prompt.to_string());
        let site = actor::site(vm);
        vm.allow_threads(|| actor::probe().input(site, prompt))
    }

    /// Raises the error of everything that would need a file.
    #[pyfunction]
    fn no_files(_args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        Err(errors::denied("programs in Socketscope have no files", vm))
    }
}
