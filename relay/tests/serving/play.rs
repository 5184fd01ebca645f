//! `socketscope play` and `lessons` as a person or a script calls them.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

fn socketscope(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_socketscope")).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A directory with a lesson `mine` of one program, which has this text and claims this.
fn lesson(program: &str, check: &str) -> TempDir {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("mine");
    fs::create_dir(&folder).unwrap();
    let description = format!(
        r#"number = "9.1"
title = {{ en = "Mine", zh = "我的" }}
summary = {{ en = "A lesson.", zh = "一节课。" }}
[[programs]]
actor = "one"
file = "one.py"
[[claims]]
text = {{ en = "It is so.", zh = "就是这样。" }}
check = {check}
"#
    );
    fs::write(folder.join("lesson.toml"), description).unwrap();
    fs::write(folder.join("one.py"), program).unwrap();
    dir
}

fn play(dir: &Path, more: &[&str]) -> Output {
    let mut arguments = vec!["play", "mine", "--lessons", dir.to_str().unwrap()];
    arguments.extend(more);
    socketscope(&arguments)
}

/// Both ends of a connection in one program.
const BOTH_ENDS: &str = "\
import socket
sock = socket.socket()
sock.bind(('127.0.0.1', 8001))
sock.listen()
client = socket.create_connection(('127.0.0.1', 8001))
conn, addr = sock.accept()
client.sendall(b'hi')
print(conn.recv(10))
";

#[test]
fn a_run_whose_claims_hold_is_told_call_by_call_and_succeeds() {
    let dir = lesson(BOTH_ENDS, "\"received-equals-sent\"");
    let output = play(dir.path(), &[]);
    let text = out(&output);
    assert!(output.status.success(), "{text}{}", err(&output));
    for expected in ["9.1 Mine · 我的", "listen(fd 3", "│ b'hi'", "session over", "✓ It is so."] {
        assert!(text.contains(expected), "no {expected:?} in:\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "no colours where nobody looks: {text}");
}

#[test]
fn a_claim_that_fails_is_told_and_the_run_fails() {
    let dir = lesson(BOTH_ENDS, "{ recv-lengths = { actor = \"one\", lengths = [1, 1] } }");
    let output = play(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).contains("✗ It is so."), "{}", out(&output));
}

#[test]
fn programs_have_arguments_and_the_lessons_files() {
    let source = "import os, sys\nimport protocol\nprint(sys.argv, protocol.PORT, open('data.txt').read())\n\
                  print(os.path.exists('data.txt'), os.listdir('.'), os.path.getsize('data.txt'))\n\
                  protocol.fail()\n";
    let dir = lesson(source, "\"no-byte-moves\"");
    let folder = dir.path().join("mine");
    let description = fs::read_to_string(folder.join("lesson.toml")).unwrap();
    let description = description
        .replace("[[programs]]", "files = [\"protocol.py\", \"data.txt\"]\n[[programs]]")
        .replace("[[claims]]", "arguments = [\"a b\"]\n[[claims]]");
    fs::write(folder.join("lesson.toml"), description).unwrap();
    fs::write(folder.join("protocol.py"), "PORT = 8001\n\ndef fail():\n    raise ValueError('oh')\n")
        .unwrap();
    fs::write(folder.join("data.txt"), "世界").unwrap();
    let text = out(&play(dir.path(), &[]));
    for expected in [
        "['one.py', 'a b'] 8001 世界",
        "True ['data.txt', 'protocol.py'] 6",
        "File \"one.py\", line 5",
        "File \"protocol.py\", line 4, in fail",
        "raise ValueError('oh')",
    ] {
        assert!(text.contains(expected), "no {expected:?} in:\n{text}");
    }
    let text = out(&play(dir.path(), &["--args", "one=1 \"2 3\""]));
    assert!(text.contains("['one.py', '1', '2 3']"), "{text}");
    let wrong = play(dir.path(), &["--args", "one='"]);
    assert_eq!(wrong.status.code(), Some(1), "{}", err(&wrong));
    assert!(err(&wrong).contains("the arguments of one"), "{}", err(&wrong));
}

#[test]
fn a_lessons_file_may_be_long() {
    let dir = lesson("print(len(open('data', 'rb').read()))\n", "\"no-byte-moves\"");
    let description = dir.path().join("mine/lesson.toml");
    let text = fs::read_to_string(&description).unwrap();
    fs::write(&description, text.replace("[[programs]]", "files = [\"data\"]\n[[programs]]")).unwrap();
    // As long as one may be, and of bytes that cannot be packed.
    let data: Vec<u8> = (0..256_u32 << 10).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    fs::write(dir.path().join("mine/data"), data).unwrap();
    let output = play(dir.path(), &[]);
    assert!(out(&output).contains("262144"), "{}{}", out(&output), err(&output));
}

#[test]
fn a_crash_shows_the_traceback() {
    let source = "import socket\nsocket.socket().connect(('127.0.0.1', 1))\n";
    let dir = lesson(source, "{ recv-lengths = { actor = \"one\", lengths = [1] } }");
    let output = play(dir.path(), &[]);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("! ConnectionRefusedError: [Errno 111] Connection refused"), "{text}");
    assert!(text.contains("File \"one.py\", line 2"), "{text}");
}

#[test]
fn json_has_one_object_a_line_and_no_gaps() {
    let dir = lesson(BOTH_ENDS, "\"received-equals-sent\"");
    let output = play(dir.path(), &["--json"]);
    let text = out(&output);
    assert!(output.status.success(), "{text}{}", err(&output));
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (claim, events) = lines.split_last().unwrap();
    assert_eq!(claim["holds"], true, "{claim}");
    for (seq, event) in (1u64..).zip(events) {
        assert_eq!(event["seq"], seq);
    }
    assert_eq!(events[0]["event"], "session-started");
    assert_eq!(events.last().unwrap()["end"], "finished");
    let received = events.iter().find(|event| event["outcome"] == "received").unwrap();
    assert_eq!(
        (&received["text"], &received["data_hex"], &received["line"]),
        (&"hi".into(), &"6869".into(), &8.into())
    );
}

#[test]
fn misuse_is_told_in_a_sentence_with_status_2() {
    let misused = |arguments: &[&str], sentence: &str| {
        let output = socketscope(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(sentence), "{arguments:?}: {}", err(&output));
        assert!(output.stdout.is_empty(), "{arguments:?}");
    };
    misused(&["play", "glue"], "there is no lesson `glue`: `socketscope lessons` lists them");
    misused(
        &["play", "sticky", "--set", "recv_size=0"],
        "`recv_size` takes a whole number from 1 to 65536, not `0`",
    );
    misused(
        &["play", "sticky", "--set", "size=1"],
        "there is no knob `size` here; the knobs are: recv_size, count",
    );
    misused(&["play", "sticky", "--set", "wait=1", "--set", "wait=2"], "`wait` is set twice");
    misused(&["play", "sticky", "--set", "wait"], "name=value");
}

#[test]
fn lessons_lists_the_curriculum_and_a_lecturers_own() {
    let dir = lesson("pass\n", "\"received-equals-sent\"");
    let output = socketscope(&["lessons", "--lessons", dir.path().to_str().unwrap()]);
    let text = out(&output);
    for (number, id, title) in
        [("3.1", "life", "套接字的一生"), ("3.2", "sticky", "粘包"), ("9.1", "mine", "我的")]
    {
        let line = text.lines().find(|line| line.starts_with(number)).unwrap();
        assert!(line.contains(id) && line.ends_with(title), "{text}");
    }
    fs::write(dir.path().join("mine/lesson.toml"), "number = 1\n").unwrap();
    let output = socketscope(&["lessons", "--lessons", dir.path().to_str().unwrap()]);
    assert!(!output.status.success());
    assert!(err(&output).contains("mine/lesson.toml:1: "), "{}", err(&output));
}

#[test]
fn a_declared_run_has_its_knobs_and_others_are_refused() {
    let listed = out(&socketscope(&["lessons", "--runs"]));
    let line = listed.lines().find(|line| line.starts_with("sticky ") && line.contains(" small-recv "));
    assert!(line.is_some_and(|line| line.contains("recv(4)") && line.contains("半包")), "{listed}");
    let played = socketscope(&["play", "sticky", "--run", "small-recv"]);
    assert!(played.status.success() && out(&played).contains("recv(fd 4, 4)"), "{}", out(&played));
    let unknown = socketscope(&["play", "sticky", "--run", "tiny"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        err(&unknown).contains("no run `tiny`") && err(&unknown).contains("small-recv"),
        "{}",
        err(&unknown)
    );
    let both = socketscope(&["play", "sticky", "--run", "small-recv", "--set", "count=3"]);
    assert_eq!(both.status.code(), Some(2), "a run has its own values");
}

#[test]
fn a_held_run_goes_on_by_itself() {
    let played = socketscope(&["play", "sticky", "--run", "held", "--json"]);
    assert!(played.status.success(), "{}", out(&played));
    assert!(out(&played).contains("\"held\""), "each call was held first");
}
