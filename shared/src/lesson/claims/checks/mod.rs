//! The checks, by what they look at. A new one is a file here, its `mod` and its line in the table: `docs/claims.md`.

mod bits;
mod calls;
mod comparing;
mod frames;
mod headers;
mod order;
mod parts;
mod readiness;
mod recvs;
mod serving;
mod sets;
mod streams;
mod visitors;
mod waits;

use super::{ClaimResult, check::Asserts, registry::checks, run::Run};
use crate::{fold::timeline::Timeline, words::Language};

checks! {
    calls::{AcceptReturnsNewSocket, ListenerCarriesNoData, NoDelayWasOn, StatesPass},
    order::{DoesNotWaitFor, WaitsFor},
    streams::{EndOfStreamAfterClose, ReceivedEqualsSent},
    recvs::{FewerRecvsThanSends, MoreRecvsThanSends, RecvLengths, RecvTakesWhatWaits},
    frames::{CharactersAreReassembled, EmptyFrameIsAFrame, FramesAreRead, HeaderMisread},
    parts::{PartTakenForWhole},
    waits::{BlockedThrough, Deadlock, EndsWithException, NeverWouldBlock, NoByteMoves, WouldBlock, WouldBlockAtOnce},
    serving::{AnswersInUpperCase, MoreWastedThanUseful, UsesMoreCpuThan},
    comparing::{AnswersLaterThan, ServesOneAtATime, WastesMoreThan},
    readiness::{CallsOnlyReady, EachWaitFindsSomething, ReadyTimes, Strands},
    sets::{FullIsNotWritable, UrgentInXlistOnly, WritableAgain},
    bits::{NeverReports, Reports},
    headers::{HeadersCost},
    visitors::{SameAnswer, VisitorsSendRequests},
}

impl Check {
    /// What the log says about it, in a language.
    pub fn evaluate(&self, timeline: &Timeline, lang: Language) -> ClaimResult {
        self.asserts().evaluate(&Run { timeline, lang })
    }
}
