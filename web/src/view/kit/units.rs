//! Lengths, counts and times as the page writes them.

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

/// A date and a time of this browser's time zone: `2026-11-22 14:05`.
pub fn time_text(unix_ms: u64) -> String {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(unix_ms as f64));
    let two = |n: u32| if n < 10 { ["0", &n.to_string()].concat() } else { n.to_string() };
    let day = [date.get_full_year().to_string(), two(date.get_month() + 1), two(date.get_date())].join("-");
    [day, [two(date.get_hours()), two(date.get_minutes())].join(":")].join(" ")
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
