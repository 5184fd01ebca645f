//! Where a lesson's moments stand in a log.

use crate::model::Session;
use socketscope_shared::{ActorId, Fact, SessionId, lesson::Moment};
use std::cell::RefCell;

/// How far a moment was looked for.
struct Search {
    session: SessionId,
    moment: Moment,
    /// Of the actor's calls, how many were looked at, and how many of them were the moment's call.
    looked_at: usize,
    matching: u32,
    found: Option<u64>,
}

/// Moments that are remembered; a lesson has fewer.
const MAX_SEARCHES: usize = 64;

thread_local! {
    /// Only a memo, so that a call of which there are a million is not counted anew for every picture.
    static SEARCHES: RefCell<Vec<Search>> = const { RefCell::new(Vec::new()) };
}

/// The event in which the moment's call returns, wherever the cursor is; `None` while it has not.
pub fn returned(session: &Session, moment: &Moment) -> Option<u64> {
    SEARCHES.with_borrow_mut(|searches| {
        let known = searches.iter().position(|s| s.session == session.id && s.moment == *moment);
        let index = known.unwrap_or_else(|| {
            if searches.len() >= MAX_SEARCHES {
                searches.clear();
            }
            let moment = moment.clone();
            searches.push(Search { session: session.id, moment, looked_at: 0, matching: 0, found: None });
            searches.len() - 1
        });
        let search = &mut searches[index];
        if search.found.is_none() {
            go_on(search, session);
        }
        search.found
    })
}

fn go_on(search: &mut Search, session: &Session) {
    let actor =
        session.info().and_then(|info| info.actors.iter().position(|a| a.name == search.moment.actor));
    let id = actor.and_then(|index| u16::try_from(index).ok()).map(ActorId);
    let Some(actor) = id.and_then(|id| session.timeline.history().actor(id)) else { return };
    for seq in actor.calls().iter().skip(search.looked_at) {
        search.looked_at += 1;
        let Some(Fact::Returned { call, .. }) = session.timeline.log().get(*seq).map(|event| &event.fact)
        else {
            continue;
        };
        search.matching += u32::from(call.op.name() == search.moment.call);
        if search.matching == search.moment.nth {
            search.found = Some(*seq);
            return;
        }
    }
}
