//! Viewers: live, late, resumed, slow, and many.

use crate::helper::{SESSION, TestRelay, event, events, soon};
use socketscope_shared::{
    ActorId, Event, Fact, SessionId,
    event::End,
    wire::{Control, Down, Refusal, Up},
};
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_page_with_the_token_is_welcomed() {
    let relay = TestRelay::start().await;
    let (_, welcome) = relay.page_with(Some(&relay.token)).await;
    let Down::Welcome { relay: version, may_run, lessons } = welcome else { panic!("{welcome:?}") };
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    assert!(may_run);
    assert_eq!(lessons, relay.sessions.lessons());
    assert!(!lessons.is_empty());
}

#[tokio::test]
async fn without_the_token_a_page_may_only_watch() {
    let relay = TestRelay::start().await;
    let log = relay.logs.create(SESSION);
    log.append(&events(1..=3));
    let near = relay.token[..31].to_owned();
    for token in [None, Some(""), Some("0"), Some(near.as_str()), Some(&(relay.token.clone() + "0"))] {
        let (mut page, welcome) = relay.page_with(token).await;
        assert!(matches!(welcome, Down::Welcome { may_run: false, .. }), "{token:?}");
        let start = Up::Start {
            lesson: "sticky".into(),
            knobs: vec![],
            sources: vec![],
            arguments: vec![],
            starts: Vec::new(),
            step_mode: false,
        };
        let release = Control::Release { actor: ActorId(0) };
        for up in [start, Up::Control { session: SESSION, control: release }] {
            page.say(&up).await;
            assert_eq!(page.told().await, Down::Refused { reason: Refusal::NotAllowed });
        }
        page.say(&Up::Watch { session: SESSION, after: 0 }).await;
        assert_eq!(page.events(1, 3).await, events(1..=3));
    }
}

#[tokio::test]
async fn a_lessons_recording_is_watched_as_any_session_that_is_over() {
    let relay = TestRelay::start().await;
    let (mut page, _) = relay.page_with(Some(&relay.token)).await;
    let session = relay.sessions.lessons().iter().find_map(|lesson| lesson.recording).expect("a recording");
    page.say(&Up::Watch { session, after: 0 }).await;
    let chunk = page.chunk().await;
    assert_eq!((chunk.session, chunk.first_seq), (session, 1));
    assert!(matches!(&chunk.events[0].fact, Fact::SessionStarted(info) if info.id == session));
    page.say(&Up::Control { session, control: Control::Stop }).await;
    assert_eq!(page.told().await, Down::Refused { reason: Refusal::SessionOver { session } });
    assert_eq!(relay.logs.recorded().unwrap(), [], "it is not in the data directory");
}

#[tokio::test]
async fn a_page_starts_steps_and_stops_a_session() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.say(&Up::Start {
        lesson: "sticky".into(),
        knobs: vec![],
        sources: vec![],
        arguments: vec![],
        starts: Vec::new(),
        step_mode: true,
    })
    .await;
    let Down::Started { session } = page.told().await else { panic!("not started") };
    let mut other = relay.viewer(session, 0).await;
    page.say(&Up::Watch { session, after: 0 }).await;
    let mut seen = Vec::new();
    let mut stopped = false;
    while !matches!(seen.last(), Some(Event { fact: Fact::SessionEnded { .. }, .. })) {
        let chunk = page.chunk().await;
        for event in &chunk.events {
            match event.fact {
                Fact::Held { actor, .. } if !stopped => {
                    page.say(&Up::Control { session, control: Control::Release { actor } }).await;
                }
                Fact::Returned { .. } if !stopped => {
                    page.say(&Up::Control { session, control: Control::Stop }).await;
                    stopped = true;
                }
                _ => {}
            }
        }
        seen.extend(chunk.events);
    }
    assert_eq!(seen.last().unwrap().fact, Fact::SessionEnded { end: End::Stopped });
    assert_eq!(other.events(1, seen.len() as u64).await, seen);
    page.say(&Up::Control { session, control: Control::Stop }).await;
    assert_eq!(page.told().await, Down::Refused { reason: Refusal::SessionOver { session } });
}

#[tokio::test]
async fn an_unknown_session_is_refused_and_nothing_breaks() {
    let relay = TestRelay::start().await;
    let mut page = relay.viewer(SessionId(7), 0).await;
    assert_eq!(page.told().await, Down::Refused { reason: Refusal::NoSuchSession { session: SessionId(7) } });
    let log = relay.logs.create(SESSION);
    log.append(&events(1..=1));
    page.say(&Up::Watch { session: SESSION, after: 0 }).await;
    assert_eq!(page.events(1, 1).await, events(1..=1));
}

#[tokio::test]
async fn events_reach_a_viewer_while_they_happen() {
    let relay = TestRelay::start().await;
    let log = relay.logs.create(SESSION);
    let mut page = relay.viewer(SESSION, 0).await;
    for n in 1..=20 {
        log.append(&[event(n)]);
        assert_eq!(page.events(n, n).await, [event(n)]);
    }
}

