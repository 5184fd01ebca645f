//! What checks look at, and what they can say about it.

use super::{ClaimResult, Verdict};
use crate::{
    ActorId, Call, Event, Fact, Outcome, Side, StreamId, bytes::framing::Framing, fold::timeline::Timeline,
    record::event::End, words::Language,
};

/// Events that are named as evidence, at most.
pub(super) const MAX_SEQS: usize = 64;

/// A run, by its log.
pub(super) struct Run<'a> {
    pub timeline: &'a Timeline,
    /// The language of evidence.
    pub lang: Language,
}

impl Run<'_> {
    /// The log shows it.
    pub fn holds(&self, evidence: String, seqs: Vec<u64>) -> ClaimResult {
        ClaimResult { verdict: Verdict::Holds, evidence, seqs, at_end: false }
    }

    /// The log shows the opposite.
    pub fn fails(&self, evidence: String, seqs: Vec<u64>) -> ClaimResult {
        ClaimResult { verdict: Verdict::Fails, evidence, seqs, at_end: false }
    }

    /// The log so far shows neither. A run that somebody cut off decides nothing; one that ended by itself, or by a limit,
    /// has failed to show it.
    pub fn undecided(&self, evidence: String, seqs: Vec<u64>) -> ClaimResult {
        let verdict = match &self.timeline.latest().ended {
            None => Verdict::NotYet,
            Some(End::Stopped | End::RelayStopped | End::Damaged) => Verdict::NotApplicable,
            Some(End::Finished | End::Limit(_) | End::Failed { .. }) => Verdict::Fails,
        };
        ClaimResult { verdict, evidence, seqs, at_end: true }
    }

    /// This run has nothing that the claim is about; certain once it is over.
    pub fn not_applicable(&self, evidence: String) -> ClaimResult {
        let verdict = if self.timeline.is_live() { Verdict::NotYet } else { Verdict::NotApplicable };
        ClaimResult { verdict, evidence, seqs: Vec::new(), at_end: false }
    }

    /// What the log so far does not show: certain once it is `over`.
    pub fn undecided_or_fails(&self, over: bool, evidence: String, seqs: Vec<u64>) -> ClaimResult {
        if over { self.fails(evidence, seqs) } else { self.undecided(evidence, seqs) }
    }

    /// Nothing contradicts it so far: it holds once the session is over.
    pub fn holds_so_far(&self, over: bool, evidence: String, seqs: Vec<u64>) -> ClaimResult {
        let at_end = !over;
        let over = over || !self.timeline.is_live();
        ClaimResult { verdict: if over { Verdict::Holds } else { Verdict::NotYet }, evidence, seqs, at_end }
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
