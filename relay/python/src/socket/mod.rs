//! The native `_socket` that CPython's own `socket.py` is built on.
//!
//! - `module`: its functions; `object`: the socket type, whose system calls `methods` makes through the probe.
//! - `messages`: its sendmsg and recvmsg; `timeout`, `waiting`: timeouts, and the polls that they need.
//! - `address`: address arguments and results; `lookup`: looking names up; `names`: what has one without a network.
//! - `constants`: the kernel's numbers; `unclosed`: the warning about a socket that nobody closed.

mod address;
mod arguments;
mod constants;
mod lookup;
mod messages;
mod methods;
mod module;
mod names;
mod object;
mod timeout;
mod unclosed;
mod waiting;

pub(crate) use module::module_def;
pub(crate) use names::init_hosts;
pub(crate) use unclosed::is_heard as unclosed_is_heard;
