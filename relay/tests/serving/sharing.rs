//! Kept runs as people handle them: by commands, and from the page.

use crate::{
    command::{address, socketscope},
    helper::{Page, SESSION, TestRelay, event, events, soon},
    recordings::{events_of, path, start, watched},
};
use serde_json::Value;
use socketscope::log_store::{self, LogStore, Retention, SessionLog};
use socketscope_shared::{
    Event, SessionId,
    event::End,
    recording::{self, Recording},
    wire::{Down, Up},
};
use std::{
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};

/// What a command printed; it must succeed.
async fn done(data: &TempDir, arguments: &[&str]) -> String {
    let output = soon(socketscope(data, arguments).output()).await.unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Why a command failed, in one sentence.
async fn failed(data: &TempDir, arguments: &[&str]) -> String {
    let output = soon(socketscope(data, arguments).output()).await.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && said.lines().count() == 1, "{arguments:?}: {said}");
    said
}

async fn listed(data: &TempDir) -> Vec<Value> {
    serde_json::from_str(&done(data, &["sessions", "--json"]).await).unwrap()
}

/// A data directory with a run of `sticky`, and what a viewer saw of it.
async fn with_run() -> (Arc<TempDir>, SessionId, Vec<Event>) {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let session = start(&mut page, "sticky").await;
    let seen = watched(&mut page).await;
    (relay.stop().await, session, seen)
}

#[tokio::test]
async fn a_copy_is_taken_in_elsewhere_as_the_same_log() {
    let (data, session, seen) = with_run().await;
    let file = data.path().join("copy.skrec");
    let copy = file.to_str().unwrap();
    done(&data, &["export", &session.to_string()[..6], "-o", copy]).await;
    let other = tempfile::tempdir().unwrap();
    let id = session.to_string();
    assert_eq!(done(&other, &["import", copy]).await.trim(), id);
    assert_eq!(log_store::load(&path(other.path(), session), session).unwrap().events_after(0), seen);
    assert!(done(&other, &["import", copy]).await.contains("already"));

    // Another run with the same id gets one of its own, and always the same.
    let log = SessionLog::new(session);
    log.append(&events(1..=3));
    log.end(End::Finished);
    let clash = data.path().join("clash.skrec");
    let beginning = log_store::Beginning::untold(session);
    log_store::file::save(&clash, &log, &beginning).unwrap();
    let first = done(&other, &["import", clash.to_str().unwrap()]).await;
    assert!(
        first.trim() != id && done(&other, &["import", clash.to_str().unwrap()]).await.contains(first.trim())
    );
    let new = SessionId::parse(first.trim()).unwrap();
    assert_eq!(log_store::load(&path(other.path(), new), new).unwrap().events_after(0)[..3], events(1..=3));
    assert_eq!(listed(&other).await.len(), 2);
}

#[tokio::test]
async fn a_copy_of_one_that_was_cut_off_has_an_index() {
    let (data, session, seen) = with_run().await;
    let whole = fs::read(path(data.path(), session)).unwrap();
    fs::write(path(data.path(), session), &whole[..whole.len() - 30]).unwrap();
    let file = data.path().join("copy.skrec");
    done(&data, &["export", &session.to_string(), "-o", file.to_str().unwrap()]).await;
    let copy = Recording::open(fs::read(&file).unwrap()).unwrap();
    assert_eq!((copy.end(), copy.check()), (recording::End::Whole, Ok(recording::End::Whole)));
    assert_eq!(events_of(&file), seen);
}

#[tokio::test]
async fn a_copy_as_lines_is_what_play_printed() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("run.skrec");
    let file = file.to_str().unwrap();
    let played = done(&data, &["play", "sticky", "--json", "--save", file]).await;
    assert_eq!(done(&data, &["export", file, "--json"]).await, played);
}

