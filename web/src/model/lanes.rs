//! What a program's threads do at the cursor. A call that waits, but returns within the recorder's window, is in the log at its
//! return only: until then its thread is in it all the same.

use super::Session;
use socketscope_shared::{
    ActorId, Fact,
    world::{Doing, Lane},
};
use std::sync::Arc;

/// A call that took longer has waited, ns.
const WAITED_NS: u64 = 1_000_000;
/// Calls of a program among which a thread's next one is looked for.
const LOOK_AHEAD: usize = 32;

impl Session {
    /// The actor's threads at the cursor; the first is the main thread.
    pub fn lanes(&self, actor: ActorId) -> Vec<Lane> {
        let mut lanes = self.world().actor(actor).map(|actor| actor.lanes.clone()).unwrap_or_default();
        for (index, lane) in (0u16..).zip(&mut lanes) {
            if lane.doing == Doing::Running
                && let Some(waiting) = self.waits_unannounced(actor, index)
            {
                *lane = waiting;
            }
        }
        lanes
    }

    fn waits_unannounced(&self, actor: ActorId, index: u16) -> Option<Lane> {
        let world = self.world();
        let calls = self.timeline.history().actor(actor)?.calls();
        let later = &calls[calls.partition_point(|seq| *seq <= world.cursor)..];
        let facts =
            later.iter().take(LOOK_AHEAD).filter_map(|seq| Some(&self.timeline.log().get(*seq)?.fact));
        let next = facts.into_iter().find(|fact| fact.call().is_some_and(|call| call.lane == index));
        let Some(Fact::Returned { call, took_ns: WAITED_NS.., .. }) = next else { return None };
        let waits = call.start_ns < world.at_ns && world.may_wait(call);
        waits.then(|| Lane { doing: Doing::Blocked(Arc::new(call.clone())), line: call.line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Action, Model};
    use socketscope_shared::{
        Op, Outcome,
        testing::{self, Script},
        wire::{Down, Received},
    };

    #[test]
    fn a_call_that_waited_without_being_announced_is_under_way_until_its_return() {
        let (server, client) = (ActorId(0), ActorId(1));
        for (waits_us, blocked) in [(8_000, true), (100, false)] {
            let mut s = Script::new("own", &[("server", "server.py", ""), ("client", "client.py", "")]);
            s.started(server);
            let listener = s.listener(server, 1, 5);
            let call = s.call(Some(listener), 4, Op::Accept);
            let before = s.len() as u64;
            s.wait_us(waits_us);
            s.socket(client, 1);
            let between = s.len() as u64;
            s.returned(server, &call, Outcome::Failed { errno: 103 }, false, 0);
            let mut model = Model::default();
            let chunk = testing::chunk(s.finish());
            model.receive(Ok(Received::Down(Down::Started { session: chunk.session })));
            model.receive(Ok(Received::Chunk(chunk)));
            let mut at = |seq| {
                model.apply(Action::Seek(seq));
                let lane = model.session.as_ref().map(|session| session.lanes(server)[0].clone());
                lane.map(|lane| (matches!(lane.doing, Doing::Blocked(_)), lane.line))
            };
            assert_eq!(at(between), Some((blocked, if blocked { 4 } else { 3 })));
            assert_eq!(at(before), Some((false, 3)), "it has not begun");
            assert_eq!(at(between + 1), Some((false, 4)), "it is over");
        }
    }
}