#[tokio::test]
async fn who_comes_late_gets_what_the_first_viewer_got_in_fewer_chunks() {
    const LAST: u64 = 5000;
    let relay = TestRelay::start().await;
    let log = relay.logs.create(SESSION);
    let mut live = relay.viewer(SESSION, 0).await;
    let mut lived = Vec::new();
    for first in (1..=LAST).step_by(5) {
        log.append(&events(first..first + 5));
        if first % 250 == 1 {
            lived.extend(live.events(lived.len() as u64 + 1, first + 4).await);
        }
    }
    lived.extend(live.events(lived.len() as u64 + 1, LAST).await);
    let mut late = relay.viewer(SESSION, 0).await;
    let (mut chunks, mut joined) = (0, Vec::new());
    while (joined.len() as u64) < LAST {
        let chunk = late.chunk().await;
        assert_eq!(chunk.first_seq, joined.len() as u64 + 1);
        joined.extend(chunk.events);
        chunks += 1;
    }
    assert_eq!(lived, events(1..=LAST));
    assert_eq!(bitcode::encode(&joined), bitcode::encode(&lived));
    assert!(chunks < LAST / 5 / 2, "{chunks} chunks for {} appends", LAST / 5);
}

#[tokio::test]
async fn a_viewer_resumes_after_any_event() {
    const LAST: u64 = 4000;
    let relay = TestRelay::start().await;
    let log = relay.logs.create(SESSION);
    for first in (1..=LAST).step_by(8) {
        log.append(&events(first..first + 8));
    }
    for after in [0, 1, 7, 8, 9, 1234, 2500, LAST - 9, LAST - 1] {
        let mut page = relay.viewer(SESSION, after).await;
        assert_eq!(page.events(after + 1, LAST).await, events(after + 1..=LAST), "after {after}");
    }
    let mut at_end = relay.viewer(SESSION, LAST).await;
    log.append(&[event(LAST + 1)]);
    assert_eq!(at_end.events(LAST + 1, LAST + 1).await, [event(LAST + 1)]);
}

#[tokio::test]
async fn a_viewer_that_knows_more_than_the_log_starts_over() {
    let relay = TestRelay::start().await;
    let log = relay.logs.create(SESSION);
    log.append(&events(1..=3));
    let mut page = relay.viewer(SESSION, 10).await;
    assert_eq!(page.events(1, 3).await, events(1..=3));
    let mut page = relay.viewer(SESSION, u64::MAX).await;
    assert_eq!(page.events(1, 3).await, events(1..=3));
}

#[tokio::test]
async fn a_new_watch_replaces_the_old() {
    let relay = TestRelay::start().await;
    let (first, second) = (relay.logs.create(SESSION), relay.logs.create(SessionId(2)));
    first.append(&[event(1)]);
    second.append(&[event(100)]);
    let mut page = relay.viewer(SESSION, 0).await;
    assert_eq!(page.chunk().await.session, SESSION);
    page.say(&Up::Watch { session: SessionId(2), after: 0 }).await;
    assert_eq!(page.chunk().await.session, SessionId(2));
    first.append(&[event(2)]);
    second.append(&[event(101)]);
    let chunk = page.chunk().await;
    assert_eq!((chunk.session, chunk.events), (SessionId(2), vec![event(101)]));
}

#[tokio::test]
async fn two_hundred_viewers_get_the_same_events() {
    const LAST: u64 = 100;
    let relay = TestRelay::start().await;
    let log = relay.logs.create(SESSION);
    let mut viewers = Vec::new();
    for _ in 0..200 {
        let mut page = relay.viewer(SESSION, 0).await;
        viewers.push(tokio::spawn(async move { page.events(1, LAST).await }));
    }
    for n in 1..=LAST {
        log.append(&[event(n)]);
        tokio::task::yield_now().await;
    }
    let expected = events(1..=LAST);
    for viewer in viewers {
        assert_eq!(soon(viewer).await.unwrap(), expected);
    }
}

/// Time for one round of appends, the best of several, so that a busy machine does not count.
fn append_time(log: &socketscope::log_store::SessionLog, rounds: u64) -> Duration {
    let round = |n: u64| {
        let batch = events(n * 5000 + 1..=n * 5000 + 5000);
        let began = Instant::now();
        batch.chunks(10).for_each(|few| log.append(few));
        began.elapsed()
    };
    (0..rounds).map(round).min().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewer_that_does_not_read_slows_nobody_and_loses_nothing() {
    const ROUNDS: u64 = 40;
    let relay = TestRelay::start().await;
    let alone = append_time(&relay.logs.create(SessionId(1)), ROUNDS);
    let log = relay.logs.create(SESSION);
    let mut slow = relay.viewer(SESSION, 0).await;
    let mut fast = relay.viewer(SESSION, 0).await;
    let reading = tokio::spawn(async move { fast.events(1, ROUNDS * 5000 + 1).await.len() });
    let watched = append_time(&log, ROUNDS);
    log.end(End::Finished);
    assert_eq!(soon(reading).await.unwrap() as u64, ROUNDS * 5000 + 1);
    assert!(watched < alone * 5, "{watched:?} with a viewer that does not read, {alone:?} without");
    assert_eq!(slow.events(1, ROUNDS * 5000 + 1).await.len() as u64, ROUNDS * 5000 + 1);
}

#[tokio::test]
async fn a_stopping_relay_ends_sessions_and_says_goodbye() {
    let relay = TestRelay::start().await;
    let log = relay.logs.create(SESSION);
    log.append(&events(1..=3));
    let mut page = relay.viewer(SESSION, 0).await;
    assert_eq!(page.events(1, 3).await, events(1..=3));
    let stopping = tokio::spawn(relay.stop());
    let (code, reason) = page.closed().await;
    assert_eq!((code, reason.as_str()), (1001, "the relay is stopping"));
    soon(stopping).await.unwrap();
    assert_eq!(crate::helper::ended(&log), Some(End::RelayStopped));
}
