//! When the host reads the kernel's tables: soon after segments, not too often, and once when all is quiet.

use std::time::{Duration, Instant};

/// Least time between two readings.
const LEAST_GAP: Duration = Duration::from_millis(1);
/// The same as a multiple of what the last reading took: a table of many sockets is read less often.
const GAP_TIMES: u32 = 5;
/// After the last segment: delayed acknowledgements and TIME-WAIT have come by then.
const QUIET: Duration = Duration::from_millis(50);

/// The plan for the next readings.
pub struct Sampling {
    last: Option<Instant>,
    gap: Duration,
    soon: Option<Instant>,
    quiet: Option<Instant>,
}

impl Sampling {
    /// Nothing happened yet.
    pub fn new() -> Self {
        Sampling { last: None, gap: LEAST_GAP, soon: None, quiet: None }
    }

    /// Something happened on the network.
    pub fn stirred(&mut self, now: Instant) {
        self.soon = self.soon.or(Some(self.last.map_or(now, |last| now.max(last + self.gap))));
        self.quiet = Some(now + QUIET);
    }

    /// Whether to read now; the caller then does.
    pub fn due(&mut self, now: Instant) -> bool {
        let mut reached = false;
        for plan in [&mut self.soon, &mut self.quiet] {
            reached |= plan.take_if(|at| *at <= now).is_some();
        }
        if reached {
            self.last = Some(now);
        }
        reached
    }

    /// How long the reading that was due took.
    pub fn took(&mut self, time: Duration) {
        self.gap = LEAST_GAP.max(time * GAP_TIMES);
    }

    /// How long to wait at most, as poll(2) wants it; no longer than until `other`.
    pub fn timeout_ms(&self, now: Instant, other: Option<Instant>) -> i32 {
        let next = [self.soon, self.quiet, other].into_iter().flatten().min();
        next.map_or(-1, |at| {
            // Rounded up: waking too early would only mean waiting again.
            let wait = at.saturating_duration_since(now).as_micros().div_ceil(1000);
            i32::try_from(wait).unwrap_or(i32::MAX)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_burst_is_read_at_once_then_every_millisecond_and_once_when_quiet() {
        let start = Instant::now();
        let mut sampling = Sampling::new();
        assert_eq!(sampling.timeout_ms(start, None), -1);
        assert!(!sampling.due(start));

        sampling.stirred(start);
        assert!(sampling.due(start), "at once");
        sampling.stirred(start + MS / 4);
        assert!(!sampling.due(start + MS / 4), "too soon");
        assert_eq!(sampling.timeout_ms(start + MS / 4, None), 1);
        assert!(sampling.due(start + MS));

        assert_eq!(sampling.timeout_ms(start + MS, None), 50);
        assert!(!sampling.due(start + 50 * MS));
        assert!(sampling.due(start + 51 * MS), "quiet");
        assert!(!sampling.due(start + 500 * MS), "idle means silent");
        assert_eq!(sampling.timeout_ms(start + 500 * MS, None), -1);
    }

    #[test]
    fn what_takes_long_is_done_less_often() {
        let start = Instant::now();
        let mut sampling = Sampling::new();
        sampling.stirred(start);
        assert!(sampling.due(start));
        sampling.took(4 * MS);
        sampling.stirred(start + 4 * MS);
        assert!(!sampling.due(start + 19 * MS), "too soon");
        assert!(sampling.due(start + 20 * MS));
        sampling.took(MS / 100);
        sampling.stirred(start + 30 * MS);
        assert!(sampling.due(start + 30 * MS));
    }
}
