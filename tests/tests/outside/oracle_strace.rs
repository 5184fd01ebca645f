//! strace, which knows nothing of us, sees the same calls of the programs as the log has.

use serde_json::Value;
use socketscope_tests::{play, tools};
use std::{collections::BTreeSet, fs, path::Path};
use tempfile::TempDir;

/// A call and what came of it, both in strace's words: `accept4`, `3`, `-1 EAGAIN`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    call: String,
    result: String,
}

/// Calls that only ask are left out: the probe asks, too, after some calls, and that is not in the log.
const ASKING: [&str; 3] = ["getsockname", "getpeername", "getsockopt"];

/// The socket calls of one actor as in the log.
fn by_log<'a>(calls: impl Iterator<Item = &'a Value>) -> Vec<Seen> {
    let on_sockets = calls.filter(|event| event["call"] == "socket" || !event["fd"].is_null());
    let seen = on_sockets.filter_map(|event| {
        let call = match event["call"].as_str()? {
            name if ASKING.contains(&name) || name == "setblocking" => return None,
            "accept" => "accept4",
            "recv" => "recvfrom",
            "send" => "sendto",
            other => other,
        };
        let result = match event["outcome"].as_str()? {
            "done" | "connected" | "address" | "end-of-stream" => "0".to_owned(),
            "new-socket" | "accepted" => event["new_fd"].to_string(),
            "sent" | "received" => event["len_bytes"].to_string(),
            "failed" | "would-block" => format!("-1 {}", event["errno"].as_str()?),
            other => panic!("no oracle for {other}"),
        };
        Some(Seen { call: call.to_owned(), result })
    });
    seen.collect()
}

/// What strace wrote about one thread, only its calls on sockets of the internet families.
fn by_strace(text: &str) -> Vec<Seen> {
    let mut sockets = BTreeSet::new();
    let mut all = Vec::new();
    for line in text.lines() {
        let Some((call, rest)) = line.split_once('(') else { continue };
        let Some((arguments, result)) = rest.rsplit_once(" = ") else { continue };
        let fd = arguments.split([',', ')']).next().unwrap_or_default().to_owned();
        // `-1 EAGAIN (Resource temporarily unavailable)`: up to the errno's name.
        let words = if result.starts_with("-1") { 2 } else { 1 };
        let result = result.split_whitespace().take(words).collect::<Vec<_>>().join(" ");
        let ours = if call == "socket" { fd.starts_with("AF_INET") } else { sockets.contains(&fd) };
        if !ours {
            continue;
        }
        match call {
            "socket" | "accept4" => _ = sockets.insert(result.clone()),
            "close" => _ = sockets.remove(&fd),
            _ => {}
        }
        if !ASKING.contains(&call) {
            all.push(Seen { call: call.to_owned(), result });
        }
    }
    all
}

/// Whatever each thread that opened internet sockets did.
fn threads(folder: &Path) -> Vec<Vec<Seen>> {
    let files = fs::read_dir(folder).expect("strace has written").map(|file| file.expect("a file").path());
    let texts = files.map(|file| fs::read_to_string(file).expect("strace writes text"));
    texts.map(|text| by_strace(&text)).filter(|calls| !calls.is_empty()).collect()
}

#[test]
fn strace_sees_the_calls_of_the_log() {
    if !tools::can_trace() {
        return;
    }
    for lesson in ["sticky", "life"] {
        let folder = TempDir::new().expect("a folder for strace");
        let played = play::traced(lesson, folder.path());
        let threads = threads(folder.path());
        for actor in ["server", "client"] {
            let log = by_log(played.returned_by(actor));
            assert!(log.len() >= 4, "{lesson}: {actor} made more calls than {log:#?}");
            assert!(
                threads.contains(&log),
                "{lesson}: {actor} in the log {log:#?}\nand by strace {threads:#?}"
            );
        }
    }
}

#[test]
fn straces_words_are_understood() {
    let text = "socket(AF_UNIX, SOCK_STREAM, 0) = 3\n\
                socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 4\n\
                connect(4, {sa_family=AF_INET, ...}, 16) = -1 ECONNREFUSED (Connection refused)\n\
                sendto(3, \"\"..., 9, 0, NULL, 0) = 9\n\
                close(4)                                = 0\n\
                close(4)                                = -1 EBADF (Bad file descriptor)\n\
                +++ exited with 0 +++\n";
    let seen: Vec<_> =
        by_strace(text).into_iter().map(|seen| format!("{} {}", seen.call, seen.result)).collect();
    assert_eq!(seen, ["socket 4", "connect -1 ECONNREFUSED", "close 0"]);
}
