//! Which calls may have to wait.

use super::World;
use crate::record::linux::MSG_DONTWAIT;
use crate::{Call, Op};

impl World {
    /// Whether the kernel may keep the program waiting in this call: not if the program asked it not to. That a call was announced
    /// says nothing: a call that acts is announced, too, if its effect is seen before its return.
    pub fn may_wait(&self, call: &Call) -> bool {
        match call.op {
            Op::Send { flags, .. } | Op::Recv { flags, .. } if flags & MSG_DONTWAIT != 0 => false,
            Op::Send { .. } | Op::Recv { .. } | Op::Accept | Op::Connect { .. } => {
                let socket = call.socket.and_then(|socket| self.socket(socket));
                socket.is_none_or(|socket| !socket.nonblocking)
            }
            _ => !call.op.acts_at_start(),
        }
    }
}
