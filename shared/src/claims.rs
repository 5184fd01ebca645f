//! What a lesson asserts, checked against the log of each run.

use crate::reading::TcpState;
use bitcode::{Decode, Encode};

/// A check that a claim names.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Check {
    /// On every stream the received bytes are the sent bytes, in order, all of them.
    ReceivedEqualsSent,
    /// Each accept returned a descriptor that is not its listener's.
    AcceptReturnsNewSocket,
    /// No send or recv succeeded on a listening socket.
    ListenerCarriesNoData,
    /// The named actor's end of its first connection passed through these states in this order (others between are allowed).
    StatesPass { actor: String, states: Vec<TcpState> },
    /// A recv of the actor returned nothing after the peer's close or shutdown.
    EndOfStreamAfterClose { actor: String },
    /// Fewer recv calls returned data than send calls sent some: boundaries were lost.
    FewerRecvsThanSends { actor: String },
    /// More recv calls returned data than send calls sent some.
    MoreRecvsThanSends { actor: String },
    /// The actor's recv calls returned data exactly at these lengths.
    RecvLengths { actor: String, lengths: Vec<u64> },
    /// The actor had TCP_NODELAY on when it sent.
    NoDelayWasOn { actor: String },
}
