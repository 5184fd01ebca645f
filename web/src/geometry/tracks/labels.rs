//! Which texts fit.

use std::ops::Range;

/// Estimated width of a text of 11 px in px: exact enough to decide whether it fits.
pub fn width_px(text: &str) -> f64 {
    text.chars()
        .map(|c| {
            if c.is_ascii() {
                6.3
            } else if (c as u32) < 0x2e80 {
                6.6
            } else {
                11.5
            }
        })
        .sum()
}

/// The text, or as much of it as fits with an ellipsis; `None` if not even three letters do.
pub fn fitted(text: &str, room_px: f64) -> Option<String> {
    if width_px(text) <= room_px {
        return Some(text.to_owned());
    }
    let ellipsis = width_px("…");
    let mut used = ellipsis;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += width_px(c.encode_utf8(&mut [0; 4]));
            used <= room_px
        })
        .collect();
    (kept.chars().count() >= 3).then(|| kept + "…")
}

/// Places texts along a line so that none overlaps another; those asked for first win.
#[derive(Debug, Default)]
pub struct Line {
    taken: Vec<Range<f64>>,
}

impl Line {
    /// Takes the room from `x` on, if it is free.
    pub fn take(&mut self, x: f64, width_px: f64) -> bool {
        const GAP_PX: f64 = 5.0;
        let wanted = x..x + width_px;
        let at = self.taken.partition_point(|t| t.end + GAP_PX <= wanted.start);
        let free = self.taken.get(at).is_none_or(|next| wanted.end + GAP_PX <= next.start);
        if free {
            self.taken.insert(at, wanted);
        }
        free
    }
}
