//! Claims against a recorded run.

use super::{
    Check, ClaimResult, Verdict, calls, comparing, frames, headers, parts, readiness, serving, sets, streams,
    visitors, waits,
};
use crate::{
    ActorId, Call, Event, Fact, Outcome, Side, StreamId, Text,
    bytes::framing::Framing,
    fold::timeline::Timeline,
    lesson::{Claim, Knob},
    record::event::End,
};

/// Checks each claim against the whole log (not the cursor). `values` are those of all the lesson's knobs.
pub fn evaluate(
    claims: &[Claim],
    knobs: &[Knob],
    values: &[(String, String)],
    timeline: &Timeline,
) -> Vec<ClaimResult> {
    let run = Run { timeline };
    let held = timeline.log().iter().any(|(_, event)| matches!(event.fact, Fact::Held { .. }));
    let result = |claim: &Claim| match claim.only_if.iter().find(|condition| !condition.holds(values, held)) {
        Some(condition) => ClaimResult {
            verdict: Verdict::NotApplicable,
            evidence: condition.only_where(knobs),
            seqs: Vec::new(),
        },
        None => run.check(&claim.check),
    };
    claims.iter().map(result).collect()
}

/// What checks look at.
pub(super) struct Run<'a> {
    pub timeline: &'a Timeline,
}

