//! The binary: what it prints, and how it ends.

use crate::helper::{Page, soon};
use socketscope_shared::{
    Event, Fact,
    event::End,
    wire::{Control, Down, Up},
};
use std::{net::TcpListener, process::Stdio, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, ChildStdout, Command},
};

fn socketscope(data: &tempfile::TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_socketscope"));
    command.args(arguments).env("SOCKETSCOPE_DATA", data.path()).env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

fn signal(child: &Child, name: &str) {
    let pid = child.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args([name, &pid]).status().unwrap().success());
}

/// Starts a relay; the printed line, which has its address and token.
async fn serve(data: &tempfile::TempDir) -> (Child, BufReader<ChildStdout>, String) {
    let mut child = socketscope(data, &["serve", "--port", "0"]).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    soon(out.read_line(&mut line)).await.unwrap();
    (child, out, line)
}

/// Port and token of the printed line.
fn address(line: &str) -> (u16, &str) {
    let url = line.split_whitespace().find_map(|word| word.strip_prefix("http://127.0.0.1:")).unwrap();
    let (port, token) = url.split_once("/#token=").unwrap();
    (port.parse().unwrap(), token)
}

#[tokio::test]
async fn serve_prints_one_line_with_the_address_and_ends_on_a_signal() {
    for name in ["-TERM", "-INT"] {
        let data = tempfile::tempdir().unwrap();
        let (mut child, mut out, line) = serve(&data).await;
        let (port, token) = address(&line);
        assert_eq!(token, std::fs::read_to_string(data.path().join("token")).unwrap());
        let (mut page, _) = Page::welcomed(port, Some(token)).await;
        signal(&child, name);
        assert_eq!(page.closed().await, (1001, "the relay is stopping".into()));
        assert!(soon(child.wait()).await.unwrap().success());
        let mut rest = String::new();
        soon(out.read_to_string(&mut rest)).await.unwrap();
        assert_eq!(rest, "");
        soon(child.stderr.take().unwrap().read_to_string(&mut rest)).await.unwrap();
        // It says what this machine does not grant, and nothing else.
        let of_machine = |line: &str| line.ends_with("(socketscope doctor says more)");
        assert!(rest.lines().all(of_machine), "{rest}");
    }
}

#[tokio::test]
async fn a_page_that_was_open_resumes_its_session_after_the_relay_was_killed() {
    let data = tempfile::tempdir().unwrap();
    let (mut child, _out, line) = serve(&data).await;
    let (port, token) = address(&line);
    let (mut page, _) = Page::welcomed(port, Some(token)).await;
    let start = Up::Start {
        lesson: "sticky".into(),
        knobs: vec![],
        sources: vec![],
        arguments: vec![],
        starts: Vec::new(),
        step_mode: true,
    };
    page.say(&start).await;
    let Down::Started { session } = page.told().await else { panic!("not started") };
    page.say(&Up::Watch { session, after: 0 }).await;
    let mut seen = Vec::new();
    while !seen.iter().any(|event: &Event| matches!(event.fact, Fact::Held { .. })) {
        let chunk = page.chunk().await;
        assert_eq!(chunk.first_seq, seen.len() as u64 + 1);
        seen.extend(chunk.events);
    }
    child.kill().await.unwrap();

    let (_child, _out, line) = serve(&data).await;
    let (port, same_token) = address(&line);
    assert_eq!(same_token, token);
    let (mut page, _) = Page::welcomed(port, Some(token)).await;
    page.say(&Up::Watch { session, after: seen.len() as u64 }).await;
    let rest = page.chunk().await;
    assert_eq!(rest.first_seq, seen.len() as u64 + 1);
    assert_eq!(rest.events.last().unwrap().fact, Fact::SessionEnded { end: End::RelayStopped });
    page.say(&Up::Watch { session, after: 0 }).await;
    assert_eq!(page.events(1, seen.len() as u64).await[..seen.len()], seen);
}

#[tokio::test]
async fn a_port_in_use_is_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let data = tempfile::tempdir().unwrap();
    let output = soon(socketscope(&data, &["serve", "--port", &port]).output()).await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(&port) && said.contains("in use") && said.contains("--port"), "{said}");
    assert_eq!(output.stdout, b"");
}

#[tokio::test]
async fn a_data_directory_that_cannot_be_used_is_named() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("sessions"), "not a directory").unwrap();
    let output = soon(socketscope(&data, &["serve", "--port", "0"]).output()).await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(data.path().to_str().unwrap()) && said.lines().count() == 1, "{said}");
}

