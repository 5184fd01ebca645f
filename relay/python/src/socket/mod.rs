//! The native `_socket` that CPython's own `socket.py` stands on.
//!
//! - `module`: its functions; `object`: the socket type, whose system calls `inner` makes through the probe.
//! - `messages`: its sendmsg and recvmsg; `timeout`, `waiting`: timeouts, and the polls that they need.
//! - `address`: address arguments and results; `names`: what can be resolved without a network.
//! - `constants`: the kernel's numbers.

mod address;
mod arguments;
mod constants;
mod inner;
mod messages;
mod module;
mod names;
mod object;
mod timeout;
mod waiting;

pub(crate) use module::module_def;
