//! Who wrote a recording, of what. The same in every version: whatever the version, a reader can say whose it is.

use crate::{
    SessionId,
    record::session::{Network, SessionInfo},
};
use minicbor::{Decode, Encode};

/// A recording's first record. Fields may be added and are never changed: this is read before the version is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Header {
    /// Of the format: a reader that does not know it cannot read the rest. The writer sets it.
    #[n(0)]
    pub version: u32,
    /// Raised when something is added that older readers cannot show: a kind of event. The writer sets it.
    #[n(1)]
    pub minor: u32,
    /// Who wrote it.
    #[n(2)]
    pub wrote: Wrote,
    /// The recording's name when it was begun; [`Meta::name`](super::Meta::name) replaces it.
    #[n(3)]
    pub name: String,
    /// The session that is recorded.
    #[cbor(n(4), with = "session_id")]
    pub session: Option<SessionId>,
    /// Wall clock at the start, milliseconds since 1970 (UTC); for showing only.
    #[n(5)]
    pub started_unix_ms: u64,
    /// Release of the kernel that ran it, as uname(2) has it.
    #[n(6)]
    pub kernel: Option<String>,
    /// Which network it had.
    #[cbor(n(7), decode_with = "crate::recording::cbor::lenient")]
    pub network: Option<NetworkKind>,
}

impl Header {
    /// Of this session, without a name.
    pub fn of(info: &SessionInfo, wrote: Wrote, kernel: Option<String>) -> Self {
        let network = match info.network {
            Network::Own { .. } => NetworkKind::Own,
            Network::Shared { .. } => NetworkKind::Shared,
        };
        Header {
            wrote,
            session: Some(info.id),
            started_unix_ms: info.started_unix_ms,
            kernel,
            network: Some(network),
            ..Header::default()
        }
    }
}

/// A program and its version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Wrote {
    /// `socketscope`.
    #[n(0)]
    pub name: String,
    /// `0.1.0`.
    #[n(1)]
    pub version: String,
}

/// The network of a session, in a word. The session's first event says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum NetworkKind {
    /// A network namespace of its own.
    #[n(0)]
    Own,
    /// The machine's loopback.
    #[n(1)]
    Shared,
}

/// A session's id as sixteen bytes, most significant first: the order of its digits.
mod session_id {
    use crate::SessionId;
    use minicbor::{
        Decoder, Encoder,
        bytes::ByteArray,
        decode::Error as DecodeError,
        encode::{Error as EncodeError, Write},
    };

    pub fn encode<C, W: Write>(
        id: &Option<SessionId>,
        e: &mut Encoder<W>,
        c: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.encode_with(id.map(|id| ByteArray::from(id.0.to_be_bytes())), c)?.ok()
    }

    pub fn decode<'b, C>(d: &mut Decoder<'b>, c: &mut C) -> Result<Option<SessionId>, DecodeError> {
        let id: Option<ByteArray<16>> = d.decode_with(c)?;
        Ok(id.map(|id| SessionId(u128::from_be_bytes(id.into()))))
    }
}
