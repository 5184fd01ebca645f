//! Lengths and counts as the page writes them.

use socketscope_shared::words;

/// The exact number of bytes: a lecture counts them.
pub fn bytes(count: u64) -> String {
    format!("{} B", words::count(count))
}

/// A length for an attribute: a tenth of a px is enough, and whole numbers need no code that prints fractions.
pub fn px(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::px;

    #[test]
    fn lengths_have_a_tenth_at_most() {
        let all = [0.0, 3.0, 2.54, -0.26, -6.0, 1e7 + 0.5].map(px);
        assert_eq!(all, ["0", "3", "2.5", "-0.3", "-6", "10000000.5"]);
    }
}
