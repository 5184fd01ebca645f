//! Announces the steps of a command and how long each took.

use anyhow::{Context, Result};
use std::{
    fs,
    time::{Duration, Instant},
};

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
        let (begun, before) = (Instant::now(), cpu());
        let result = step().with_context(|| format!("{place} {what}: failed"))?;
        println!("{place} done in {} ({} of CPU)", readable(begun.elapsed()), readable(cpu() - before));
        Ok(result)
    }

    /// Since the command began, for its last line. What the build of xtask itself used is part of the CPU time: `cargo
    /// run` becomes xtask.
    pub fn took(&self) -> String {
        debug_assert_eq!(self.done, self.total, "the announced number of steps is wrong");
        format!("{} ({} of CPU)", readable(self.begun.elapsed()), readable(cpu()))
    }
}

/// CPU time of all programs that this process waited for: what can be compared where other work loads the machine.
///
/// cutime and cstime of proc(5), in ticks of a hundredth of a second; zero where they cannot be read.
fn cpu() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map(|(_, fields)| fields).unwrap_or_default();
    let ticks = fields.split_whitespace().skip(13).take(2).filter_map(|field| field.parse::<u64>().ok());
    Duration::from_millis(10 * ticks.sum::<u64>())
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
    fn the_time_of_programs_that_ended_is_counted() {
        let before = cpu();
        let busy = "n=0; while [ $n -lt 200000 ]; do n=$((n+1)); done";
        std::process::Command::new("sh").args(["-c", busy]).status().expect("a shell");
        assert!(cpu() > before);
    }

    #[test]
    fn a_failing_step_is_named() {
        let problem = Steps::new(1).run("testing", || anyhow::bail!("no")).map(|(): ()| ()).unwrap_err();
        assert_eq!(format!("{problem:#}"), "[1/1] testing: failed: no");
    }
}
