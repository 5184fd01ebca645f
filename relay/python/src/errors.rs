//! Exceptions with CPython's types and messages.

use rustpython_vm::{
    VirtualMachine,
    builtins::PyBaseExceptionRef,
    convert::{IntoPyException, ToPyObject},
};
use socketscope_probe::Errno;

/// `ConnectionRefusedError: [Errno 111] Connection refused`: the subclass of OSError for this number.
pub fn os_error(errno: Errno, vm: &VirtualMachine) -> PyBaseExceptionRef {
    // Called as Python would, so that its arguments are just these two.
    let class = vm.ctx.exceptions.os_error.to_owned();
    let arguments = vec![errno.0.to_pyobject(vm), errno.message().to_pyobject(vm)];
    vm.invoke_exception(class, arguments).unwrap_or_else(|exception| exception)
}

/// `PermissionError: programs in Socketscope have no files`.
pub fn denied(message: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let class = vm.ctx.exceptions.permission_error.to_owned();
    vm.new_os_subtype_error(class, None, message).upcast()
}

/// Why a socket was not made: a sentence where it is one that programs here never have.
pub fn no_socket(errno: Errno, vm: &VirtualMachine) -> PyBaseExceptionRef {
    match errno {
        Errno(libc::EPERM) => {
            denied("programs in Socketscope have TCP, UDP and Unix sockets, and no others", vm)
        }
        errno => os_error(errno, vm),
    }
}

/// Why a method of a socket failed.
pub enum Failure {
    /// The kernel said so.
    Kernel(Errno),
    /// The socket's timeout passed.
    TimedOut,
    /// The arguments were wrong.
    Raised(PyBaseExceptionRef),
}

impl From<Errno> for Failure {
    fn from(errno: Errno) -> Self {
        Failure::Kernel(errno)
    }
}

impl From<PyBaseExceptionRef> for Failure {
    fn from(exception: PyBaseExceptionRef) -> Self {
        Failure::Raised(exception)
    }
}

impl IntoPyException for Failure {
    fn into_pyexception(self, vm: &VirtualMachine) -> PyBaseExceptionRef {
        match self {
            Failure::Kernel(errno) => os_error(errno, vm),
            Failure::TimedOut => {
                let class = vm.ctx.exceptions.timeout_error.to_owned();
                vm.new_os_subtype_error(class, None, "timed out").upcast()
            }
            Failure::Raised(exception) => exception,
        }
    }
}
