//! However a log comes in and wherever the cursor goes, the same prefix gives the same state.

use crate::{
    ActorId, ConnectionId, Direction, Event, StreamId,
    fold::{
        history::{CallState, History},
        timeline::{StepBy, Timeline, Way},
        world::{Doing, World},
    },
    lesson::{Claim, Packed, claims::ReceivedEqualsSent, evaluate},
    record::{
        chunk::Chunk,
        log::{Log, LogError},
    },
    testing::{SESSION, arbitrary, chunk, conversation, long_session, random::Random, timeline},
    words::{self, Language},
};
use proptest::prelude::*;

fn any_events(seed: u64, count: usize) -> Vec<Event> {
    let mut r = Random::new(seed);
    (0..count).map(|_| arbitrary::event(&mut r)).collect()
}

/// The state after the first `count` events, folded from nothing.
fn folded(events: &[Event], count: u64) -> World {
    let mut world = World::default();
    events.iter().take(count as usize).for_each(|event| world.apply(event));
    world
}

/// The same events in pieces of random sizes, some of them twice.
fn in_pieces(events: &[Event], r: &mut Random, spacing: u64) -> Timeline {
    let mut timeline = Timeline::with_spacing(spacing);
    while (timeline.last_seq() as usize) < events.len() {
        let end = timeline.last_seq() as usize;
        let from = end - r.below(end.min(5) + 1);
        let to = (end + r.below(9)).min(events.len());
        let piece = Chunk { session: SESSION, first_seq: from as u64 + 1, events: events[from..to].to_vec() };
        let new = timeline.extend(piece).expect("it overlaps or follows");
        assert_eq!(new, end as u64 + 1..to as u64 + 1);
    }
    timeline
}

fn check_splits(events: Vec<Event>, r: &mut Random) -> Result<(), TestCaseError> {
    let whole = timeline(events.clone());
    let pieces = in_pieces(&events, r, 4);
    prop_assert_eq!(whole.latest(), &folded(&events, u64::MAX));
    prop_assert_eq!(whole.latest(), pieces.latest());
    prop_assert_eq!(whole.history(), pieces.history());
    prop_assert!(whole.log().iter().eq(pieces.log().iter()));
    Ok(())
}

fn check_seeks(events: &[Event], r: &mut Random) -> Result<(), TestCaseError> {
    let mut timeline = in_pieces(events, r, 4);
    for _ in 0..12 {
        let seq = r.below(events.len() + 3) as u64;
        let at = timeline.seek(seq);
        prop_assert_eq!(at, seq.min(events.len() as u64));
        prop_assert_eq!(timeline.world(), &folded(events, at));
        let shown = timeline.shown().map_or(0, |(shown, _)| shown);
        if at > 0 {
            prop_assert_eq!(timeline.before(), &folded(events, shown.saturating_sub(1)));
        }
    }
    Ok(())
}

