//! Captured segments.

use super::{
    addresses::{Address, ConnectionId, Direction},
    keep::{Keep, Restore, mirror_struct},
};
use crate::record::segment;
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Segment {
    #[n(0)]
    pub connection: ConnectionId,
    #[n(1)]
    pub direction: Direction,
    #[n(2)]
    pub source: Address,
    #[n(3)]
    pub destination: Address,
    #[n(4)]
    pub sequence: u32,
    #[n(5)]
    pub acknowledgement: u32,
    #[n(6)]
    pub flags: Flags,
    #[n(7)]
    pub window: u16,
    #[n(8)]
    pub offset: u64,
    #[n(9)]
    pub len_bytes: u32,
    #[n(10)]
    pub retransmission: bool,
    #[cbor(n(11), with = "minicbor::bytes")]
    pub headers: Vec<u8>,
}

mirror_struct!(
    Segment = segment::Segment {
        connection,
        direction,
        source,
        destination,
        sequence,
        acknowledgement,
        flags,
        window,
        offset,
        len_bytes,
        retransmission,
        headers
    }
);

/// Byte 13 of the TCP header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Flags(#[n(0)] u8);

impl Keep for segment::Flags {
    type Kept = Flags;
    fn keep(&self) -> Flags {
        Flags(self.0)
    }
}

impl Restore for Flags {
    type Restored = segment::Flags;
    fn restore(self) -> segment::Flags {
        segment::Flags(self.0)
    }
}
