//! What a descriptor is watched for.

use crate::record::linux::{
    POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLPRI, POLLRDBAND, POLLRDHUP, POLLRDNORM, POLLWRBAND,
    POLLWRNORM,
};

/// A set of: to read, to write, exceptional, hung up, in error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// select's first set; IN of poll and epoll.
    pub const READ: Kinds = Kinds(1);
    /// select's second set; OUT.
    pub const WRITE: Kinds = Kinds(2);
    /// select's third set; PRI.
    pub const EXCEPT: Kinds = Kinds(4);
    /// HUP, which select reports as readable: no data can pass either way.
    pub const HANGUP: Kinds = Kinds(8);
    /// ERR and NVAL.
    pub const ERROR: Kinds = Kinds(16);
    /// RDHUP: the peer will send no more.
    pub const PEER_DONE: Kinds = Kinds(32);
    /// What select has a set for.
    pub const SETS: [Kinds; 3] = [Kinds::READ, Kinds::WRITE, Kinds::EXCEPT];
    /// Each of them.
    pub const EACH: [Kinds; 6] =
        [Kinds::READ, Kinds::WRITE, Kinds::EXCEPT, Kinds::HANGUP, Kinds::ERROR, Kinds::PEER_DONE];

    /// From the bits of poll(2) and epoll_ctl(2).
    pub fn of_events(events: u32) -> Kinds {
        const BITS: [(u32, Kinds); 6] = [
            (POLLIN | POLLRDNORM | POLLRDBAND, Kinds::READ),
            (POLLOUT | POLLWRNORM | POLLWRBAND, Kinds::WRITE),
            (POLLPRI, Kinds::EXCEPT),
            (POLLHUP, Kinds::HANGUP),
            (POLLERR | POLLNVAL, Kinds::ERROR),
            (POLLRDHUP, Kinds::PEER_DONE),
        ];
        let mut kinds = Kinds::default();
        for (bits, kind) in BITS {
            if events & bits != 0 {
                kinds.add(kind);
            }
        }
        kinds
    }

    /// Whether all of `other` are in it.
    pub fn has(self, other: Kinds) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Puts `other` in.
    pub fn add(&mut self, other: Kinds) {
        self.0 |= other.0;
    }

    /// A letter for each: `RW`.
    pub fn letters(self) -> String {
        const LETTERS: [char; 6] = ['R', 'W', 'X', 'H', 'E', 'D'];
        (0..6).filter(|bit| self.0 & 1 << bit != 0).map(|bit| LETTERS[bit]).collect()
    }

    /// What poll calls a single one, without its prefix: `IN`.
    pub fn event_name(self) -> &'static str {
        const NAMES: [&str; 6] = ["IN", "OUT", "PRI", "HUP", "ERR", "RDHUP"];
        NAMES.get(self.0.trailing_zeros() as usize).copied().unwrap_or_default()
    }
}
