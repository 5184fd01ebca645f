//! Checks from today's to those that are kept, and back.

use super::{
    checks::Check,
    keep::{Keep, Restore},
};
use crate::lesson::claims;

impl Keep for claims::Check {
    type Kept = Check;
    fn keep(&self) -> Check {
        match self {
            Self::AcceptReturnsNewSocket(claims::AcceptReturnsNewSocket {}) => Check::AcceptReturnsNewSocket,
            Self::ListenerCarriesNoData(claims::ListenerCarriesNoData {}) => Check::ListenerCarriesNoData,
            Self::NoDelayWasOn(claims::NoDelayWasOn { actor }) => Check::NoDelayWasOn { actor: actor.keep() },
            Self::StatesPass(claims::StatesPass { actor, states }) => {
                Check::StatesPass { actor: actor.keep(), states: states.keep() }
            }
            Self::DoesNotWaitFor(claims::DoesNotWaitFor { call, other }) => {
                Check::DoesNotWaitFor { call: call.keep(), other: other.keep() }
            }
            Self::WaitsFor(claims::WaitsFor { call, cause }) => {
                Check::WaitsFor { call: call.keep(), cause: cause.keep() }
            }
            Self::EndOfStreamAfterClose(claims::EndOfStreamAfterClose { actor }) => {
                Check::EndOfStreamAfterClose { actor: actor.keep() }
            }
            Self::ReceivedEqualsSent(claims::ReceivedEqualsSent {}) => Check::ReceivedEqualsSent,
            Self::FewerRecvsThanSends(claims::FewerRecvsThanSends { actor }) => {
                Check::FewerRecvsThanSends { actor: actor.keep() }
            }
            Self::MoreRecvsThanSends(claims::MoreRecvsThanSends { actor }) => {
                Check::MoreRecvsThanSends { actor: actor.keep() }
            }
            Self::RecvLengths(claims::RecvLengths { actor, lengths, after_all_sends }) => {
                Check::RecvLengths {
                    actor: actor.keep(),
                    lengths: lengths.keep(),
                    after_all_sends: after_all_sends.keep(),
                }
            }
            Self::RecvTakesWhatWaits(claims::RecvTakesWhatWaits { actor }) => {
                Check::RecvTakesWhatWaits { actor: actor.keep() }
            }
            Self::CharactersAreReassembled(claims::CharactersAreReassembled { actor }) => {
                Check::CharactersAreReassembled { actor: actor.keep() }
            }
            Self::EmptyFrameIsAFrame(claims::EmptyFrameIsAFrame { actor }) => {
                Check::EmptyFrameIsAFrame { actor: actor.keep() }
            }
            Self::FramesAreRead(claims::FramesAreRead { actor }) => {
                Check::FramesAreRead { actor: actor.keep() }
            }
            Self::HeaderMisread(claims::HeaderMisread { actor }) => {
                Check::HeaderMisread { actor: actor.keep() }
            }
            Self::PartTakenForWhole(claims::PartTakenForWhole { actor }) => {
                Check::PartTakenForWhole { actor: actor.keep() }
            }
            Self::BlockedThrough(claims::BlockedThrough { call, pause }) => {
                Check::BlockedThrough { call: call.keep(), pause: pause.keep() }
            }
            Self::Deadlock(claims::Deadlock {}) => Check::Deadlock,
            Self::EndsWithException(claims::EndsWithException { actor, exception }) => {
                Check::EndsWithException { actor: actor.keep(), exception: exception.keep() }
            }
            Self::NeverWouldBlock(claims::NeverWouldBlock { actor }) => {
                Check::NeverWouldBlock { actor: actor.keep() }
            }
            Self::NoByteMoves(claims::NoByteMoves {}) => Check::NoByteMoves,
            Self::WouldBlock(claims::WouldBlock { actor, call }) => {
                Check::WouldBlock { actor: actor.keep(), call: call.keep() }
            }
            Self::WouldBlockAtOnce(claims::WouldBlockAtOnce { actor, pause }) => {
                Check::WouldBlockAtOnce { actor: actor.keep(), pause: pause.keep() }
            }
            Self::AnswersInUpperCase(claims::AnswersInUpperCase { actor }) => {
                Check::AnswersInUpperCase { actor: actor.keep() }
            }
            Self::MoreWastedThanUseful(claims::MoreWastedThanUseful { actor }) => {
                Check::MoreWastedThanUseful { actor: actor.keep() }
            }
            Self::UsesMoreCpuThan(claims::UsesMoreCpuThan { actor, other }) => {
                Check::UsesMoreCpuThan { actor: actor.keep(), other: other.keep() }
            }
            Self::AnswersLaterThan(claims::AnswersLaterThan { actor, other }) => {
                Check::AnswersLaterThan { actor: actor.keep(), other: other.keep() }
            }
            Self::ServesOneAtATime(claims::ServesOneAtATime { actor }) => {
                Check::ServesOneAtATime { actor: actor.keep() }
            }
            Self::WastesMoreThan(claims::WastesMoreThan { actor, other }) => {
                Check::WastesMoreThan { actor: actor.keep(), other: other.keep() }
            }
            Self::CallsOnlyReady(claims::CallsOnlyReady { actor }) => {
                Check::CallsOnlyReady { actor: actor.keep() }
            }
            Self::EachWaitFindsSomething(claims::EachWaitFindsSomething { actor }) => {
                Check::EachWaitFindsSomething { actor: actor.keep() }
            }
            Self::ReadyTimes(claims::ReadyTimes { actor, times }) => {
                Check::ReadyTimes { actor: actor.keep(), times: times.keep() }
            }
            Self::Strands(claims::Strands { actor, len_bytes }) => {
                Check::Strands { actor: actor.keep(), len_bytes: len_bytes.keep() }
            }
            Self::FullIsNotWritable(claims::FullIsNotWritable { actor }) => {
                Check::FullIsNotWritable { actor: actor.keep() }
            }
            Self::UrgentInXlistOnly(claims::UrgentInXlistOnly { actor }) => {
                Check::UrgentInXlistOnly { actor: actor.keep() }
            }
            Self::WritableAgain(claims::WritableAgain { actor }) => {
                Check::WritableAgain { actor: actor.keep() }
            }
            Self::NeverReports(claims::NeverReports { actor, event }) => {
                Check::NeverReports { actor: actor.keep(), event: event.keep() }
            }
            Self::Reports(claims::Reports { actor, events }) => {
                Check::Reports { actor: actor.keep(), events: events.keep() }
            }
            Self::HeadersCost(claims::HeadersCost {}) => Check::HeadersCost,
            Self::SameAnswer(claims::SameAnswer { actor, other }) => {
                Check::SameAnswer { actor: actor.keep(), other: other.keep() }
            }
            Self::VisitorsSendRequests(claims::VisitorsSendRequests { actor }) => {
                Check::VisitorsSendRequests { actor: actor.keep() }
            }
        }
    }
}