#[tokio::test]
async fn lines_are_taken_in_elsewhere_as_the_same_log() {
    let (data, session, seen) = with_run().await;
    let file = data.path().join("run.jsonl");
    let lines = file.to_str().unwrap();
    let id = session.to_string();
    done(&data, &["export", &id, "--json", "-o", lines]).await;
    // Here it is known.
    assert!(done(&data, &["import", lines]).await.contains(&format!("{id} (it was here already)")));
    let other = tempfile::tempdir().unwrap();
    assert_eq!(done(&other, &["import", lines]).await.trim(), id);
    assert_eq!(log_store::load(&path(other.path(), session), session).unwrap().events_after(0), seen);

    let wrong = fs::read_to_string(&file).unwrap().replace("\"seq\":9,", "\"seq\":10,");
    fs::write(&file, wrong).unwrap();
    let third = tempfile::tempdir().unwrap();
    assert!(failed(&third, &["import", lines]).await.contains("line 9: event 9 is next, not 10"));
    assert!(listed(&third).await.is_empty());
}

#[tokio::test]
async fn a_list_says_what_ran_and_runs_are_renamed_and_removed() {
    let (data, session, seen) = with_run().await;
    let id = session.to_string();
    let run = &listed(&data).await[0];
    assert_eq!(
        (&run["id"], &run["lesson"], &run["number"]),
        (&id.clone().into(), &"sticky".into(), &"3.2".into())
    );
    assert_eq!((&run["events"], &run["state"]), (&(seen.len() as u64).into(), &"whole".into()));
    assert_eq!(run["duration_ns"], seen.last().unwrap().at_ns);
    assert_eq!(run["knobs"]["nodelay"], "false");
    let table = done(&data, &["sessions"]).await;
    assert!(table.starts_with(&id[..8]) && table.contains("sticky") && table.lines().count() == 1, "{table}");

    done(&data, &["rename", &id[..8], "两次发送, 4 bytes"]).await;
    done(&data, &["pin", &id[..8]]).await;
    let run = &listed(&data).await[0];
    assert_eq!((&run["name"], &run["pinned"]), (&"两次发送, 4 bytes".into(), &true.into()));
    assert_eq!(events_of(&path(data.path(), session)), seen);
    done(&data, &["unpin", &id]).await;
    assert_eq!(listed(&data).await[0]["pinned"], false);
    assert!(failed(&data, &["rename", &id, "two\nlines"]).await.contains("control"));

    done(&data, &["rm", &id]).await;
    assert!(listed(&data).await.is_empty());
    assert!(failed(&data, &["rm", &id]).await.contains("socketscope sessions"));
}

#[tokio::test]
async fn mistakes_are_told_in_one_sentence() {
    let (data, session, _) = with_run().await;
    let relay = TestRelay::with(data.clone(), |_| {}).await;
    relay.logs.create(SESSION).append(&[event(1)]);
    let busy = SESSION.to_string();
    for arguments in [["rm", &busy], ["pin", &busy], ["unpin", &busy]] {
        let said = failed(&data, &arguments).await;
        assert!(said.contains("being recorded") && said.contains(&busy), "{said}");
    }
    assert!(listed(&data).await.iter().any(|run| run["state"] == "recording"));
    relay.logs.create(SessionId(SESSION.0 + 1));
    let said = failed(&data, &["rm", &busy[..9]]).await;
    assert!(said.contains("type more"), "{said}");
    let text = data.path().join("text.skrec");
    fs::write(&text, "no recording").unwrap();
    for command in ["import", "export", "open"] {
        let said = failed(&data, &[command, text.to_str().unwrap()]).await;
        assert!(said.contains("not a Socketscope recording") && said.contains("text.skrec"), "{said}");
        let said = failed(&data, &[command, "/nowhere/run.skrec"]).await;
        assert!(said.contains("/nowhere/run.skrec"), "{said}");
    }
    fs::write(data.path().join(format!("sessions/{}.sklog", SessionId(9))), "SkLog\r\n\x02").unwrap();
    assert!(failed(&data, &["export", &SessionId(9).to_string()]).await.contains("older"));
    assert!(failed(&data, &["rm", ""]).await.contains("no kept run"));
    assert!(failed(&data, &["rm", "zzz"]).await.contains("zzz"));
    assert!(path(data.path(), session).is_file());
}