#[tokio::test]
async fn lessons_are_listed_with_number_id_and_title() {
    let data = tempfile::tempdir().unwrap();
    let output = soon(socketscope(&data, &["lessons"]).output()).await.unwrap();
    assert!(output.status.success());
    let listed = String::from_utf8(output.stdout).unwrap();
    let sticky = listed.lines().find(|line| line.contains(" sticky ")).expect("3.2");
    assert!(sticky.starts_with("3.2 "), "{listed}");
    assert!(std::fs::read_dir(data.path()).unwrap().next().is_none(), "nothing is kept");
}

#[tokio::test]
async fn misuse_is_told_from_failure() {
    let data = tempfile::tempdir().unwrap();
    for (arguments, status) in [
        (&["play", "no-such-lesson"][..], 2),
        (&["play", "sticky", "--set", "recv_size"], 2),
        (&["play", "sticky", "--set", "no_such_knob=1"], 2),
        (&["serve", "--port", "70000"], 2),
        (&["--help"], 0),
        (&["serve", "--help"], 0),
        (&["play", "--help"], 0),
    ] {
        let output = soon(socketscope(&data, arguments).output()).await.unwrap();
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {output:?}");
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(status != 0 || help.contains("Examples:"), "{arguments:?}: {help}");
    }
}

#[tokio::test]
async fn commands_of_our_own_do_nothing_without_their_parent() {
    let data = tempfile::tempdir().unwrap();
    for command in ["host", "actor"] {
        let output =
            tokio::time::timeout(Duration::from_secs(10), socketscope(&data, &[command]).output()).await;
        assert!(!output.expect("it ends").unwrap().status.success(), "{command}");
    }
}

/// The children of a process.
fn children(pid: u32) -> Vec<u32> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let lists = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("children")).ok());
    lists
        .flat_map(|list| list.split_whitespace().map(|pid| pid.parse().unwrap()).collect::<Vec<_>>())
        .collect()
}

#[tokio::test]
async fn a_host_process_that_is_stopped_keeps_no_session() {
    let data = tempfile::tempdir().unwrap();
    let (child, _out, line) = serve(&data).await;
    let (port, token) = address(&line);
    let (mut page, _) = Page::welcomed(port, Some(token)).await;
    let start = Up::Start {
        lesson: "sticky".into(),
        knobs: vec![],
        sources: vec![],
        arguments: vec![],
        starts: Vec::new(),
        step_mode: true,
    };
    page.say(&start).await;
    let Down::Started { session } = page.told().await else { panic!("not started") };
    page.say(&Up::Watch { session, after: 0 }).await;
    let mut seen: Vec<Event> = Vec::new();
    while !seen.iter().any(|event| matches!(event.fact, Fact::Held { .. })) {
        seen.extend(page.chunk().await.events);
    }
    let hosts = children(child.id().unwrap());
    let [host] = hosts[..] else { panic!("one host, but {hosts:?}") };
    let stopped = std::process::Command::new("kill").args(["-STOP", &host.to_string()]).status();
    assert!(stopped.unwrap().success());
    page.say(&Up::Control { session, control: Control::Stop }).await;
    while !matches!(seen.last().map(|event| &event.fact), Some(Fact::SessionEnded { end: End::Stopped })) {
        seen.extend(page.chunk().await.events);
    }
    let gone = async {
        while children(child.id().unwrap()).contains(&host) {
            tokio::task::yield_now().await;
        }
    };
    soon(gone).await;
}

/// The binary with at most this many open files.
fn with_few_files(data: &tempfile::TempDir, files: u32, arguments: &str) -> Command {
    let mut command = Command::new("sh");
    let binary = env!("CARGO_BIN_EXE_socketscope");
    command.args(["-c", &format!("ulimit -n {files}; exec {binary} {arguments}")]);
    command.env("SOCKETSCOPE_DATA", data.path()).env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

#[tokio::test]
async fn a_session_runs_also_where_few_files_may_be_open() {
    let data = tempfile::tempdir().unwrap();
    for files in [1000, 256] {
        let output = soon(with_few_files(&data, files, "play sticky").output()).await.unwrap();
        assert!(output.status.success(), "{files}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let output = soon(with_few_files(&data, 64, "play sticky").output()).await.unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("64 files") && said.contains("ulimit -n"), "{said}");
    let mut child = with_few_files(&data, 256, "serve --port 0").spawn().unwrap();
    let mut said = String::new();
    let mut err = BufReader::new(child.stderr.take().unwrap());
    soon(err.read_line(&mut said)).await.unwrap();
    assert!(said.contains("256 files") && said.contains("20 pages") && said.contains("ulimit -n"), "{said}");
}
