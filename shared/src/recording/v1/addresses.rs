//! Ids and addresses.

use super::keep::{Keep, Restore, mirror_enum};
use crate::record::{address, ids};
use minicbor::{Decode, Encode};

/// An id is a number.
macro_rules! id {
    ($($id:ident: $number:ty),+ $(,)?) => {$(
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $id(#[n(0)] pub $number);

        impl Keep for ids::$id {
            type Kept = $id;
            fn keep(&self) -> $id {
                $id(self.0)
            }
        }

        impl Restore for $id {
            type Restored = ids::$id;
            fn restore(self) -> ids::$id {
                ids::$id(self.0)
            }
        }
    )+};
}

id!(ActorId: u16, SocketId: u32, ConnectionId: u32, CallId: u64);

/// Sixteen bytes, most significant first: the order of an id's digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct SessionId(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

impl Keep for ids::SessionId {
    type Kept = SessionId;
    fn keep(&self) -> SessionId {
        SessionId(self.0.to_be_bytes())
    }
}

impl Restore for SessionId {
    type Restored = ids::SessionId;
    fn restore(self) -> ids::SessionId {
        ids::SessionId(u128::from_be_bytes(self.0))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Side {
    #[n(0)]
    Client,
    #[n(1)]
    Server,
}

mirror_enum!(Side = ids::Side { Client, Server });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Direction {
    #[n(0)]
    ToServer,
    #[n(1)]
    ToClient,
}

mirror_enum!(Direction = ids::Direction { ToServer, ToClient });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Address {
    #[n(0)]
    V4(#[cbor(n(0), with = "minicbor::bytes")] [u8; 4], #[n(1)] u16),
    #[n(1)]
    V6(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16], #[n(1)] u16),
    #[n(2)]
    Unix(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
    #[n(3)]
    Other,
}

impl Keep for address::Address {
    type Kept = Address;
    fn keep(&self) -> Address {
        match self {
            Self::V4(ip, port) => Address::V4(*ip, *port),
            Self::V6(ip, port) => Address::V6(*ip, *port),
            Self::Unix(path) => Address::Unix(path.clone()),
            Self::Other => Address::Other,
        }
    }
}

impl Restore for Address {
    type Restored = address::Address;
    fn restore(self) -> address::Address {
        match self {
            Address::V4(ip, port) => address::Address::V4(ip, port),
            Address::V6(ip, port) => address::Address::V6(ip, port),
            Address::Unix(path) => address::Address::Unix(path),
            Address::Other => address::Address::Other,
        }
    }
}
