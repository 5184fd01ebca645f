//! The native `_socket` that CPython's own `socket.py` stands on.
//!
//! - `module`: the functions and the socket type; every method's system calls go through the probe.
//! - `address`: address arguments and results; `names`: what can be resolved without a network.
//! - `constants`: the kernel's numbers.

mod address;
mod constants;
mod module;
mod names;
mod waiting;

pub(crate) use module::module_def;
