//! The kernel's clocks.
#![allow(unsafe_code, reason = "std shows CLOCK_MONOTONIC only as differences")]

/// CLOCK_MONOTONIC, ns.
pub fn monotonic_ns() -> u64 {
    read(libc::CLOCK_MONOTONIC)
}

/// CLOCK_REALTIME minus CLOCK_MONOTONIC, ns: what turns the capture's times into ours.
pub fn realtime_ahead_ns() -> u64 {
    // The tightest of a few brackets: a pause between two readings would shift every segment.
    let bracket = || {
        let before = monotonic_ns();
        let real = read(libc::CLOCK_REALTIME);
        let after = monotonic_ns();
        (after - before, real.saturating_sub(before + (after - before) / 2))
    };
    [bracket(), bracket(), bracket()].into_iter().min().map_or(0, |(_, ahead)| ahead)
}

fn read(clock: libc::clockid_t) -> u64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the kernel writes one timespec. It cannot fail for these two clocks.
    unsafe { libc::clock_gettime(clock, &mut now) };
    now.tv_sec.unsigned_abs() * 1_000_000_000 + now.tv_nsec.unsigned_abs()
}
