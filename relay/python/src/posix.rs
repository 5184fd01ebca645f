//! What `os` needs from a system without files, processes or an environment.

pub(crate) use module::module_def;

/// Functions that would touch files; `files.py` has those that a lesson's own files have a use for.
const FILES: &[&str] = &[
    "chdir",
    "chmod",
    "fchdir",
    "fsync",
    "ftruncate",
    "link",
    "lseek",
    "mkdir",
    "mkfifo",
    "open",
    "readlink",
    "rename",
    "replace",
    "rmdir",
    "statvfs",
    "symlink",
    "truncate",
    "utime",
];
/// Functions that would touch processes.
const PROCESSES: &[&str] = &[
    "abort",
    "execv",
    "execve",
    "fork",
    "forkpty",
    "killpg",
    "posix_spawn",
    "setsid",
    "system",
    "wait",
    "wait4",
    "waitid",
    "waitpid",
    "waitstatus_to_exitcode",
    "WIFSTOPPED",
    "WSTOPSIG",
    "WIFSIGNALED",
    "WTERMSIG",
    "WIFEXITED",
    "WEXITSTATUS",
];
/// Functions that would touch the environment.
const ENVIRONMENT: &[&str] = &["putenv", "unsetenv"];

#[rustpython_vm::pymodule(name = "posix")]
mod module {
    use crate::{actor, errors, signals};
    use rustpython_vm::{
        Py, PyObjectRef, PyResult, VirtualMachine,
        builtins::{PyBytes, PyDictRef, PyModule, PyStr, PyTypeRef},
        convert::ToPyObject,
        function::{FuncArgs, KwArgs},
    };
    use socketscope_probe::Errno;
    use socketscope_shared::Exit;
    use std::{ffi::CString, os::unix::ffi::OsStrExt};

