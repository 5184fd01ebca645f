//! What a lesson asserts, checked against the log of each run.

mod calls;
mod comparing;
mod evaluate;
mod frames;
mod headers;
mod parts;
mod readiness;
mod serving;
mod sets;
mod streams;
#[cfg(test)]
mod tests;
mod visitors;
mod waits;

pub use evaluate::evaluate;

use crate::{Text, lesson::Moment, record::reading::TcpState};
use bitcode::{Decode, Encode};

/// What came of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The log bears it out.
    Holds,
    /// The log contradicts it.
    Fails,
    /// The session has not ended, and what is known does not decide it.
    NotYet,
    /// One of the claim's conditions does not hold in this run: it says nothing about it.
    NotApplicable,
}

/// A claim checked against a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimResult {
    /// What came of it.
    pub verdict: Verdict,
    /// The facts that decided, in a sentence.
    pub evidence: Text,
    /// Sequence numbers of those facts.
    pub seqs: Vec<u64>,
}

/// A check that a claim names.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case", deny_unknown_fields))]
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
    /// Each recv of the actor took what was waiting, up to its size: no less, and no message boundary respected.
    /// What was waiting is the last kernel reading before the call.
    RecvTakesWhatWaits { actor: String },
    /// The actor had TCP_NODELAY on when it sent.
    NoDelayWasOn { actor: String },
    /// By the session's framing, what the actor received is whole frames, and no recv of it went past the end of a header
    /// or a body.
    FramesAreRead { actor: String },
    /// By the session's framing, a recv of the actor returned only a part of a header or a body, and its next one did not
    /// ask for the rest. Says nothing where each recv happened to return a whole one.
    PartTakenForWhole { actor: String },
    /// By the session's framing, a header that the actor received announces more bytes than ever came.
    HeaderMisread { actor: String },
    /// A frame without a body was received, whole, like any other. Says nothing where none was sent.
    EmptyFrameIsAFrame { actor: String },
    /// A recv ended inside a character of UTF-8, and the body with it is text all the same. Says nothing where none did.
    CharactersAreReassembled { actor: String },
    /// The call was entered during the pause (a sleep of another program) or before, was under way for most of it, and
    /// returned, if it did, only after it.
    BlockedThrough { call: Moment, pause: Moment },
    /// The log notes that programs wait for each other.
    Deadlock,
    /// No stream carried a byte.
    NoByteMoves,
    /// A call of this name by the actor failed with EAGAIN.
    WouldBlock { actor: String, call: String },
    /// No call of the actor failed with EAGAIN.
    NeverWouldBlock { actor: String },
    /// Each call of the actor that failed with EAGAIN took less than a tenth of the pause.
    WouldBlockAtOnce { actor: String, pause: Moment },
    /// An exception of this kind, which nobody caught, ended the actor.
    EndsWithException { actor: String, exception: String },
    /// On each connection of the actor, what it sent is what it received, in upper case.
    AnswersInUpperCase { actor: String },
    /// More calls of the actor failed with EAGAIN than accepted a connection, or moved bytes or their end.
    MoreWastedThanUseful { actor: String },
    /// The first actor used more CPU time than the other, by the kernel's account.
    UsesMoreCpuThan { actor: String, other: String },
    /// More calls of the first actor failed with EAGAIN than of the other.
    WastesMoreThan { actor: String, other: String },
    /// A client of the first actor waited longer for its first answer than any of the other's.
    AnswersLaterThan { actor: String, other: String },
    /// The actor accepted each connection only after the one before had ended or was closed.
    ServesOneAtATime { actor: String },
    /// Each accept and recv of the actor was on a socket that its last select, poll or epoll_wait returned.
    CallsOnlyReady { actor: String },
    /// Each select, poll and epoll_wait of the actor returned a ready socket.
    EachWaitFindsSomething { actor: String },
    /// So many selects, polls and epoll_waits of the actor returned a ready socket.
    ReadyTimes { actor: String, times: u64 },
    /// A select, poll or epoll_wait of the actor returned nothing while so many bytes waited to be received by it.
    Strands { actor: String, len_bytes: u64 },
    /// Each select and poll of the actor found a socket writable where the kernel's reading shows room in its send buffer,
    /// and nowhere else; at least once it found one that was not.
    FullIsNotWritable { actor: String },
    /// A socket that a select or poll of the actor had found not writable was found writable later.
    WritableAgain { actor: String },
    /// Where an urgent byte waited alone, select and poll of the actor told it as exceptional and not as readable.
    UrgentInXlistOnly { actor: String },
    /// A poll or epoll_wait of the actor returned a descriptor with exactly these bits, written `IN | HUP`.
    Reports { actor: String, events: String },
    /// None returned one with this bit.
    NeverReports { actor: String, event: String },
    /// The first call returned only after the second was entered: it waited for it.
    WaitsFor { call: Moment, cause: Moment },
    /// The first call returned before the second was entered: it did not wait for it.
    DoesNotWaitFor { call: Moment, other: Moment },
    /// On every stream the segments that carried data have headers of one length, no payload larger than the receiver's
    /// maximum segment size, and payloads that follow each other without gaps. Says nothing where segments are not
    /// captured, or are put together by offloads.
    HeadersCost,
    /// The first answer of the one actor to a program, and the first of the other to somebody outside, have the same body,
    /// by the framings of their connections. Says nothing where nobody came.
    SameAnswer { actor: String, other: String },
    /// On each connection from outside on which the actor received something, the first line is a request line of HTTP/1.
    /// Says nothing where nobody came.
    VisitorsSendRequests { actor: String },
}

