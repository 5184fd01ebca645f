//! `socketscope play --json`: what a run came to, without a browser.

use crate::child::{binary, bound_to_us};
use serde_json::Value;
use tempfile::TempDir;

/// A run's log and its verdict.
pub struct Played {
    /// One event a line.
    pub events: Vec<Value>,
    /// Everything that it printed.
    pub text: String,
    /// Whether it ended with status 0: every claim held.
    pub passed: bool,
}

/// Plays a lesson with these values of its knobs (`"wait=0"`) and prints it as `--json` does.
pub fn json(lesson: &str, knobs: &[&str]) -> Played {
    let data = TempDir::new().expect("a folder for its data");
    let mut command = bound_to_us(binary());
    command.args(["play", lesson, "--json"]).env("SOCKETSCOPE_DATA", data.path());
    for knob in knobs {
        command.args(["--set", knob]);
    }
    let output = command.output().expect("socketscope can be started");
    let text = String::from_utf8(output.stdout).expect("it prints UTF-8");
    let events: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}")))
        .collect();
    assert!(!events.is_empty(), "no events, but: {}", String::from_utf8_lossy(&output.stderr));
    Played { events, text, passed: output.status.success() }
}
