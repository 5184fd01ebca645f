//! `socketscope play --json`: what a run came to, without a browser. docs/json.md has the fields.

use crate::child::{binary, bound_to_us};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Command, Stdio},
    thread,
};
use tempfile::TempDir;

/// A run's log and its verdict.
pub struct Played {
    /// One event a line.
    pub events: Vec<Value>,
    /// One claim a line.
    pub claims: Vec<Value>,
    /// Everything that it printed.
    pub text: String,
    /// Whether it ended with status 0: every claim held.
    pub passed: bool,
}

impl Played {
    /// The calls that returned, in order.
    pub fn returned(&self) -> impl Iterator<Item = &Value> {
        self.events.iter().filter(|event| event["event"] == "returned")
    }

    /// Those of one actor.
    pub fn returned_by(&self, actor: &str) -> impl Iterator<Item = &Value> {
        self.returned().filter(move |event| event["actor"] == actor)
    }
}

/// A lesson as `socketscope lessons` lists it.
pub struct Listed {
    /// `3.2`.
    pub number: String,
    /// `sticky`.
    pub id: String,
}

/// The curriculum; a lecturer's own programs, which have no number, are left out.
pub fn lessons() -> Vec<Listed> {
    let output = bound_to_us(binary()).arg("lessons").output().expect("socketscope can be started");
    let text = String::from_utf8(output.stdout).expect("it prints UTF-8");
    let listed = |line: &str| {
        let mut words = line.split_whitespace();
        let (number, id) = (words.next()?.to_owned(), words.next()?.to_owned());
        number.starts_with(|c: char| c.is_ascii_digit() && c != '0').then_some(Listed { number, id })
    };
    text.lines().filter_map(listed).collect()
}

/// A run of a lesson: the one with nothing changed, or one that it declares.
#[derive(Clone, Debug)]
pub struct Run {
    /// The lesson's id.
    pub lesson: String,
    /// The run's id; `None` for nothing changed.
    pub id: Option<String>,
}

/// Every run of these lessons: with nothing changed, and as `socketscope lessons --runs` lists them.
pub fn runs(lessons: &[Listed]) -> Vec<Run> {
    let output =
        bound_to_us(binary()).args(["lessons", "--runs"]).output().expect("socketscope can be started");
    let text = String::from_utf8(output.stdout).expect("it prints UTF-8");
    let declared: Vec<_> = text.lines().filter_map(|line| line.split_once(' ')).collect();
    let of = |lesson: &Listed| {
        let id = |(of, rest): &(&str, &str)| {
            let id = rest.split_whitespace().next().map(str::to_owned);
            (*of == lesson.id).then_some(Run { lesson: lesson.id.clone(), id })
        };
        let plain = Run { lesson: lesson.id.clone(), id: None };
        std::iter::once(plain).chain(declared.iter().filter_map(id)).collect::<Vec<_>>()
    };
    lessons.iter().flat_map(of).collect()
}

/// Plays a lesson with these values of its knobs (`"wait=0"`).
pub fn json(lesson: &str, knobs: &[&str]) -> Played {
    let mut command = bound_to_us(binary());
    command.args(["play", lesson, "--json"]);
    play(set(command, knobs), false)
}

/// Plays a run; where `visited`, somebody asks for a page at each of its doors until it shuts.
pub fn run(run: &Run, visited: bool) -> Played {
    let mut command = bound_to_us(binary());
    command.args(["play", &run.lesson, "--json"]);
    command.args(run.id.iter().flat_map(|id| ["--run", id]));
    play(command, visited)
}

/// Plays a run as [`run`] does, visited, and keeps it in a file as its lesson's recorded run.
pub fn record(run: &Run, file: &Path) -> Played {
    let mut command = bound_to_us(binary());
    command.args(["play", &run.lesson, "--json", "--for-lesson", "--save"]).arg(file);
    command.args(run.id.iter().flat_map(|id| ["--run", id]));
    play(command, true)
}

/// Plays a lesson while strace writes down the socket calls of each of its threads, into a file each of `folder`.
pub fn traced(lesson: &str, folder: &Path) -> Played {
    let mut command = bound_to_us("strace");
    // Unix sockets are ours, between the relay and its programs.
    command.args(["-ff", "-q", "-s", "0", "-e", "trace=%network,close", "-o"]).arg(folder.join("thread"));
    command.arg(binary()).args(["play", lesson, "--json"]);
    play(command, false)
}

fn set(mut command: Command, knobs: &[&str]) -> Command {
    command.args(knobs.iter().flat_map(|knob| ["--set", knob]));
    command
}

fn play(mut command: Command, visited: bool) -> Played {
    let data = TempDir::new().expect("a folder for its data");
    command.env("SOCKETSCOPE_DATA", data.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("socketscope can be started");
    let mut err = child.stderr.take().expect("a pipe");
    let said = thread::spawn(move || {
        let mut said = String::new();
        err.read_to_string(&mut said).map(|_| said)
    });
    let (mut text, mut lines) = (String::new(), Vec::new());
    for line in BufReader::new(child.stdout.take().expect("a pipe")).lines() {
        let line = line.expect("it prints UTF-8");
        let value: Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{line}: {e}"));
        if visited && value["event"] == "door-opened" {
            let door =
                value["outside"].as_str().and_then(|address| address.parse().ok()).expect("an address");
            thread::spawn(move || visit(door));
        }
        text += &line;
        text.push('\n');
        lines.push(value);
    }
    let passed = child.wait().expect("it ends").success();
    let said = said.join().expect("it was read").expect("it prints UTF-8");
    let (events, claims): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line["claim"].is_null());
    assert!(!events.is_empty() && !claims.is_empty(), "no events or no claims, but: {said}");
    Played { events, claims, text, passed }
}

/// Asks for a page as a browser does, again and again until the door is shut.
fn visit(door: SocketAddr) {
    while let Ok(mut stream) = TcpStream::connect(door) {
        let request = format!("GET / HTTP/1.1\r\nHost: {door}\r\nAccept: text/html\r\n\r\n");
        // The program may have ended meanwhile.
        if stream.write_all(request.as_bytes()).is_ok() {
            _ = stream.read_to_end(&mut Vec::new());
        }
    }
}