#[tokio::test]
async fn a_pinned_run_counts_and_stays() {
    let data = tempfile::tempdir().unwrap();
    let keep = |files| LogStore::open(data.path(), Retention { files, bytes: 1 << 30 }).unwrap();
    let logs = keep(200);
    for n in 1..=5_u64 {
        logs.create(SessionId(n.into())).append(&events(1..=10));
        logs.close();
        let file = fs::File::open(path(data.path(), SessionId(n.into()))).unwrap();
        file.set_modified(UNIX_EPOCH + Duration::from_secs(n)).unwrap();
    }
    done(&data, &["pin", &SessionId(1).to_string()]).await;
    assert_eq!(keep(3).recorded().unwrap(), [5, 4, 1].map(SessionId));
    done(&data, &["unpin", &SessionId(1).to_string()]).await;
    assert_eq!(keep(2).recorded().unwrap(), [5, 4].map(SessionId));
}

#[tokio::test]
async fn open_shows_one_recording_and_runs_nothing() {
    let (data, session, seen) = with_run().await;
    let other = tempfile::tempdir().unwrap();
    let file = other.path().join("run.skrec");
    fs::copy(path(data.path(), session), &file).unwrap();
    let mut child = socketscope(&other, &["open", file.to_str().unwrap()]).spawn().unwrap();
    let mut line = String::new();
    soon(BufReader::new(child.stdout.take().unwrap()).read_line(&mut line)).await.unwrap();
    assert!(line.contains(&format!("/#session={session} ")), "{line}");
    let (port, _) = address(&line.replace("/#session=", "/#token="));
    let (mut page, welcome) = Page::welcomed(port, None).await;
    let Down::Welcome { may_run: false, lessons, .. } = welcome else { panic!("{welcome:?}") };
    assert_eq!(lessons.iter().map(|lesson| &*lesson.id).collect::<Vec<_>>(), ["sticky"]);
    page.say(&Up::Watch { session, after: 0 }).await;
    assert_eq!(watched(&mut page).await, seen);
    child.kill().await.unwrap();
    assert_eq!(fs::read_dir(other.path()).unwrap().count(), 1, "nothing is kept");
}

fn header<'a>(head: &'a str, name: &str) -> &'a str {
    head.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .unwrap_or_else(|| panic!("{head}"))
}

fn shown(bytes: &[u8]) -> Vec<Event> {
    let recording = Recording::open(bytes).unwrap();
    assert_eq!(recording.check(), Ok(recording::End::Whole));
    recording.all().flat_map(Result::unwrap).collect()
}

#[tokio::test]
async fn whoever_may_watch_a_session_may_have_its_recording() {
    let (data, session, seen) = with_run().await;
    let relay = TestRelay::with(data.clone(), |_| {}).await;
    let (head, body) = relay.get(&format!("/recordings/{session}.skrec"), "").await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert_eq!(header(&head, "content-type"), "application/octet-stream");
    let name = header(&head, "content-disposition");
    assert!(name.starts_with("attachment; filename=\"sticky-20") && name.ends_with(".skrec\""), "{name}");
    assert_eq!(header(&head, "content-length"), body.len().to_string());
    assert_eq!(body, fs::read(path(data.path(), session)).unwrap());
    assert_eq!(shown(&body), seen);

    // One that is being recorded, one that cannot be saved, and a lesson's.
    let live = relay.logs.create(SESSION);
    live.append(&events(1..=30));
    let mut grown = live.subscribe();
    soon(grown.wait_for(|seq| *seq == 30)).await.unwrap();
    assert_eq!(shown(&relay.get(&format!("/recordings/{SESSION}.skrec"), "").await.1), events(1..=30));
    let unsaved = SessionId(99);
    fs::create_dir(path(data.path(), unsaved)).unwrap();
    relay.logs.create(unsaved).append(&events(1..=5));
    assert_eq!(shown(&relay.get(&format!("/recordings/{unsaved}.skrec"), "").await.1), events(1..=5));
    let lesson =
        relay.sessions.lessons().iter().find(|lesson| lesson.id == "sticky").unwrap().recording.unwrap();
    assert!(!shown(&relay.get(&format!("/recordings/{lesson}.skrec"), "").await.1).is_empty());

    for (name, status) in [("0123456789.skrec", 404), ("..skrec", 404), ("x.skrec", 404), ("0123456789", 404)]
    {
        let (head, _) = relay.get(&format!("/recordings/{name}"), "").await;
        assert!(head.starts_with(&format!("http/1.1 {status}")), "{name}: {head}");
    }
    let foreign = "\nOrigin: http://evil.example";
    let (head, _) = relay.get(&format!("/recordings/{session}.skrec"), foreign).await;
    assert!(head.starts_with("http/1.1 403"), "{head}");
}

