//! What shows a session: its programs, its bytes, its calls and sockets, and the way through its log.

pub mod bytes;
pub mod calls;
pub mod door;
pub mod help;
pub mod programs;
pub mod ruler;
pub mod sockets;
pub mod tracks;
pub mod transport;
