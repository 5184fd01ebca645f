//! The call list's rows: each call is one, and a storm of calls that would all have blocked is one together.

use socketscope_shared::{Fact, Op, Outcome, SessionId, history::History, log::Log};

/// A row of the call list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Place of its (first) call in [`History::calls`].
    pub call: usize,
    /// The event that began it.
    pub seq: u64,
    /// Which of its actor's storms it begins, if it begins one.
    pub storm: Option<usize>,
}

/// The rows of a log that grows, made once for each call.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    session: Option<SessionId>,
    rows: Vec<Row>,
    looked_at: usize,
}

impl Listing {
    /// Takes the calls that came since; begins anew for another session.
    pub fn update(&mut self, session: SessionId, history: &History, log: &Log) {
        if self.session != Some(session) || self.looked_at > history.calls().len() {
            *self = Self { session: Some(session), ..Self::default() };
        }
        for (index, call) in history.calls().iter().enumerate().skip(self.looked_at) {
            let returned = call.returned.and_then(|seq| log.get(seq));
            // How a call ends that is under way is not known yet. Only waits are announced, so no storm hides there.
            let fact = returned.map(|event| &event.fact);
            let nothing = matches!(fact, Some(Fact::Returned { outcome: Outcome::WouldBlock, .. }));
            let slept =
                matches!(fact, Some(Fact::Returned { call, .. }) if matches!(call.op, Op::Sleep { .. }));
            let storms = history.actor(call.actor).map(|actor| actor.storms_at(call.seq)).unwrap_or_default();
            let last = storms.last().filter(|storm| storm.count > 1 || storm.last_seq != storm.first_seq);
            let inside = last.is_some_and(|storm| {
                let seq = call.returned.unwrap_or(call.seq);
                storm.first_seq < seq && seq <= storm.last_seq
            });
            if inside && (nothing || slept) {
                continue;
            }
            let storm = nothing.then(|| storms.len().checked_sub(1)).flatten();
            self.rows.push(Row { call: index, seq: call.seq, storm });
        }
        self.looked_at = history.calls().len();
    }

    /// The rows that had begun at `cursor`.
    pub fn at(&self, cursor: u64) -> &[Row] {
        &self.rows[..self.rows.partition_point(|row| row.seq <= cursor)]
    }

    /// The row that an event belongs to: the last one that began not after it and is its call's.
    pub fn row_of(&self, history: &History, seq: u64, cursor: u64) -> Option<usize> {
        let rows = self.at(cursor);
        let near = rows.partition_point(|row| row.seq <= seq).checked_sub(1)?;
        // A call that blocked returns long after its row began: look back, but not for ever.
        const LOOK_BACK: usize = 10_000;
        (near.saturating_sub(LOOK_BACK)..=near).rev().find(|index| {
            let call = &history.calls()[rows[*index].call];
            [call.held, call.entered, call.returned].contains(&Some(seq))
        })
    }
}
