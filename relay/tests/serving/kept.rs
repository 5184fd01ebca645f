//! What is on disk outlives the relay, whole or cut short.

use crate::helper::{SESSION, TestRelay, ended, event, events};
use socketscope::{
    kept::{self, State},
    log_store::{LogStore, Retention, SessionLog},
};
use socketscope_shared::{
    Event, Fact, SessionId,
    event::{End, Limit},
    recording::{Header, Recording, Writer},
    wire::{Down, Refusal},
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

fn store(data: &Path) -> LogStore {
    LogStore::open(data, Retention::default()).unwrap()
}

fn path(data: &Path) -> PathBuf {
    data.join(format!("sessions/{SESSION}.skrec"))
}

/// A data directory as a killed relay leaves it: without a last word.
fn killed(data: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    fs::create_dir(copy.path().join("sessions")).unwrap();
    fs::copy(path(data), path(copy.path())).unwrap();
    copy
}

/// Until the writer has saved this many events.
fn saved(log: &SessionLog, last_seq: u64) {
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    while log.last_seq() < last_seq {
        assert!(std::time::Instant::now() < deadline, "{} of {last_seq} saved", log.last_seq());
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn a_restarted_relay_accepts_the_page_and_resumes_the_session() {
    let relay = TestRelay::start().await;
    let token = relay.token.clone();
    let log = relay.logs.create(SESSION);
    log.append(&events(1..=600));
    log.end(End::Finished);
    let relay = TestRelay::with(relay.stop().await, |_| {}).await;
    assert_eq!(relay.token, token);
    let mut page = relay.viewer(SESSION, 250).await;
    let resumed = page.events(251, 601).await;
    assert_eq!(resumed[..350], events(251..=600));
    assert_eq!(resumed[350].fact, Fact::SessionEnded { end: End::Finished });
    assert_eq!(relay.logs.recorded().unwrap(), [SESSION]);
}

#[test]
fn what_a_viewer_saw_is_there_after_the_relay_was_killed() {
    let data = tempfile::tempdir().unwrap();
    let logs = store(data.path());
    let log = logs.create(SESSION);
    for n in 1..=300 {
        log.append(&[event(n)]);
        if n % 60 == 0 {
            saved(&log, n - 10);
            let seen = log.last_seq();
            let after = killed(data.path());
            let found = store(after.path()).get(SESSION).unwrap().events_after(0);
            assert!(found.len() as u64 > seen, "{} of {seen}", found.len());
            assert_eq!(found[..seen as usize], events(1..=seen));
            assert_eq!(found.last().unwrap().fact, Fact::SessionEnded { end: End::RelayStopped });
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_the_log_up_to_there() {
    let data = tempfile::tempdir().unwrap();
    let logs = store(data.path());
    let live = logs.create(SESSION);
    for n in 1..=5 {
        live.append(&[event(n)]);
        saved(&live, n);
    }
    let whole = fs::read(path(data.path())).unwrap();
    let mut lengths = Vec::new();
    for cut in 0..=whole.len() {
        let copy = tempfile::tempdir().unwrap();
        let logs = store(copy.path());
        fs::write(path(copy.path()), &whole[..cut]).unwrap();
        let Some(log) = logs.get(SESSION) else {
            lengths.push(0);
            continue;
        };
        let found = log.events_after(0);
        assert_eq!(ended(&log), Some(End::RelayStopped));
        assert_eq!(found[..found.len() - 1], events(1..found.len() as u64));
        lengths.push(found.len() - 1);
        // It says the same again.
        drop((log, logs));
        assert_eq!(store(copy.path()).get(SESSION).unwrap().events_after(0), found);
    }
    assert!(lengths.is_sorted());
    assert_eq!((lengths[0], lengths[whole.len() - 1], lengths[whole.len()]), (0, 4, 5));
}

/// A store's file with these bytes: what is shown of it, and that it stays as it is.
fn shown(bytes: &[u8]) -> Option<Vec<Event>> {
    let copy = tempfile::tempdir().unwrap();
    let logs = store(copy.path());
    fs::write(path(copy.path()), bytes).unwrap();
    let log = logs.get(SESSION);
    let found = log.as_ref().map(|log| log.events_after(0));
    drop((log, logs));
    assert!(fs::read(path(copy.path())).unwrap() == bytes, "reading a file changes nothing in it");
    found
}

/// Nothing is shown that was not recorded, and what is missing is not passed over in silence.
#[track_caller]
fn true_as_far_as_shown(recorded: &[Event], bytes: &[u8], how: &str) -> Option<End> {
    let found = shown(bytes)?;
    if found == recorded {
        return None;
    }
    let (last, before) = found.split_last().unwrap();
    assert!(before.len() < recorded.len() && *before == recorded[..before.len()], "{how}: {found:?}");
    let Fact::SessionEnded { end } = &last.fact else { panic!("{how}: no end") };
    assert!(matches!(end, End::Damaged | End::RelayStopped), "{how}: {end:?}");
    Some(end.clone())
}

/// A whole recording with several records of events: its bytes and its events.
fn recording() -> (Vec<u8>, Vec<Event>) {
    let (mut writer, mut bytes) = Writer::begin(&header(), None).unwrap();
    let mut recorded = events(1..=18);
    recorded.push(Event { at_ns: 18_000, fact: Fact::SessionEnded { end: End::Finished } });
    for part in recorded.chunks(3) {
        bytes.extend(writer.events(writer.next_seq(), part).unwrap());
    }
    bytes.extend(writer.finish());
    (bytes, recorded)
}

fn header() -> Header {
    Header { session: Some(SESSION), ..Header::default() }
}

/// Where each record of events of a recording begins, and where the last ends.
fn places(bytes: &[u8]) -> Vec<usize> {
    let recording = Recording::open(bytes).unwrap();
    let mut places: Vec<_> = recording.chunks().iter().map(|chunk| chunk.at as usize).collect();
    let last = *places.last().unwrap();
    let len = u32::from_le_bytes(bytes[last + 1..last + 5].try_into().unwrap()) as usize;
    places.push(last + 9 + len);
    places
}

#[test]
fn whatever_is_damaged_nothing_untrue_is_shown_and_the_file_stays() {
    let (whole, recorded) = recording();
    assert_eq!(shown(&whole).as_deref(), Some(&recorded[..]));
    for at in 0..whole.len() {
        for change in [0xff, 1 << (at % 8)] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            let end = true_as_far_as_shown(&recorded, &bytes, &format!("{at} changed by {change}"));
            assert_ne!(end, Some(End::RelayStopped), "{at}: damage is not told from a relay that was killed");
        }
        if at % 4 != 0 {
            continue;
        }
        true_as_far_as_shown(&recorded, &whole[..at], &format!("cut at {at}"));
        let without = [&whole[..at], &whole[at + 1..]].concat();
        true_as_far_as_shown(&recorded, &without, &format!("without {at}"));
        let twice = [&whole[..at], &whole[at / 2..]].concat();
        true_as_far_as_shown(&recorded, &twice, &format!("again from {} at {at}", at / 2));
    }
    let places = places(&whole);
    for pair in places.windows(2) {
        let chunk = &whole[pair[0]..pair[1]];
        let twice = [&whole[..pair[1]], chunk, &whole[pair[1]..]].concat();
        true_as_far_as_shown(&recorded, &twice, "a chunk twice");
        let without = [&whole[..pair[0]], &whole[pair[1]..]].concat();
        true_as_far_as_shown(&recorded, &without, "a chunk left out");
    }
    // A record of another log, whole in itself.
    let (mut other, _) = Writer::begin(&header(), None).unwrap();
    let foreign = other.events(1, &events(100..=102)).unwrap();
    let bytes = [&whole[..places[2]], &foreign, &whole[places[2]..]].concat();
    assert_eq!(true_as_far_as_shown(&recorded, &bytes, "a foreign record"), Some(End::Damaged));
}

/// What somebody is told who wants to watch it.
async fn refused(relay: &TestRelay) -> String {
    let mut page = relay.viewer(SESSION, 0).await;
    let Down::Refused { reason } = page.told().await else { panic!("not refused") };
    let Refusal::Unreadable { session, problem } = reason else { panic!("{reason:?}") };
    assert_eq!(session, SESSION);
    problem
}

#[tokio::test]
async fn a_log_of_before_there_were_recordings_is_told_from_a_damaged_one() {
    let relay = TestRelay::start().await;
    let older = path(relay.data()).with_extension("sklog");
    for bytes in [&include_bytes!("../fixtures/version-1.sklog")[..], b"SkLog\r\n\x02 and so on"] {
        fs::write(&older, bytes).unwrap();
        let problem = refused(&relay).await;
        assert!(problem.contains("older"), "{problem}");
        assert!(fs::read(&older).unwrap() == bytes, "it stays");
    }
    let listed = kept::list(relay.logs.dir()).unwrap();
    assert_eq!((listed.len(), listed[0].state), (1, State::Older));
}

#[tokio::test]
async fn a_recording_that_cannot_be_read_at_all_is_told_from_one_that_is_not_there() {
    let relay = TestRelay::start().await;
    let (_, bytes) = Writer::begin(&header(), None).unwrap();
    for (bytes, why) in
        [(&b"nothing that was written"[..], "not a Socketscope recording"), (&bytes, "holds none")]
    {
        fs::write(path(relay.data()), bytes).unwrap();
        let problem = refused(&relay).await;
        assert!(problem.contains(why), "{problem}");
    }
}

#[tokio::test]
async fn a_recording_of_a_newer_version_says_who_made_it() {
    let relay = TestRelay::start().await;
    fs::write(path(relay.data()), include_bytes!("../../../tests/recordings/v1/newer.skrec")).unwrap();
    let problem = refused(&relay).await;
    assert!(problem.contains("newer") && problem.contains("socketscope"), "{problem}");
}

#[test]
fn a_log_that_another_relay_records_is_left_alone() {
    let data = tempfile::tempdir().unwrap();
    let (first, second) = (store(data.path()), store(data.path()));
    let log = first.create(SESSION);
    log.append(&events(1..=3));
    saved(&log, 3);
    assert!(second.get(SESSION).is_none());
    log.end(End::Finished);
    first.close();
    assert_eq!(ended(&second.get(SESSION).unwrap()), Some(End::Finished));
}

#[test]
fn a_log_that_cannot_be_saved_lives_on_in_memory() {
    let data = tempfile::tempdir().unwrap();
    let logs = store(data.path());
    fs::create_dir(path(data.path())).unwrap();
    let log = logs.create(SESSION);
    log.append(&events(1..=3));
    log.end(End::Finished);
    assert_eq!(log.last_seq(), 4);
    logs.close();
    assert_eq!(logs.get(SESSION).unwrap().events_after(1).len(), 3);
}

#[test]
fn a_saved_log_is_loaded_once_for_all_who_ask() {
    let data = tempfile::tempdir().unwrap();
    let logs = store(data.path());
    let log = logs.create(SESSION);
    log.append(&events(1..=3));
    logs.close();
    drop(log);
    let (first, second) = (logs.get(SESSION).unwrap(), logs.get(SESSION).unwrap());
    assert!(Arc::ptr_eq(&first, &second));
    let held = Arc::downgrade(&first);
    drop((first, second));
    assert!(held.upgrade().is_none(), "nobody reads it, so it is not in memory");
    assert!(logs.get(SESSION).is_some());
}

#[test]
fn the_oldest_logs_make_room() {
    let data = tempfile::tempdir().unwrap();
    let keep = |files, bytes| LogStore::open(data.path(), Retention { files, bytes }).unwrap();
    let logs = keep(200, 1 << 30);
    for n in 1..=6_u64 {
        logs.create(SessionId(n.into())).append(&events(1..=100));
        logs.close();
        let file =
            fs::File::open(data.path().join(format!("sessions/{}.skrec", SessionId(n.into())))).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(n)).unwrap();
    }
    let len = fs::metadata(data.path().join(format!("sessions/{}.skrec", SessionId(1)))).unwrap().len();
    assert_eq!(keep(5, 1 << 30).recorded().unwrap(), [6, 5, 4, 3, 2].map(SessionId));
    assert_eq!(keep(5, 3 * len).recorded().unwrap(), [6, 5, 4].map(SessionId));
    let three = keep(3, 1 << 30);
    let live = three.create(SessionId(7));
    assert_eq!(three.recorded().unwrap(), [7, 6, 5].map(SessionId));
    drop(live);
}

#[test]
fn a_log_ends_itself_at_its_bound() {
    let log = SessionLog::with_bound(SESSION, 10_000);
    (1..=5000).for_each(|n| log.append(&[event(n)]));
    let found = log.events_after(0);
    let limit = Limit::LogBytes(10_000);
    assert_eq!(found[found.len() - 2].fact, Fact::LimitHit { actor: None, limit: limit.clone() });
    assert_eq!(ended(&log), Some(End::Limit(limit)));
    assert!(log.is_over());
    assert_eq!(found.len() as u64, log.last_seq());
    assert_eq!(found[..found.len() - 2], events(1..=found.len() as u64 - 2));
}

#[test]
fn nothing_comes_after_the_end() {
    let log = SessionLog::new(SESSION);
    log.append(&[event(1)]);
    log.end(End::Finished);
    log.append(&[event(2)]);
    log.end(End::Stopped);
    assert_eq!((log.last_seq(), ended(&log)), (2, Some(End::Finished)));
}

#[tokio::test]
async fn the_data_directory_is_private_and_the_token_random() {
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let home = Arc::new(tempfile::tempdir().unwrap());
    let inner = home.path().join("a/b");
    let relay = TestRelay::with(home.clone(), |config| config.data = inner.clone()).await;
    assert_eq!(mode(&inner), 0o700);
    assert_eq!(mode(&inner.join("sessions")), 0o700);
    assert_eq!(mode(&inner.join("token")), 0o600);
    assert_eq!(fs::read_to_string(inner.join("token")).unwrap(), relay.token);
    let other = TestRelay::start().await;
    assert_ne!(other.token, relay.token);
    fs::write(inner.join("token"), "too short").unwrap();
    fs::set_permissions(inner.join("token"), PermissionsExt::from_mode(0o644)).unwrap();
    let token = socketscope::token::Token::of(&inner).unwrap();
    assert_eq!((token.text().len(), mode(&inner.join("token"))), (32, 0o600));
    assert!(token.matches(token.text()) && !token.matches(&relay.token));
}