fn check_positions(events: &[Event]) -> Result<(), TestCaseError> {
    let mut world = World::default();
    for event in events {
        world.apply(event);
        for stream in world.connections.iter().flat_map(|connection| &connection.streams) {
            prop_assert!(
                stream.received <= stream.arrived && stream.acknowledged <= stream.arrived,
                "{stream:?}"
            );
            let at = stream.positions();
            let order = [at.received, at.arrived, at.crossed, at.accepted];
            prop_assert!(order.is_sorted() && at.acknowledged <= at.arrived, "{at:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn bytes_are_sent_then_cross_arrive_and_are_received(seed: u64, steps in 0usize..120) {
        check_positions(&conversation(seed, steps))?;
        check_positions(&any_events(seed, steps))?;
    }

    #[test]
    fn any_split_folds_to_the_same(seed: u64, steps in 0usize..120) {
        let mut r = Random::new(seed);
        check_splits(conversation(seed, steps), &mut r)?;
        check_splits(any_events(seed, steps), &mut r)?;
    }

    #[test]
    fn seeking_equals_folding_from_nothing(seed: u64, steps in 1usize..100) {
        let mut r = Random::new(seed);
        check_seeks(&conversation(seed, steps), &mut r)?;
        check_seeks(&any_events(seed, steps), &mut r)?;
    }

    #[test]
    fn stepping_back_undoes_stepping_forward(seed: u64, steps in 0usize..60, count in 1usize..30) {
        let mut t = timeline(conversation(seed, steps));
        let mut r = Random::new(seed);
        for by in [StepBy::Event, StepBy::Call, StepBy::Progress, StepBy::SameActor(ActorId(1))] {
            let start = r.below(t.last_seq() as usize) as u64 + 1;
            // Any stop of this kind will do as the start.
            let Some(start) = t.target(start, Way::Forward, by) else { continue };
            t.seek(start);
            let world = t.world().clone();
            let forward = (0..count).take_while(|_| t.step(Way::Forward, by)).count();
            let back = (0..forward).take_while(|_| t.step(Way::Back, by)).count();
            prop_assert_eq!((back, t.cursor()), (forward, start));
            prop_assert_eq!(t.world(), &world);
        }
    }

    #[test]
    fn every_event_can_be_described(seed: u64, count in 0usize..60) {
        for events in [any_events(seed, count), conversation(seed, count)] {
            let mut world = World::default();
            for event in &events {
                let [en, zh] = [Language::En, Language::Zh].map(|lang| words::event(event, &world, lang));
                prop_assert_eq!(en.is_empty(), zh.is_empty());
                world.apply(event);
                let _ = words::deadlock(&world, Language::Zh);
            }
            let t = timeline(events);
            let claim = Claim {
                text: Default::default(),
                check: Packed::from(&ReceivedEqualsSent {}.into()),
                only_if: Vec::new(),
            };
            prop_assert_eq!(evaluate(&[claim], &[], &[], &t, Language::En).len(), 1);
        }
    }

    #[test]
    fn history_agrees_with_the_world_at_every_cursor(seed: u64, steps in 0usize..80) {
        let events = conversation(seed, steps);
        let t = timeline(events.clone());
        let mut world = World::default();
        for (seq, event) in (1..).zip(&events) {
            world.apply(event);
            check_streams(t.history(), &world, seq)?;
            check_calls(t.history(), &world, seq)?;
        }
    }
}

fn check_streams(history: &History, world: &World, seq: u64) -> Result<(), TestCaseError> {
    for (connection, state) in (0u32..).zip(&world.connections) {
        for direction in Direction::BOTH {
            let id = StreamId { connection: ConnectionId(connection), direction };
            let stream = history.stream(id).expect("a stream of each connection");
            let (visible, now) = (stream.visible(seq), &state.streams[direction.index()]);
            prop_assert_eq!((visible.sent(), visible.received()), (now.sent, now.received));
            prop_assert_eq!(visible.bytes.len() as u64, now.accepted());
            prop_assert_eq!(visible.sends.len() as u64, now.sends);
            prop_assert_eq!(visible.receives.len() as u64, now.receives);
            prop_assert_eq!(visible.segments.len() as u64, now.segments + now.retransmissions);
            prop_assert_eq!(visible.finished.is_some(), now.finished);
            prop_assert_eq!(visible.end_seen.is_some(), now.end_seen);
            prop_assert_eq!(stream.positions(seq), now.positions());
            prop_assert_eq!(visible.levels.last().map_or(0, |level| level.in_kernel), now.in_kernel());
            for offset in 0..visible.received() {
                let span = stream.receive_at(offset).expect("each received byte has its recv");
                prop_assert!(span.from <= offset && offset < span.to);
            }
        }
    }
    Ok(())
}

fn check_calls(history: &History, world: &World, seq: u64) -> Result<(), TestCaseError> {
    let rows = history.calls_at(seq);
    let state = |row: &crate::fold::history::CallRow| row.at(seq).map(|(state, _)| state);
    for (index, actor) in (0u16..).zip(&world.actors) {
        let own = || rows.iter().filter(|row| row.actor == ActorId(index));
        let returned = own().filter(|row| state(row) == Some(CallState::Returned)).count() as u64;
        prop_assert_eq!(returned, actor.calls);
        let blocked = actor.lanes.iter().filter(|lane| matches!(lane.doing, Doing::Blocked(_))).count();
        if actor.exit.is_none() {
            let entered = own().filter(|row| state(row) == Some(CallState::Entered)).count();
            prop_assert_eq!(entered, blocked);
        }
        let spans = history.actor(ActorId(index)).expect("every actor").spans_at(seq);
        let open = spans.iter().filter(|span| span.end_at(seq).is_none()).count();
        let held = actor.lanes.iter().filter(|lane| matches!(lane.doing, Doing::Held(_))).count();
        prop_assert_eq!(open, blocked + held);
    }
    Ok(())
}

#[test]
fn a_log_takes_what_follows_and_nothing_else() {
    let events = conversation(1, 20);
    let mut log = Log::default();
    assert_eq!(log.push_chunk(chunk(events[..4].to_vec())), Ok(1..5));
    let piece = |first_seq, from: usize, to: usize| Chunk {
        session: SESSION,
        first_seq,
        events: events[from..to].to_vec(),
    };
    assert_eq!(log.push_chunk(piece(6, 5, 8)), Err(LogError::Gap { expected: 5, found: 6 }));
    assert_eq!(log.push_chunk(piece(0, 0, 2)), Err(LogError::BadSequence { found: 0 }));
    assert_eq!(log.push_chunk(piece(u64::MAX, 0, 2)), Err(LogError::BadSequence { found: u64::MAX }));
    let other = Chunk { session: crate::SessionId(9), ..piece(5, 4, 6) };
    assert_eq!(log.push_chunk(other), Err(LogError::OtherSession { found: crate::SessionId(9) }));
    assert_eq!(log.push_chunk(piece(2, 1, 3)), Ok(5..5));
    assert_eq!(log.push_chunk(piece(3, 2, 9)), Ok(5..10));
    assert_eq!(log.last_seq(), 9);
    assert!(log.iter().map(|(seq, event)| (seq, event.clone())).eq((1..).zip(events[..9].to_vec())));
    assert_eq!((log.get(0), log.get(10)), (None, None));
}

#[test]
fn checkpoints_are_thinned_and_still_lead_everywhere() {
    let events = long_session(9_000);
    let mut t = Timeline::with_spacing(8);
    t.extend(chunk(events.clone())).expect("a whole log");
    assert!(t.checkpoints() > 64 && t.checkpoints() <= 256, "{}", t.checkpoints());
    for seq in [1, 8_999, 4_096, 4_095, 17, 9_000, 0, 5_000] {
        t.seek(seq);
        assert_eq!(t.world(), &folded(&events, seq));
    }
}
