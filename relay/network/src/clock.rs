//! The kernel's clocks.
#![allow(unsafe_code, reason = "std shows CLOCK_MONOTONIC only as differences")]

/// CLOCK_MONOTONIC, ns.
pub fn monotonic_ns() -> u64 {
    read(libc::CLOCK_MONOTONIC)
}

/// Turns times of CLOCK_REALTIME, which the capture gives, into times of CLOCK_MONOTONIC.
///
/// The two run at the same speed and differ by a constant, until somebody sets the clock.
#[derive(Default)]
pub struct Converter {
    best: Option<Bracket>,
}

/// A reading of one clock between two of the other.
#[derive(Clone, Copy)]
struct Bracket {
    /// CLOCK_REALTIME minus CLOCK_MONOTONIC, ns.
    ahead_ns: u64,
    /// By how much that may be wrong.
    width_ns: u64,
}

impl Converter {
    /// Looks at both clocks again; to be called before times of now are converted.
    pub fn look(&mut self) {
        let before = monotonic_ns();
        let real = read(libc::CLOCK_REALTIME);
        let width_ns = monotonic_ns().saturating_sub(before);
        let found = Bracket { ahead_ns: real.saturating_sub(before + width_ns / 2), width_ns };
        self.best = Some(better(self.best, found));
    }

    /// The time of CLOCK_MONOTONIC.
    pub fn monotonic_ns(&self, real_ns: u64) -> u64 {
        real_ns.saturating_sub(self.best.map_or(0, |best| best.ahead_ns))
    }
}

/// The narrower bracket, unless the newer one shows that the clock was set.
fn better(kept: Option<Bracket>, found: Bracket) -> Bracket {
    match kept {
        Some(kept)
            if kept.width_ns <= found.width_ns
                && kept.ahead_ns.abs_diff(found.ahead_ns) <= kept.width_ns + found.width_ns =>
        {
            kept
        }
        _ => found,
    }
}

fn read(clock: libc::clockid_t) -> u64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the kernel writes one timespec. It cannot fail for these two clocks.
    unsafe { libc::clock_gettime(clock, &mut now) };
    now.tv_sec.unsigned_abs() * 1_000_000_000 + now.tv_nsec.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_between_the_clocks_does_not_shift_times_but_a_set_clock_does() {
        let bracket = |ahead_ns, width_ns| Bracket { ahead_ns, width_ns };
        let after = |kept, found| better(Some(kept), found).ahead_ns;
        assert_eq!(after(bracket(5_000, 40), bracket(9_000, 8_000)), 5_000, "paused");
        assert_eq!(after(bracket(9_000, 8_000), bracket(5_000, 40)), 5_000, "narrower");
        assert_eq!(after(bracket(5_000, 40), bracket(90_000, 50)), 90_000, "set");
    }

    #[test]
    fn a_time_of_now_stays_one_of_now() {
        let mut converter = Converter::default();
        converter.look();
        let before = monotonic_ns();
        let converted = converter.monotonic_ns(read(libc::CLOCK_REALTIME));
        assert!(converted.abs_diff(before) < 1_000_000_000, "{converted} {before}");
    }
}
