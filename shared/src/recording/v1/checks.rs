//! The checks of claims: their numbers and arguments.

use super::{
    moments::{ActorName, CallName, ExceptionName, Moment, PollEvent, PollEvents},
    readings::TcpState,
};
use minicbor::{Decode, Encode};

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(flat)]
pub enum Check {
    #[n(0)]
    AcceptReturnsNewSocket,
    #[n(1)]
    ListenerCarriesNoData,
    #[n(2)]
    NoDelayWasOn {
        #[n(0)]
        actor: ActorName,
    },
    #[n(3)]
    StatesPass {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        states: Vec<TcpState>,
    },
    #[n(4)]
    DoesNotWaitFor {
        #[n(0)]
        call: Moment,
        #[n(1)]
        other: Moment,
    },
    #[n(5)]
    WaitsFor {
        #[n(0)]
        call: Moment,
        #[n(1)]
        cause: Moment,
    },
    #[n(6)]
    EndOfStreamAfterClose {
        #[n(0)]
        actor: ActorName,
    },
    #[n(7)]
    ReceivedEqualsSent,
    #[n(8)]
    FewerRecvsThanSends {
        #[n(0)]
        actor: ActorName,
    },
    #[n(9)]
    MoreRecvsThanSends {
        #[n(0)]
        actor: ActorName,
    },
    #[n(10)]
    RecvLengths {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        lengths: Vec<u64>,
        #[cbor(n(2), default)]
        after_all_sends: bool,
    },
    #[n(11)]
    RecvTakesWhatWaits {
        #[n(0)]
        actor: ActorName,
    },
    #[n(12)]
    CharactersAreReassembled {
        #[n(0)]
        actor: ActorName,
    },
    #[n(13)]
    EmptyFrameIsAFrame {
        #[n(0)]
        actor: ActorName,
    },
    #[n(14)]
    FramesAreRead {
        #[n(0)]
        actor: ActorName,
    },
    #[n(15)]
    HeaderMisread {
        #[n(0)]
        actor: ActorName,
    },
    #[n(16)]
    PartTakenForWhole {
        #[n(0)]
        actor: ActorName,
    },
    #[n(17)]
    BlockedThrough {
        #[n(0)]
        call: Moment,
        #[n(1)]
        pause: Moment,
    },
    #[n(18)]
    Deadlock,
    #[n(19)]
    EndsWithException {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        exception: ExceptionName,
    },
    #[n(20)]
    NeverWouldBlock {
        #[n(0)]
        actor: ActorName,
    },
    #[n(21)]
    NoByteMoves,
    #[n(22)]
    WouldBlock {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        call: CallName,
    },
    #[n(23)]
    WouldBlockAtOnce {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        pause: Moment,
    },
    #[n(24)]
    AnswersInUpperCase {
        #[n(0)]
        actor: ActorName,
    },
    #[n(25)]
    MoreWastedThanUseful {
        #[n(0)]
        actor: ActorName,
    },
    #[n(26)]
    UsesMoreCpuThan {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        other: ActorName,
    },
    #[n(27)]
    AnswersLaterThan {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        other: ActorName,
    },
    #[n(28)]
    ServesOneAtATime {
        #[n(0)]
        actor: ActorName,
    },
    #[n(29)]
    WastesMoreThan {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        other: ActorName,
    },
    #[n(30)]
    CallsOnlyReady {
        #[n(0)]
        actor: ActorName,
    },
    #[n(31)]
    EachWaitFindsSomething {
        #[n(0)]
        actor: ActorName,
    },
    #[n(32)]
    ReadyTimes {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        times: u64,
    },
    #[n(33)]
    Strands {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        len_bytes: u64,
    },
    #[n(34)]
    FullIsNotWritable {
        #[n(0)]
        actor: ActorName,
    },
    #[n(35)]
    UrgentInXlistOnly {
        #[n(0)]
        actor: ActorName,
    },
    #[n(36)]
    WritableAgain {
        #[n(0)]
        actor: ActorName,
    },
    #[n(37)]
    NeverReports {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        event: PollEvent,
    },
    #[n(38)]
    Reports {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        events: PollEvents,
    },
    #[n(39)]
    HeadersCost,
    #[n(40)]
    SameAnswer {
        #[n(0)]
        actor: ActorName,
        #[n(1)]
        other: ActorName,
    },
    #[n(41)]
    VisitorsSendRequests {
        #[n(0)]
        actor: ActorName,
    },
}
