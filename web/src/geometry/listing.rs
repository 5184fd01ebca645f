//! The call list's rows: each call is one, and a storm of calls that would all have blocked is one together.

use socketscope_shared::{Fact, Op, Outcome, SessionId, history::History, log::Log};

/// A row of the call list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Place of its (first) call in [`History::calls`].
    pub call: usize,
    /// The event that began it.
    pub seq: u64,
    /// That event's time, which the row shows: rows are in the log's order, so their times never go back.
    pub at_ns: u64,
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
    /// Takes the calls that came since; starts over for another session.
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
            let at_ns = log.get(call.seq).map_or(0, |event| event.at_ns);
            self.rows.push(Row { call: index, seq: call.seq, at_ns, storm });
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
        // A call that blocked returns long after its row began: look back, but not forever.
        const LOOK_BACK: usize = 10_000;
        (near.saturating_sub(LOOK_BACK)..=near).rev().find(|index| {
            let call = &history.calls()[rows[*index].call];
            [call.held, call.entered, call.returned].contains(&Some(seq))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use socketscope_shared::{
        ActorId,
        testing::{self, Script},
        timeline::Timeline,
    };

    const SERVER: ActorId = ActorId(0);

    fn listing(timeline: &Timeline) -> Listing {
        let mut listing = Listing::default();
        listing.update(testing::SESSION, timeline.history(), timeline.log());
        listing
    }

    #[test]
    fn each_call_is_a_row() {
        let timeline = testing::timeline(testing::sticky_session());
        let listing = listing(&timeline);
        let last = timeline.last_seq();
        assert_eq!(listing.at(last).len(), timeline.history().calls().len());
        for cursor in 0..=last {
            assert_eq!(listing.at(cursor).len(), timeline.history().calls_at(cursor).len());
        }
        let rows = listing.at(last);
        for (index, row) in rows.iter().enumerate() {
            let returned = timeline.history().calls()[row.call].returned;
            assert_eq!(returned.and_then(|seq| listing.row_of(timeline.history(), seq, last)), Some(index));
        }
    }

    #[test]
    fn times_never_go_back_although_a_recv_that_waited_began_before_the_send() {
        let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
        let client = ActorId(1);
        let listener = s.listener(SERVER, 1, 5);
        let accept = s.call(Some(listener), 2, Op::Accept);
        s.wait_us(500);
        let sock = s.socket(client, 1);
        let conn = s.connect(sock, 2);
        s.accepted(&accept, SERVER, &conn);
        let timeline = testing::timeline(s.finish());
        let rows = listing(&timeline);
        let rows = rows.at(u64::MAX);
        let calls = timeline.history().calls();
        let start_ns = |row: &Row| {
            let fact =
                calls[row.call].returned.and_then(|seq| timeline.log().get(seq)).map(|event| &event.fact);
            fact.and_then(Fact::call).map_or(0, |call| call.start_ns)
        };
        assert!(!rows.is_sorted_by_key(start_ns), "accept was called before connect, and stands after it");
        assert!(rows.is_sorted_by_key(|row| row.at_ns));
    }

    #[test]
    fn a_storm_is_one_row_and_what_ends_it_another() {
        let mut s = Script::new("own", &[("server", "server.py", "")]);
        s.started(SERVER);
        let listener = s.listener(SERVER, 1, 5);
        for _ in 0..500 {
            s.quick(SERVER, Some(listener), 9, Op::Accept, Outcome::WouldBlock);
        }
        s.quick(SERVER, Some(listener), 9, Op::Close, Outcome::Done);
        s.ended();
        let timeline = testing::timeline(s.finish());
        let listing = listing(&timeline);
        let storms: Vec<_> = listing.at(u64::MAX).iter().filter(|row| row.storm.is_some()).collect();
        assert_eq!(storms.len(), 1);
        assert_eq!(listing.at(u64::MAX).len(), timeline.history().calls().len() - 499);
    }

    #[test]
    fn a_growing_log_gives_the_same_rows() {
        let events = testing::sticky_session();
        let whole = listing(&testing::timeline(events.clone()));
        let mut grown = Listing::default();
        for len in 1..=events.len() {
            let timeline = testing::timeline(events[..len].to_vec());
            grown.update(testing::SESSION, timeline.history(), timeline.log());
        }
        assert_eq!(grown.at(u64::MAX), whole.at(u64::MAX));
    }
}