/// `None` where it names a call that there no longer is.
impl Restore for Check {
    type Restored = Option<claims::Check>;
    fn restore(self) -> Option<claims::Check> {
        Some(match self {
            Check::AcceptReturnsNewSocket => claims::AcceptReturnsNewSocket {}.into(),
            Check::ListenerCarriesNoData => claims::ListenerCarriesNoData {}.into(),
            Check::NoDelayWasOn { actor } => claims::NoDelayWasOn { actor: actor.restore() }.into(),
            Check::StatesPass { actor, states } => {
                claims::StatesPass { actor: actor.restore(), states: states.restore() }.into()
            }
            Check::DoesNotWaitFor { call, other } => {
                claims::DoesNotWaitFor { call: call.restore()?, other: other.restore()? }.into()
            }
            Check::WaitsFor { call, cause } => {
                claims::WaitsFor { call: call.restore()?, cause: cause.restore()? }.into()
            }
            Check::EndOfStreamAfterClose { actor } => {
                claims::EndOfStreamAfterClose { actor: actor.restore() }.into()
            }
            Check::ReceivedEqualsSent => claims::ReceivedEqualsSent {}.into(),
            Check::FewerRecvsThanSends { actor } => {
                claims::FewerRecvsThanSends { actor: actor.restore() }.into()
            }
            Check::MoreRecvsThanSends { actor } => {
                claims::MoreRecvsThanSends { actor: actor.restore() }.into()
            }
            Check::RecvLengths { actor, lengths, after_all_sends } => claims::RecvLengths {
                actor: actor.restore(),
                lengths: lengths.restore(),
                after_all_sends: after_all_sends.restore(),
            }
            .into(),
            Check::RecvTakesWhatWaits { actor } => {
                claims::RecvTakesWhatWaits { actor: actor.restore() }.into()
            }
            Check::CharactersAreReassembled { actor } => {
                claims::CharactersAreReassembled { actor: actor.restore() }.into()
            }
            Check::EmptyFrameIsAFrame { actor } => {
                claims::EmptyFrameIsAFrame { actor: actor.restore() }.into()
            }
            Check::FramesAreRead { actor } => claims::FramesAreRead { actor: actor.restore() }.into(),
            Check::HeaderMisread { actor } => claims::HeaderMisread { actor: actor.restore() }.into(),
            Check::PartTakenForWhole { actor } => claims::PartTakenForWhole { actor: actor.restore() }.into(),
            Check::BlockedThrough { call, pause } => {
                claims::BlockedThrough { call: call.restore()?, pause: pause.restore()? }.into()
            }
            Check::Deadlock => claims::Deadlock {}.into(),
            Check::EndsWithException { actor, exception } => {
                claims::EndsWithException { actor: actor.restore(), exception: exception.restore() }.into()
            }
            Check::NeverWouldBlock { actor } => claims::NeverWouldBlock { actor: actor.restore() }.into(),
            Check::NoByteMoves => claims::NoByteMoves {}.into(),
            Check::WouldBlock { actor, call } => {
                claims::WouldBlock { actor: actor.restore(), call: call.restore()? }.into()
            }
            Check::WouldBlockAtOnce { actor, pause } => {
                claims::WouldBlockAtOnce { actor: actor.restore(), pause: pause.restore()? }.into()
            }
            Check::AnswersInUpperCase { actor } => {
                claims::AnswersInUpperCase { actor: actor.restore() }.into()
            }
            Check::MoreWastedThanUseful { actor } => {
                claims::MoreWastedThanUseful { actor: actor.restore() }.into()
            }
            Check::UsesMoreCpuThan { actor, other } => {
                claims::UsesMoreCpuThan { actor: actor.restore(), other: other.restore() }.into()
            }
            Check::AnswersLaterThan { actor, other } => {
                claims::AnswersLaterThan { actor: actor.restore(), other: other.restore() }.into()
            }
            Check::ServesOneAtATime { actor } => claims::ServesOneAtATime { actor: actor.restore() }.into(),
            Check::WastesMoreThan { actor, other } => {
                claims::WastesMoreThan { actor: actor.restore(), other: other.restore() }.into()
            }
            Check::CallsOnlyReady { actor } => claims::CallsOnlyReady { actor: actor.restore() }.into(),
            Check::EachWaitFindsSomething { actor } => {
                claims::EachWaitFindsSomething { actor: actor.restore() }.into()
            }
            Check::ReadyTimes { actor, times } => {
                claims::ReadyTimes { actor: actor.restore(), times: times.restore() }.into()
            }
            Check::Strands { actor, len_bytes } => {
                claims::Strands { actor: actor.restore(), len_bytes: len_bytes.restore() }.into()
            }
            Check::FullIsNotWritable { actor } => claims::FullIsNotWritable { actor: actor.restore() }.into(),
            Check::UrgentInXlistOnly { actor } => claims::UrgentInXlistOnly { actor: actor.restore() }.into(),
            Check::WritableAgain { actor } => claims::WritableAgain { actor: actor.restore() }.into(),
            Check::NeverReports { actor, event } => {
                claims::NeverReports { actor: actor.restore(), event: event.restore()? }.into()
            }
            Check::Reports { actor, events } => {
                claims::Reports { actor: actor.restore(), events: events.restore() }.into()
            }
            Check::HeadersCost => claims::HeadersCost {}.into(),
            Check::SameAnswer { actor, other } => {
                claims::SameAnswer { actor: actor.restore(), other: other.restore() }.into()
            }
            Check::VisitorsSendRequests { actor } => {
                claims::VisitorsSendRequests { actor: actor.restore() }.into()
            }
        })
    }
}
