//! Whether all that came over a channel was taken in.

use crate::packet;
use std::{
    io,
    os::fd::BorrowedFd,
    sync::atomic::{AtomicU8, Ordering},
};

const WAITS: u8 = 0;
const TAKES: u8 = 1;
const OVER: u8 = 2;

/// What the reader of a channel is doing, for somebody else to see.
#[derive(Debug, Default)]
pub struct Heard(AtomicU8);

impl Heard {
    /// The reader has passed on all that it took, and waits for more.
    pub fn waits(&self) {
        self.0.store(WAITS, Ordering::SeqCst);
    }

    /// The reader is about to take something from the channel.
    pub fn takes(&self) {
        self.0.store(TAKES, Ordering::SeqCst);
    }

    /// Whether there is something to take, or the end: `WouldBlock` where there is not.
    pub fn something(channel: BorrowedFd<'_>) -> io::Result<()> {
        match packet::readable_within(channel, 0)? {
            true => Ok(()),
            false => Err(io::ErrorKind::WouldBlock.into()),
        }
    }

    /// Nothing more will come.
    pub fn is_over(&self) {
        self.0.store(OVER, Ordering::SeqCst);
    }

    /// Whether nothing that was said on `channel` before this call is still on its way.
    pub fn all(&self, channel: BorrowedFd<'_>) -> bool {
        if self.0.load(Ordering::SeqCst) == OVER {
            return true;
        }
        // In this order: what the channel no longer has, the reader took before it waited again.
        !packet::readable_within(channel, 0).unwrap_or(true) && self.0.load(Ordering::SeqCst) == WAITS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{Read, Write},
        os::{fd::AsFd, unix::net::UnixStream},
    };

    #[test]
    fn what_is_on_its_way_is_not_heard() {
        let (mut ours, mut theirs) = UnixStream::pair().unwrap();
        let heard = Heard::default();
        let all = |ours: &UnixStream| heard.all(ours.as_fd());
        assert!(all(&ours));
        theirs.write_all(b"x").unwrap();
        assert!(!all(&ours), "it lies in the channel");
        heard.takes();
        ours.read_exact(&mut [0]).unwrap();
        assert!(!all(&ours), "the reader has it");
        heard.waits();
        assert!(all(&ours));
        drop(theirs);
        assert!(!all(&ours), "the end is news too");
        heard.is_over();
        assert!(all(&ours));
    }
}
