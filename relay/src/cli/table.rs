//! Kept runs as a table for people.

use crate::kept::{State, Summary, date::Minute};
use std::fmt::Write;

/// Fewest digits of an id that are shown.
const MIN_DIGITS: usize = 8;

/// One run a line: as many digits of its id as name it, when, lesson, length, size, and its name.
pub(super) fn table(list: &[Summary]) -> String {
    let digits = digits(list);
    let mut text = String::new();
    for run in list {
        let id = &run.id[..digits.min(run.id.len())];
        let when = match run.started_unix_ms {
            0 => "-".to_owned(),
            unix_ms => Minute::of(unix_ms).to_string(),
        };
        let lesson = run.lesson.as_deref().unwrap_or("-");
        let seconds = run.duration_ns as f64 / 1e9;
        let _ = write!(
            text,
            "{id}  {when:16}  {lesson:14} {:>8} events {seconds:>8.1} s {:>7}  {}",
            run.events,
            size(run.len_bytes),
            run.name
        );
        for knob in &run.knobs {
            let _ = write!(text, " {}={}", knob.0, knob.1);
        }
        for mark in [run.pinned.then_some("pinned"), mark(run.state)].into_iter().flatten() {
            let _ = write!(text, " [{mark}]");
        }
        text.push('\n');
    }
    text
}

fn mark(state: State) -> Option<&'static str> {
    Some(match state {
        State::Whole => return None,
        State::Recording => "being recorded",
        State::Cut => "cut off",
        State::Damaged => "damaged",
        State::Older => "of an older format, cannot be shown",
        State::Unreadable => "cannot be read",
    })
}

fn size(len_bytes: u64) -> String {
    match len_bytes {
        0..1024 => format!("{len_bytes} B"),
        1024..1_048_576 => format!("{} KB", len_bytes >> 10),
        _ => format!("{} MB", len_bytes >> 20),
    }
}

/// How many digits tell all ids apart.
fn digits(list: &[Summary]) -> usize {
    let mut ids: Vec<_> = list.iter().map(|run| run.id.as_str()).collect();
    ids.sort_unstable();
    let same = |pair: &[&str]| pair[0].bytes().zip(pair[1].bytes()).take_while(|(a, b)| a == b).count();
    ids.windows(2).map(|pair| same(pair) + 1).max().unwrap_or(0).max(MIN_DIGITS)
}
