//! Announces the steps of a command and how long each took.

use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// The steps of one command.
pub struct Steps {
    begun: Instant,
    total: usize,
    done: usize,
}

impl Steps {
    /// A command of `total` steps begins.
    pub fn new(total: usize) -> Self {
        Self { begun: Instant::now(), total, done: 0 }
    }

    /// Does one step, between a line that names it and a line that says how long it took.
    pub fn run<T>(&mut self, what: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        self.done += 1;
        let place = format!("[{}/{}]", self.done, self.total);
        println!("{place} {what} …");
        let begun = Instant::now();
        let result = step().with_context(|| format!("{place} {what}: failed"))?;
        println!("{place} done in {}", readable(begun.elapsed()));
        Ok(result)
    }

    /// Since the command began, for its last line.
    pub fn took(&self) -> String {
        debug_assert_eq!(self.done, self.total, "the announced number of steps is wrong");
        readable(self.begun.elapsed())
    }
}

fn readable(took: Duration) -> String {
    match took.as_secs() {
        0..60 => format!("{:.1} s", took.as_secs_f64()),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_readable() {
        assert_eq!(readable(Duration::from_millis(240)), "0.2 s");
        assert_eq!(readable(Duration::from_secs(61)), "1 min 01 s");
    }

    #[test]
    fn a_failing_step_is_named() {
        let problem = Steps::new(1).run("testing", || anyhow::bail!("no")).map(|(): ()| ()).unwrap_err();
        assert_eq!(format!("{problem:#}"), "[1/1] testing: failed: no");
    }
}
