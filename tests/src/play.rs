//! `socketscope play --json`: what a run came to, without a browser. docs/json.md has the fields.

use crate::child::{binary, bound_to_us};
use serde_json::Value;
use std::path::Path;
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

/// Plays a lesson with these values of its knobs (`"wait=0"`).
pub fn json(lesson: &str, knobs: &[&str]) -> Played {
    play(bound_to_us(binary()), lesson, knobs)
}

/// The same while strace writes down the socket calls of each of its threads, into a file each of `folder`.
pub fn traced(lesson: &str, folder: &Path) -> Played {
    let mut command = bound_to_us("strace");
    // Unix sockets are ours, between the relay and its programs.
    command.args(["-ff", "-q", "-s", "0", "-e", "trace=%network,close", "-o"]).arg(folder.join("thread"));
    command.arg(binary());
    play(command, lesson, &[])
}

fn play(mut command: std::process::Command, lesson: &str, knobs: &[&str]) -> Played {
    let data = TempDir::new().expect("a folder for its data");
    command.args(["play", lesson, "--json"]).env("SOCKETSCOPE_DATA", data.path());
    for knob in knobs {
        command.args(["--set", knob]);
    }
    let output = command.output().expect("socketscope can be started");
    let text = String::from_utf8(output.stdout).expect("it prints UTF-8");
    let said = String::from_utf8_lossy(&output.stderr);
    let read = |line: &str| serde_json::from_str::<Value>(line).unwrap_or_else(|e| panic!("{line}: {e}"));
    let (events, claims): (Vec<_>, Vec<_>) = text.lines().map(read).partition(|line| line["claim"].is_null());
    assert!(!events.is_empty() && !claims.is_empty(), "no events or no claims, but: {said}");
    Played { events, claims, text, passed: output.status.success() }
}
