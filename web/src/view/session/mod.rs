//! What shows a session: its programs, its bytes, its calls and sockets, and the way through its log.

pub mod banners;
pub mod bytes;
pub mod calls;
pub mod door;
pub mod fold;
pub mod held;
pub mod help;
pub mod input;
pub mod knobs;
pub mod outcome;
pub mod programs;
pub mod received;
pub mod ruler;
pub mod sockets;
pub mod split;
pub mod tracks;
pub mod transport;