impl Run<'_> {
    fn check(&self, check: &Check) -> ClaimResult {
        match check {
            Check::SameAnswer { actor, other } => visitors::same_answer(self, actor, other),
            Check::VisitorsSendRequests { actor } => visitors::visitors_send_requests(self, actor),
            Check::ReceivedEqualsSent => streams::received_equals_sent(self),
            Check::AcceptReturnsNewSocket => calls::accept_returns_new_socket(self),
            Check::ListenerCarriesNoData => calls::listener_carries_no_data(self),
            Check::StatesPass { actor, states } => calls::states_pass(self, actor, states),
            Check::EndOfStreamAfterClose { actor } => streams::end_of_stream_after_close(self, actor),
            Check::FewerRecvsThanSends { actor } => streams::compare_counts(self, actor, |r, s| r < s),
            Check::MoreRecvsThanSends { actor } => streams::compare_counts(self, actor, |r, s| r > s),
            Check::RecvLengths { actor, lengths } => streams::recv_lengths(self, actor, lengths),
            Check::RecvTakesWhatWaits { actor } => streams::recv_takes_what_waits(self, actor),
            Check::NoDelayWasOn { actor } => calls::no_delay_was_on(self, actor),
            Check::FramesAreRead { actor } => frames::frames_are_read(self, actor),
            Check::HeaderMisread { actor } => frames::header_misread(self, actor),
            Check::PartTakenForWhole { actor } => parts::part_taken_for_whole(self, actor),
            Check::EmptyFrameIsAFrame { actor } => frames::empty_frame_is_a_frame(self, actor),
            Check::CharactersAreReassembled { actor } => frames::characters_are_reassembled(self, actor),
            Check::BlockedThrough { call, pause } => waits::blocked_through(self, call, pause),
            Check::Deadlock => waits::deadlock(self),
            Check::NoByteMoves => waits::no_byte_moves(self),
            Check::WouldBlock { actor, call } => waits::would_block(self, actor, call),
            Check::NeverWouldBlock { actor } => waits::never_would_block(self, actor),
            Check::WouldBlockAtOnce { actor, pause } => waits::would_block_at_once(self, actor, pause),
            Check::EndsWithException { actor, exception } => {
                waits::ends_with_exception(self, actor, exception)
            }
            Check::AnswersInUpperCase { actor } => serving::answers_in_upper_case(self, actor),
            Check::MoreWastedThanUseful { actor } => serving::more_wasted_than_useful(self, actor),
            Check::UsesMoreCpuThan { actor, other } => serving::uses_more_cpu_than(self, actor, other),
            Check::WastesMoreThan { actor, other } => comparing::wastes_more_than(self, actor, other),
            Check::AnswersLaterThan { actor, other } => comparing::answers_later_than(self, actor, other),
            Check::ServesOneAtATime { actor } => comparing::serves_one_at_a_time(self, actor),
            Check::CallsOnlyReady { actor } => readiness::calls_only_ready(self, actor),
            Check::EachWaitFindsSomething { actor } => readiness::each_wait_finds_something(self, actor),
            Check::ReadyTimes { actor, times } => readiness::ready_times(self, actor, *times),
            Check::Strands { actor, len_bytes } => readiness::strands(self, actor, *len_bytes),
            Check::FullIsNotWritable { actor } => sets::full_is_not_writable(self, actor),
            Check::WritableAgain { actor } => sets::writable_again(self, actor),
            Check::UrgentInXlistOnly { actor } => sets::urgent_in_xlist_only(self, actor),
            Check::Reports { actor, events } => sets::reports(self, actor, events),
            Check::NeverReports { actor, event } => sets::never_reports(self, actor, event),
            Check::HeadersCost => headers::headers_cost(self),
            Check::WaitsFor { call, cause } => calls::waits_for(self, call, cause),
            Check::DoesNotWaitFor { call, other } => calls::does_not_wait_for(self, call, other),
        }
    }

    /// The log shows it.
    pub fn holds(&self, evidence: Text, seqs: Vec<u64>) -> ClaimResult {
        ClaimResult { verdict: Verdict::Holds, evidence, seqs }
    }

    /// The log shows the opposite.
    pub fn fails(&self, evidence: Text, seqs: Vec<u64>) -> ClaimResult {
        ClaimResult { verdict: Verdict::Fails, evidence, seqs }
    }

    /// The log so far shows neither. A run that somebody cut off decides nothing; one that ended by itself, or by a limit,
    /// has failed to show it.
    pub fn undecided(&self, evidence: Text, seqs: Vec<u64>) -> ClaimResult {
        let verdict = match &self.timeline.latest().ended {
            None => Verdict::NotYet,
            Some(End::Stopped | End::RelayStopped) => Verdict::NotApplicable,
            Some(End::Finished | End::Limit(_) | End::Failed { .. }) => Verdict::Fails,
        };
        ClaimResult { verdict, evidence, seqs }
    }

    /// There is nothing in this run that the claim speaks of; certain once it is over.
    pub fn not_applicable(&self, evidence: Text) -> ClaimResult {
        let verdict = if self.timeline.is_live() { Verdict::NotYet } else { Verdict::NotApplicable };
        ClaimResult { verdict, evidence, seqs: Vec::new() }
    }

    /// What the log so far does not show: certain once it is `over`.
    pub fn undecided_or_fails(&self, over: bool, evidence: Text, seqs: Vec<u64>) -> ClaimResult {
        if over { self.fails(evidence, seqs) } else { self.undecided(evidence, seqs) }
    }

    /// What nothing contradicts so far: it holds once the session is over.
    pub fn holds_so_far(&self, over: bool, evidence: Text, seqs: Vec<u64>) -> ClaimResult {
        let over = over || !self.timeline.is_live();
        ClaimResult { verdict: if over { Verdict::Holds } else { Verdict::NotYet }, evidence, seqs }
    }

    /// The actor of this name.
    pub fn actor(&self, name: &str) -> Option<ActorId> {
        let actors = &self.timeline.latest().info.as_ref()?.actors;
        let place = actors.iter().position(|actor| actor.name == name)?;
        u16::try_from(place).ok().map(ActorId)
    }

    /// The calls that returned, in log order.
    pub fn returned(&self) -> impl Iterator<Item = (u64, ActorId, &Call, &Outcome)> {
        self.timeline.log().iter().filter_map(|(seq, event)| match &event.fact {
            Fact::Returned { actor, call, outcome, .. } => Some((seq, *actor, call, outcome)),
            _ => None,
        })
    }

    /// The streams from which the actor's sockets receive, in the order of their connections.
    pub fn receives_from(&self, actor: Option<ActorId>) -> Vec<StreamId> {
        let world = self.timeline.latest();
        let mut streams = Vec::new();
        for socket in world.sockets.iter().filter(|socket| Some(socket.actor) == actor) {
            let Some((connection, side)) = socket.end else { continue };
            let stream = StreamId { connection, direction: side.receives() };
            if let Err(place) = streams.binary_search(&stream) {
                streams.insert(place, stream);
            }
        }
        streams
    }

    /// How frames of a stream are recognised at first.
    pub fn framing(&self, id: StreamId) -> Option<&Framing> {
        let world = self.timeline.latest();
        let server = &world.connection(id.connection)?.addresses[Side::Server.index()];
        Some(world.info.as_ref()?.framing_to(server))
    }

    pub fn event(&self, seq: u64) -> Option<&Event> {
        self.timeline.log().get(seq)
    }
}

/// Evidence that there is no such thing in the log.
pub(super) fn nothing(en: &str, zh: &str) -> Text {
    Text::new(en, zh)
}

/// `once`, `twice`, `3 times`.
pub(super) fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}

/// The ending of a noun that is counted.
pub(super) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
