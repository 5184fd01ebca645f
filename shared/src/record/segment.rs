//! Captured TCP segments.

use crate::{Address, ConnectionId, Direction};
use bitcode::{Decode, Encode};

/// One segment that crossed the session's network (RFC 9293, section 3.1).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Segment {
    /// The connection that it belongs to.
    pub connection: ConnectionId,
    /// Which way it went.
    pub direction: Direction,
    /// Sender's address.
    pub source: Address,
    /// Receiver's address.
    pub destination: Address,
    /// Sequence number as on the wire.
    pub sequence: u32,
    /// Acknowledgement number as on the wire; meaningful with [`Flags::ACK`].
    pub acknowledgement: u32,
    /// Control bits.
    pub flags: Flags,
    /// The window field, not scaled.
    pub window: u16,
    /// Payload's first byte as an offset in the stream; for an empty segment, the next offset.
    pub offset: u64,
    /// Payload length in bytes.
    pub len_bytes: u32,
    /// Whether all of the payload (or SYN, FIN) had been seen before.
    pub retransmission: bool,
    /// The link, IP and TCP headers as captured, options included; no payload.
    pub headers: Vec<u8>,
}

impl Segment {
    /// Neither payload nor SYN, FIN or RST: it only acknowledges.
    pub fn is_pure_ack(&self) -> bool {
        self.len_bytes == 0 && self.flags.0 & (Flags::SYN | Flags::FIN | Flags::RST) == 0
    }
}

/// TCP control bits, as in byte 13 of the header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Flags(pub u8);

impl Flags {
    /// No more data from sender.
    pub const FIN: u8 = 0x01;
    /// Synchronise sequence numbers.
    pub const SYN: u8 = 0x02;
    /// Reset the connection.
    pub const RST: u8 = 0x04;
    /// Push function.
    pub const PSH: u8 = 0x08;
    /// The acknowledgement field is significant.
    pub const ACK: u8 = 0x10;
    /// The urgent pointer is significant.
    pub const URG: u8 = 0x20;

    /// Whether all of `bits` are set.
    pub fn has(self, bits: u8) -> bool {
        self.0 & bits == bits
    }

    /// The names, as in "SYN, ACK".
    pub fn names(self) -> String {
        let all = [
            (Self::SYN, "SYN"),
            (Self::FIN, "FIN"),
            (Self::RST, "RST"),
            (Self::PSH, "PSH"),
            (Self::ACK, "ACK"),
            (Self::URG, "URG"),
        ];
        let set: Vec<_> = all.iter().filter(|(bit, _)| self.has(*bit)).map(|(_, name)| *name).collect();
        set.join(", ")
    }
}