#[tokio::test]
async fn the_list_of_kept_runs_is_for_whoever_has_the_token() {
    let (data, session, _) = with_run().await;
    let relay = TestRelay::with(data, |_| {}).await;
    for query in ["", "?token=", "?token=0123456789abcdef0123456789abcdef"] {
        let (head, body) = relay.get(&format!("/recordings{query}"), "").await;
        assert!(head.starts_with("http/1.1 403") && !contains(&body, &session.to_string()), "{head}");
    }
    let (head, body) = relay.get(&format!("/recordings?token={}", relay.token), "").await;
    assert_eq!(header(&head, "content-type"), "application/json");
    let list: Vec<Value> = serde_json::from_slice(&body).unwrap();
    assert_eq!((list.len(), &list[0]["id"]), (1, &session.to_string().into()));
}

#[tokio::test]
async fn the_page_renames_pins_and_removes_and_has_back() {
    let (data, session, seen) = with_run().await;
    let relay = TestRelay::with(data.clone(), |_| {}).await;
    let post = async |session: SessionId, token: &str, body: &str| {
        let head = format!("POST /recordings/{session}.skrec?token={token} HTTP/1.1");
        let host = format!("Host: 127.0.0.1:{}\nContent-Length: {}", relay.port, body.len());
        let (head, _) = relay.send(&format!("{head}\n{host}"), body).await;
        head.split(' ').nth(1).unwrap().parse::<u16>().unwrap()
    };
    let token = relay.token.as_str();
    assert_eq!(post(session, "", r#"{"removed":true}"#).await, 403);
    assert_eq!(post(session, token, r#"{"name":"Two sends"}"#).await, 204);
    assert_eq!(post(session, token, r#"{"pinned":true}"#).await, 204);
    let run = &listed(&data).await[0];
    assert_eq!((&run["name"], &run["pinned"]), (&"Two sends".into(), &true.into()));
    assert_eq!(post(session, token, r#"{"removed":true}"#).await, 204);
    assert!(listed(&data).await.is_empty());
    assert_eq!(post(session, token, r#"{"pinned":true}"#).await, 404);
    assert_eq!(post(session, token, r#"{"removed":false}"#).await, 204);
    assert_eq!(post(session, token, r#"{"removed":false}"#).await, 404);
    assert_eq!(events_of(&path(data.path(), session)), seen);

    relay.logs.create(SESSION).append(&[event(1)]);
    assert_eq!(post(SESSION, token, r#"{"removed":true}"#).await, 409);
    assert_eq!(post(session, token, r#"{"name":""}"#).await, 422);
    for unknown in ["", "{}", r#"{"color":"red"}"#, "[1]", "\u{0}"] {
        assert_eq!(post(session, token, unknown).await, 400, "{unknown}");
    }
    assert_eq!(post(session, token, &format!(r#"{{"name":"{}"}}"#, "x".repeat(5000))).await, 413);
}

fn contains(body: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(body).contains(text)
}

/// A path is not what an id can be.
#[tokio::test]
async fn an_address_leads_nowhere_else() {
    let relay = TestRelay::start().await;
    fs::write(relay.data().join("token.skrec"), "secret").unwrap();
    for name in ["..%2ftoken.skrec", "%2e%2e/token.skrec", "../token.skrec"] {
        let (head, body) = relay.get(&format!("/recordings/{name}"), "").await;
        assert!(head.starts_with("http/1.1 404") && !contains(&body, "secret"), "{name}: {head}");
    }
    assert!(Path::new(relay.data()).is_dir());
}
