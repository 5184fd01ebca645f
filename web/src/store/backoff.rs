//! How long to wait before the next attempt.

/// First and longest wait in ms.
const WAIT_MS: (u32, u32) = (500, 8_000);

/// Counts attempts that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    failed: u32,
}

impl Backoff {
    /// The wait before the next attempt, in ms: doubles each time up to a bound.
    pub fn next_ms(&mut self) -> u32 {
        let wait = WAIT_MS.0.saturating_mul(1 << self.failed.min(16));
        self.failed = self.failed.saturating_add(1);
        wait.min(WAIT_MS.1)
    }

    /// An attempt succeeded.
    pub fn reset(&mut self) {
        self.failed = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_bound_and_begin_anew() {
        let mut backoff = Backoff::default();
        let waits: Vec<_> = (0..6).map(|_| backoff.next_ms()).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 8000]);
        (0..100).for_each(|_| _ = backoff.next_ms());
        assert_eq!(backoff.next_ms(), 8000);
        backoff.reset();
        assert_eq!(backoff.next_ms(), 500);
    }
}