impl Check {
    /// The actors that it names.
    pub fn actors(&self) -> Vec<&str> {
        match self {
            Check::ReceivedEqualsSent
            | Check::AcceptReturnsNewSocket
            | Check::ListenerCarriesNoData
            | Check::Deadlock
            | Check::NoByteMoves
            | Check::HeadersCost => Vec::new(),
            Check::StatesPass { actor, .. }
            | Check::EndOfStreamAfterClose { actor }
            | Check::FewerRecvsThanSends { actor }
            | Check::MoreRecvsThanSends { actor }
            | Check::RecvLengths { actor, .. }
            | Check::RecvTakesWhatWaits { actor }
            | Check::FramesAreRead { actor }
            | Check::EmptyFrameIsAFrame { actor }
            | Check::CharactersAreReassembled { actor }
            | Check::NoDelayWasOn { actor }
            | Check::WouldBlock { actor, .. }
            | Check::NeverWouldBlock { actor }
            | Check::AnswersInUpperCase { actor }
            | Check::MoreWastedThanUseful { actor }
            | Check::ServesOneAtATime { actor }
            | Check::CallsOnlyReady { actor }
            | Check::EachWaitFindsSomething { actor }
            | Check::ReadyTimes { actor, .. }
            | Check::Strands { actor, .. }
            | Check::HeaderMisread { actor }
            | Check::PartTakenForWhole { actor }
            | Check::FullIsNotWritable { actor }
            | Check::WritableAgain { actor }
            | Check::UrgentInXlistOnly { actor }
            | Check::Reports { actor, .. }
            | Check::NeverReports { actor, .. }
            | Check::VisitorsSendRequests { actor }
            | Check::EndsWithException { actor, .. } => vec![actor],
            Check::SameAnswer { actor, other }
            | Check::UsesMoreCpuThan { actor, other }
            | Check::WastesMoreThan { actor, other }
            | Check::AnswersLaterThan { actor, other } => vec![actor, other],
            Check::WouldBlockAtOnce { actor, pause } => vec![actor, &pause.actor],
            Check::BlockedThrough { call, pause } => vec![&call.actor, &pause.actor],
            Check::WaitsFor { call, cause: other } | Check::DoesNotWaitFor { call, other } => {
                vec![&call.actor, &other.actor]
            }
        }
    }

    /// The moments that it names.
    pub fn moments(&self) -> Vec<&Moment> {
        match self {
            Check::WaitsFor { call, cause: other } | Check::DoesNotWaitFor { call, other } => {
                vec![call, other]
            }
            Check::BlockedThrough { call, pause } => vec![call, pause],
            Check::WouldBlockAtOnce { pause, .. } => vec![pause],
            _ => Vec::new(),
        }
    }
}
