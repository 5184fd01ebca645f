//! The TCP states of both ends, from the segments that crossed between them (RFC 9293, section 3.3.2, figure 5).

use crate::{
    Side,
    record::{
        reading::TcpState::{self, *},
        segment::{Flags, Segment},
    },
};

/// The states of both ends of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct States {
    /// By [`Side::index`].
    states: [TcpState; 2],
    /// The sequence number after each end's FIN, once it was sent.
    after_fin: [Option<u32>; 2],
    /// Whether the server has sent its SYN.
    answered: bool,
}

impl Default for States {
    /// A client that has not begun, a server that listens.
    fn default() -> Self {
        States { states: [Closed, Listen], after_fin: [None, None], answered: false }
    }
}

impl States {
    /// The states, by [`Side::index`].
    pub fn both(&self) -> [TcpState; 2] {
        self.states
    }

    /// Whether this segment says that nobody listened: a reset for an answer to the SYN.
    pub fn is_refusal(&self, segment: &Segment) -> bool {
        segment.flags.has(Flags::RST) && segment.direction.from() == Side::Server && !self.answered
    }

    /// A segment crosses: its sender has sent it, its receiver takes it.
    pub fn pass(&mut self, segment: &Segment) {
        let (from, to) = (segment.direction.from(), segment.direction.to());
        let flags = segment.flags;
        if flags.has(Flags::RST) {
            self.states = [Closed, Closed];
            return;
        }
        match (flags.has(Flags::SYN), flags.has(Flags::ACK)) {
            (true, false) => {
                self.change(from, Closed, SynSent);
                self.change(to, Listen, SynReceived);
            }
            (true, true) => {
                self.answered = true;
                self.change(to, SynSent, Established);
            }
            (false, true) => {
                self.change(to, SynReceived, Established);
                self.acknowledged(to, segment.acknowledgement);
            }
            (false, false) => {}
        }
        if flags.has(Flags::FIN) && self.after_fin[from.index()].is_none() {
            self.after_fin[from.index()] =
                Some(segment.sequence.wrapping_add(segment.len_bytes).wrapping_add(1));
            self.change(from, CloseWait, LastAck);
            self.change(from, Established, FinWait1);
            self.change(to, FinWait1, Closing);
            self.change(to, FinWait2, TimeWait);
            self.change(to, Established, CloseWait);
        }
    }

    /// What acknowledges this end's FIN.
    fn acknowledged(&mut self, side: Side, acknowledgement: u32) {
        // Sequence numbers wrap: later is less than half of them ahead.
        let fin = self.after_fin[side.index()];
        if fin.is_some_and(|after| acknowledgement.wrapping_sub(after) < 1 << 31) {
            self.change(side, FinWait1, FinWait2);
            self.change(side, Closing, TimeWait);
            self.change(side, LastAck, Closed);
        }
    }

    fn change(&mut self, side: Side, before: TcpState, after: TcpState) {
        let state = &mut self.states[side.index()];
        if *state == before {
            *state = after;
        }
    }
}
