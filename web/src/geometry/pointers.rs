//! The marks below the axis that say how far the bytes have come, and their words, without one over the other.

use super::{mono::width_px, within};

/// Between two words on one line, px.
const GAP_PX: f64 = 10.0;

/// A mark with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointer {
    /// Where it points, px on the axis.
    pub at: f64,
    /// Left edge of its words, px.
    pub x: f64,
    /// Line of its words, from 0.
    pub line: usize,
    /// Its words; those of several marks at one place together.
    pub text: String,
}

/// The marks in view of an axis `axis_px` long, with `room_px` for words after its end. Each is where it points, and what it
/// says. Words that have no room on so many lines are left out.
pub fn pointers(marks: &[(f64, &str)], axis_px: f64, room_px: f64, lines: usize) -> Vec<Pointer> {
    let mut sorted: Vec<(f64, String)> = Vec::new();
    for (at, text) in marks.iter().filter(|(at, _)| (-0.5..=axis_px + 0.5).contains(at)) {
        let same = sorted.iter_mut().rev().find(|(other, _)| (other - at).abs() < 1.0);
        let longer = same.as_ref().map(|(_, words)| [words.as_str(), text].join(" · "));
        match (same, longer.filter(|words| width_px(words) <= axis_px + room_px)) {
            (Some((_, words)), Some(longer)) => *words = longer,
            // What has no room in the line is in the next one.
            _ => sorted.push((*at, (*text).to_owned())),
        }
    }
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ends = vec![f64::NEG_INFINITY; lines];
    let place = |(at, text): (f64, String)| {
        let width = width_px(&text);
        let x = within(at - 4.0, 0.0, (axis_px + room_px - width).max(0.0));
        match ends.iter_mut().enumerate().find(|(_, end)| **end + GAP_PX <= x) {
            Some((line, end)) => {
                *end = x + width;
                Pointer { at, x, line, text }
            }
            None => Pointer { at, x, line: 0, text: String::new() },
        }
    };
    sorted.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_at_one_place_share_their_words() {
        let found = pointers(&[(0.0, "read"), (0.2, "arrived"), (300.0, "sent")], 400.0, 60.0, 2);
        let found: Vec<_> = found.iter().map(|p| (p.text.as_str(), p.line)).collect();
        assert_eq!(found, [("read · arrived", 0), ("sent", 0)]);
    }

    #[test]
    fn words_that_have_no_room_beside_others_are_below_them() {
        let found = pointers(&[(0.0, "read here"), (0.0, "arrived"), (0.0, "sent")], 100.0, 40.0, 2);
        let found: Vec<_> = found.iter().map(|p| (p.text.as_str(), p.line)).collect();
        assert_eq!(found, [("read here", 0), ("arrived · sent", 1)]);
    }

    #[test]
    fn words_do_not_lie_over_each_other_nor_beyond_the_edge() {
        let marks =
            [(0.0, "read up to here"), (30.0, "arrived there"), (60.0, "sent up to there"), (399.0, "x")];
        let found = pointers(&marks, 400.0, 0.0, 4);
        for (i, a) in found.iter().enumerate() {
            assert!(a.x >= 0.0 && a.x + width_px(&a.text) <= 400.0, "{a:?}");
            for b in &found[i + 1..] {
                assert!(!a.text.is_empty() && !b.text.is_empty());
                assert!(a.line != b.line || a.x + width_px(&a.text) < b.x, "{a:?} {b:?}");
            }
        }
    }
}
