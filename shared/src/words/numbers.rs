//! Durations, sizes and counts, short enough for a call list.

/// A duration: `850 ns`, `12 µs`, `41.8 ms`, `1.25 s`.
pub fn duration(ns: u64) -> String {
    match ns {
        0..1_000 => format!("{ns} ns"),
        1_000..1_000_000 => scaled(ns, 1_000, "µs"),
        1_000_000..1_000_000_000 => scaled(ns, 1_000_000, "ms"),
        _ => scaled(ns, 1_000_000_000, "s"),
    }
}

/// A size: `11 B`, `65 536 B`, `1.5 MiB`. Below a mebibyte exactly: a lecture counts them.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_048_576 => format!("{} B", count(bytes)),
        1_048_576..1_073_741_824 => scaled(bytes, 1 << 20, "MiB"),
        _ => scaled(bytes, 1 << 30, "GiB"),
    }
}

/// A whole number with its thousands set apart by narrow no-break spaces: `1 819 043 176`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) && digits.len() > 4 {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// Three significant digits of a number of units of at most 2^30, rounded down, so that 999.9 µs does not become 1000 µs; no trailing zeros.
fn scaled(value: u64, unit: u64, name: &str) -> String {
    let whole = value / unit;
    let decimals = match whole {
        100.. => 0,
        10..=99 => 1,
        _ => 2,
    };
    let scale = 10u64.pow(decimals);
    let part = value % unit * scale / unit;
    if part == 0 {
        return format!("{} {name}", count(whole));
    }
    let digits = format!("{part:0width$}", width = decimals as usize);
    format!("{whole}.{} {name}", digits.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_three_digits_and_a_unit() {
        let check = |ns, expected| assert_eq!(duration(ns), expected);
        check(0, "0 ns");
        check(999, "999 ns");
        check(12_000, "12 µs");
        check(12_340, "12.3 µs");
        check(999_999, "999 µs");
        check(41_800_000, "41.8 ms");
        check(1_050_000_000, "1.05 s");
        check(3_600_000_000_000, "3600 s");
    }

    #[test]
    fn sizes_and_counts() {
        assert_eq!(size(11), "11 B");
        assert_eq!(size(5000), "5000 B");
        assert_eq!(size(65_536), "65 536 B");
        assert_eq!(size(1 << 20), "1 MiB");
        assert_eq!(size(u64::MAX), "17\u{202f}179\u{202f}869\u{202f}183 GiB");
        assert_eq!(count(1_819_043_176), "1\u{202f}819\u{202f}043\u{202f}176");
        assert_eq!(count(1024), "1024");
    }
}