    #[pyattr]
    const F_OK: i32 = 0;
    #[pyattr]
    const R_OK: i32 = 4;
    #[pyattr]
    const W_OK: i32 = 2;
    #[pyattr]
    const X_OK: i32 = 1;
    #[pyattr]
    const O_RDONLY: i32 = libc::O_RDONLY;
    #[pyattr]
    const O_WRONLY: i32 = libc::O_WRONLY;
    #[pyattr]
    const O_RDWR: i32 = libc::O_RDWR;
    #[pyattr]
    const O_CREAT: i32 = libc::O_CREAT;
    #[pyattr]
    const O_EXCL: i32 = libc::O_EXCL;
    #[pyattr]
    const O_TRUNC: i32 = libc::O_TRUNC;
    #[pyattr]
    const O_APPEND: i32 = libc::O_APPEND;
    #[pyattr]
    const O_NONBLOCK: i32 = libc::O_NONBLOCK;
    #[pyattr]
    const O_CLOEXEC: i32 = libc::O_CLOEXEC;
    #[pyattr]
    const WNOHANG: i32 = libc::WNOHANG;

    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        deny(super::FILES, "programs in Socketscope have no files", vm, module)?;
        deny(super::PROCESSES, "programs in Socketscope start no processes", vm, module)?;
        deny(super::ENVIRONMENT, "programs in Socketscope have no environment", vm, module)
    }

    fn deny(
        names: &'static [&'static str],
        why: &'static str,
        vm: &VirtualMachine,
        module: &Py<PyModule>,
    ) -> PyResult<()> {
        for name in names {
            let refuse =
                move |_args: FuncArgs, vm: &VirtualMachine| -> PyResult<()> { Err(errors::denied(why, vm)) };
            module.set_attr(*name, vm.new_function(name, refuse), vm)?;
        }
        Ok(())
    }

    #[pyattr]
    fn error(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.os_error.to_owned()
    }

    #[pyattr]
    fn environ(vm: &VirtualMachine) -> PyDictRef {
        vm.ctx.new_dict()
    }

    #[pyattr]
    fn _have_functions(vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.new_list(Vec::new()).into()
    }

    /// `os.fspath`.
    #[pyfunction]
    fn fspath(path: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        if path.downcast_ref::<PyStr>().is_some() || path.downcast_ref::<PyBytes>().is_some() {
            return Ok(path);
        }
        let class = path.class().name().to_string();
        match vm.get_attribute_opt(path, "__fspath__")? {
            Some(method) => method.call((), vm),
            None => Err(vm.new_type_error(format!("expected str, bytes or os.PathLike object, not {class}"))),
        }
    }

    /// `os.unlink`: the only files are Unix sockets' names, where a session can have them.
    #[pyfunction]
    #[pyfunction(name = "remove")]
    fn unlink(path: PyObjectRef, _more: KwArgs, vm: &VirtualMachine) -> PyResult<()> {
        let path = fspath(path, vm)?;
        let bytes = match path.downcast_ref::<PyStr>() {
            Some(path) => vm.fsencode(path)?.as_bytes().to_vec(),
            None => path.try_bytes_like(vm, <[u8]>::to_vec)?,
        };
        let path = CString::new(bytes).map_err(|_| vm.new_value_error("embedded null byte"))?;
        match actor::probe().remove_name(&path) {
            Err(Errno(libc::EACCES)) => Err(errors::denied("programs in Socketscope have no files", vm)),
            other => other.map_err(|errno| errors::os_error(errno, vm)),
        }
    }

    /// `os.sysconf`: what the library asks for, and what is so everywhere.
    #[pyfunction]
    fn sysconf(name: String, vm: &VirtualMachine) -> PyResult<i64> {
        match name.as_str() {
            "SC_IOV_MAX" => Ok(1024),
            "SC_PAGE_SIZE" | "SC_PAGESIZE" => Ok(4096),
            "SC_NPROCESSORS_ONLN" | "SC_NPROCESSORS_CONF" => Ok(1),
            _ => Err(vm.new_value_error("unrecognized configuration name")),
        }
    }

    #[pyfunction]
    fn strerror(number: i32) -> String {
        Errno(number).message()
    }

    #[pyfunction]
    fn getpid() -> u32 {
        actor::probe().pid()
    }

    /// `os.kill`: a program reaches itself only.
    #[pyfunction]
    fn kill(pid: i64, signal: i32, vm: &VirtualMachine) -> PyResult<()> {
        if pid != i64::from(getpid()) {
            return Err(errors::denied("programs in Socketscope reach no other process", vm));
        }
        if signal == 0 { Ok(()) } else { signals::raise(signal, vm) }
    }

    #[pyfunction]
    fn getppid() -> u32 {
        1
    }

    #[pyfunction]
    fn getuid() -> u32 {
        0
    }

    #[pyfunction]
    fn cpu_count() -> u32 {
        1
    }

    #[pyfunction]
    fn isatty(_fd: i32) -> bool {
        false
    }

    #[pyfunction]
    fn register_at_fork(_args: FuncArgs) {}

    #[pyfunction]
    fn urandom(size: usize, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        if size > 1 << 20 {
            return Err(vm.new_value_error("at most 1 MiB of random bytes"));
        }
        socketscope_probe::random_bytes(size).map_err(|errno| errors::os_error(errno, vm))
    }

    /// The session's empty root, so that paths can be made absolute.
    #[pyfunction]
    fn getcwd() -> &'static str {
        "/"
    }

    #[pyfunction]
    fn getcwdb(vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.new_bytes(b"/".to_vec()).into()
    }

    #[pyfunction]
    fn uname(vm: &VirtualMachine) -> PyObjectRef {
        let names = ["Linux", "localhost", "", "", std::env::consts::ARCH];
        vm.ctx.new_tuple(names.map(|name| name.to_pyobject(vm)).to_vec()).into()
    }

    #[pyfunction]
    fn _exit(status: i32) {
        let code = status & 0xff;
        let exit = if code == 0 { Exit::Finished } else { Exit::Status { code } };
        actor::probe().reporter().end(exit)
    }
}
