//! What a relay keeps is a recording: whole, cut off, and where there is no room.

use crate::{
    command::{address, serve},
    helper::{Page, SESSION, TestRelay, event, events, soon},
};
use socketscope::log_store::{self, LogStore, Retention};
use socketscope_shared::{
    Event, Fact, SessionId,
    event::End,
    recording::{self, Recording},
    wire::{Down, Up},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};
use tokio::io::{AsyncBufReadExt, BufReader};

/// Where a session is kept.
pub fn path(data: &Path, session: SessionId) -> PathBuf {
    data.join(format!("sessions/{session}.skrec"))
}

/// Starts a lesson and watches it.
pub async fn start(page: &mut Page, lesson: &str) -> SessionId {
    let start = Up::Start {
        lesson: lesson.into(),
        knobs: vec![],
        sources: vec![],
        arguments: vec![],
        starts: vec![],
        step_mode: false,
    };
    page.say(&start).await;
    let Down::Started { session } = page.told().await else { panic!("not started") };
    page.say(&Up::Watch { session, after: 0 }).await;
    session
}

/// Watches it up to its end.
pub async fn watched(page: &mut Page) -> Vec<Event> {
    let mut seen: Vec<Event> = Vec::new();
    while !matches!(seen.last().map(|event| &event.fact), Some(Fact::SessionEnded { .. })) {
        let chunk = page.chunk().await;
        assert_eq!(chunk.first_seq, seen.len() as u64 + 1);
        seen.extend(chunk.events);
    }
    seen
}

/// A recording's events.
pub fn events_of(path: &Path) -> Vec<Event> {
    let recording = Recording::open(fs::read(path).unwrap()).unwrap();
    recording.all().map_while(Result::ok).flatten().collect()
}

#[tokio::test]
async fn a_sessions_file_is_what_a_viewer_saw_and_the_lesson_as_it_was() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let session = start(&mut page, "sticky").await;
    let seen = watched(&mut page).await;
    let lesson = relay.sessions.lessons().iter().find(|lesson| lesson.id == "sticky").unwrap().clone();
    let data = relay.stop().await;
    let recording = Recording::open(fs::read(path(data.path(), session)).unwrap()).unwrap();
    assert_eq!((recording.end(), recording.check()), (recording::End::Whole, Ok(recording::End::Whole)));
    assert_eq!(events_of(&path(data.path(), session)), seen);
    assert_eq!(recording.lesson().unwrap(), Some(lesson.clone()));
    let header = recording.header();
    assert_eq!((header.session, &*header.name), (Some(session), lesson.title.en()));
    assert!(header.kernel.is_some() && header.network.is_some() && header.started_unix_ms > 0);
    assert_eq!((&*header.wrote.name, &*header.wrote.version), ("socketscope", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_recording_cut_at_any_byte_is_what_was_flushed_before_it() {
    let data = tempfile::tempdir().unwrap();
    let logs = LogStore::open(data.path(), Retention::default()).unwrap();
    let log = logs.create(SESSION);
    let file = path(data.path(), SESSION);
    let mut flushes = vec![(fs::metadata(&file).unwrap().len(), 0)];
    for n in (10..=400).step_by(10) {
        let mut grown = log.subscribe();
        log.append(&events(n - 9..=n));
        while *grown.borrow_and_update() < n {
            std::thread::yield_now();
        }
        flushes.push((fs::metadata(&file).unwrap().len(), n));
    }
    let live = fs::read(&file).unwrap();
    let copy = data.path().join("cut.skrec");
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..100 {
        random = random.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        let cut = (random >> 33) % live.len() as u64;
        fs::write(&copy, &live[..cut as usize]).unwrap();
        let flushed = flushes.iter().rev().find(|(len, _)| *len <= cut).map_or(0, |(_, seq)| *seq);
        let shown = log_store::load(&copy, SESSION).map(|log| log.events_after(0)).unwrap_or_default();
        if flushed == 0 {
            assert_eq!(shown, [], "cut at {cut}");
            continue;
        }
        let (end, before) = shown.split_last().unwrap();
        assert_eq!(before, events(1..=flushed), "cut at {cut}");
        assert_eq!(end.fact, Fact::SessionEnded { end: End::RelayStopped });
    }
}

#[tokio::test]
async fn a_relay_that_is_killed_in_the_middle_of_a_run_loses_nothing_that_it_showed() {
    let data = tempfile::tempdir().unwrap();
    let (mut child, _out, line) = serve(&data).await;
    let (port, token) = address(&line);
    let (mut page, _) = Page::welcomed(port, Some(token)).await;
    let session = start(&mut page, "wlist").await;
    let mut seen = Vec::new();
    while seen.len() < 100 {
        seen.extend(page.chunk().await.events);
    }
    child.kill().await.unwrap();
    let kept = events_of(&path(data.path(), session));
    assert!(kept.len() >= seen.len() && kept[..seen.len()] == seen, "{} of {}", kept.len(), seen.len());
    let log = log_store::load(&path(data.path(), session), session).unwrap();
    assert_eq!(log.events_after(0)[..seen.len()], seen);
}

#[tokio::test]
async fn where_no_more_can_be_written_the_run_goes_on_and_says_so() {
    let data = tempfile::tempdir().unwrap();
    let mut command = tokio::process::Command::new("sh");
    // Blocks of 512 bytes, of 1024 for some shells: there is room for the lesson and some events. The signal is ignored,
    // so that writing fails.
    let binary = env!("CARGO_BIN_EXE_socketscope");
    command.args(["-c", &format!("ulimit -f 10; trap '' XFSZ; exec {binary} serve --port 0")]);
    command.env("SOCKETSCOPE_DATA", data.path()).env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    soon(out.read_line(&mut line)).await.unwrap();
    let (port, token) = address(&line);
    let (mut page, _) = Page::welcomed(port, Some(token)).await;
    let session = start(&mut page, "wlist").await;
    let (mut seen, mut problem): (Vec<Event>, _) = (Vec::new(), None);
    while !matches!(seen.last().map(|event| &event.fact), Some(Fact::SessionEnded { .. })) {
        match page.heard().await {
            socketscope_shared::wire::Received::Chunk(chunk) => seen.extend(chunk.events),
            socketscope_shared::wire::Received::Down(Down::NotSaved { problem: why, .. }) => {
                problem = Some(why)
            }
            other => panic!("{other:?}"),
        }
    }
    let problem = problem.expect("it says that it is not saved");
    assert!(problem.contains("too large"), "{problem}");
    assert_eq!(seen.last().map(|event| event.fact.clone()), Some(Fact::SessionEnded { end: End::Finished }));
    let kept = events_of(&path(data.path(), session));
    assert!(!kept.is_empty() && kept.len() < seen.len() && kept[..] == seen[..kept.len()]);
}

#[tokio::test]
async fn a_recording_under_another_name_is_shown_by_that_name() {
    let relay = TestRelay::start().await;
    let log = relay.logs.create(SESSION);
    log.append(&[event(1)]);
    log.end(End::Finished);
    let data = relay.stop().await;
    fs::rename(path(data.path(), SESSION), path(data.path(), SessionId(77))).unwrap();
    let relay = TestRelay::with(data, |_| {}).await;
    let mut page = relay.viewer(SessionId(77), 0).await;
    let chunk = page.chunk().await;
    assert_eq!((chunk.session, &chunk.events[0]), (SessionId(77), &event(1)));
}
