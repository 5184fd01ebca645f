//! What a session is.

use super::{
    addresses::{ActorId, SessionId},
    keep::{mirror_enum, mirror_struct},
};
use crate::record::{framing, session};
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct SessionInfo {
    #[n(0)]
    pub id: SessionId,
    #[n(1)]
    pub lesson: String,
    #[n(2)]
    pub knobs: Vec<(String, String)>,
    #[n(3)]
    pub actors: Vec<ActorInfo>,
    #[n(4)]
    pub files: Vec<File>,
    #[n(5)]
    pub framing: Framing,
    #[n(6)]
    pub doors: Vec<DoorInfo>,
    #[n(7)]
    pub network: Network,
    #[n(8)]
    pub step_mode: bool,
    #[n(9)]
    pub started_unix_ms: u64,
}

mirror_struct!(
    SessionInfo = session::SessionInfo {
        id,
        lesson,
        knobs,
        actors,
        files,
        framing,
        doors,
        network,
        step_mode,
        started_unix_ms
    }
);

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct DoorInfo {
    #[n(0)]
    pub actor: ActorId,
    #[n(1)]
    pub port: u16,
    #[n(2)]
    pub framing: Framing,
}

mirror_struct!(DoorInfo = session::DoorInfo { actor, port, framing });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ActorInfo {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub file: String,
    #[n(2)]
    pub source: String,
    #[n(3)]
    pub arguments: Vec<String>,
}

mirror_struct!(ActorInfo = session::ActorInfo { name, file, source, arguments });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct File {
    #[n(0)]
    pub name: String,
    #[cbor(n(1), with = "minicbor::bytes")]
    pub data: Vec<u8>,
}

mirror_struct!(File = session::File { name, data });

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Network {
    #[n(0)]
    Own {
        #[n(0)]
        mtu_bytes: u32,
        #[n(1)]
        offloads: bool,
    },
    #[n(1)]
    Shared {
        #[cbor(n(0), with = "minicbor::bytes")]
        address: [u8; 4],
        #[n(1)]
        captured: bool,
        #[n(2)]
        reason: String,
    },
}

mirror_enum!(Network = session::Network {
    Own { mtu_bytes, offloads },
    Shared { address, captured, reason },
});

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Framing {
    #[n(0)]
    None,
    #[n(1)]
    LengthPrefix {
        #[n(0)]
        width: u8,
        #[n(1)]
        order: ByteOrder,
    },
    #[n(2)]
    Delimiter {
        #[cbor(n(0), with = "minicbor::bytes")]
        bytes: Vec<u8>,
    },
    #[n(3)]
    Fixed {
        #[n(0)]
        len_bytes: u32,
    },
    #[n(4)]
    Http,
}

mirror_enum!(Framing = framing::Framing {
    None,
    LengthPrefix { width, order },
    Delimiter { bytes },
    Fixed { len_bytes },
    Http,
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum ByteOrder {
    #[n(0)]
    Little,
    #[n(1)]
    Big,
}

mirror_enum!(ByteOrder = framing::ByteOrder { Little, Big });
