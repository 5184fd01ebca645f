//! The horizontal axis: columns of equal width, or true time.

use super::labels;
use crate::{
    geometry::within,
    model::{Axis, Session},
};
use std::ops::Range;

/// Least comfortable width of an event's column in px.
const COLUMN_PX: f64 = 17.0;
/// Where the playhead is kept when not all columns fit, as a part of the width.
const PLAYHEAD_AT: f64 = 0.72;
/// Room for one axis label in px.
const LABEL_PX: f64 = 74.0;
/// Never zoom in further than this part of the whole.
const MIN_WINDOW: f64 = 1e-9;

/// Which part of the axis is drawn where. Units are columns or ns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Columns or true time.
    pub axis: Axis,
    /// Unit at the left edge.
    pub from: f64,
    /// Unit at the right edge.
    pub to: f64,
    /// Units of the whole log.
    pub total: f64,
    /// Left edge in px.
    pub left_px: f64,
    /// Right edge in px.
    pub right_px: f64,
}

impl Tick {
    /// Between its line and its text, px.
    pub const GAP_PX: f64 = 3.0;
}

impl Scale {
    /// The part in view: the chosen one, or all where it fits, or the part around the cursor.
    pub fn new(session: &Session, axis: Axis, window: Option<(f64, f64)>, px: Range<f64>) -> Self {
        let total = match axis {
            Axis::Events => session.steps.len() as f64,
            Axis::Time => end_ns(session) as f64,
        }
        .max(1.0);
        let (left_px, right_px) = (px.start, px.end.max(px.start + 1.0));
        let mut scale = Scale { axis, from: 0.0, to: total, total, left_px, right_px };
        let fits = ((right_px - left_px) / COLUMN_PX).floor().max(1.0);
        match window {
            Some((from, to)) => {
                let (from, to) = tidy_window((from, to));
                scale.from = from * total;
                scale.to = to * total;
            }
            None if axis == Axis::Events && total > fits => {
                let playhead = session.steps.count_to(session.timeline.cursor()) as f64;
                scale.from = within((playhead - fits * PLAYHEAD_AT).floor(), 0.0, total - fits);
                scale.to = scale.from + fits;
            }
            None => {}
        }
        scale
    }

    /// Where a unit is, in px; may be outside of the edges.
    pub fn px(&self, unit: f64) -> f64 {
        self.left_px + (unit - self.from) / (self.to - self.from) * (self.right_px - self.left_px)
    }

    /// The unit at `px`, within the log.
    pub fn unit(&self, px: f64) -> f64 {
        let part = (px - self.left_px) / (self.right_px - self.left_px);
        within(self.from + part * (self.to - self.from), 0.0, self.total)
    }

    /// Where the moment just after the event `seq` is, in px.
    pub fn after(&self, session: &Session, seq: u64) -> f64 {
        self.px(match self.axis {
            Axis::Events => session.steps.count_to(seq) as f64,
            Axis::Time => session.timeline.time_of(seq) as f64,
        })
    }

    /// Where the event `seq` begins, in px.
    pub fn before(&self, session: &Session, seq: u64) -> f64 {
        self.px(match self.axis {
            Axis::Events => session.steps.column(seq) as f64,
            Axis::Time => session.timeline.log().get(seq).map_or(0, |event| event.at_ns) as f64,
        })
    }

    /// The stop to which a click at `px` leads.
    pub fn seq_at(&self, session: &Session, px: f64) -> u64 {
        let unit = self.unit(px);
        match self.axis {
            Axis::Events if unit < 0.25 => 0,
            Axis::Events => {
                let column = (unit - 0.25).max(0.0) as usize;
                session.steps.seq(column).map_or(0, |seq| session.timeline.stop_of(seq))
            }
            Axis::Time => session.timeline.seq_at(unit as u64),
        }
    }

    /// The sequence numbers that can be in view, a little more on both sides.
    pub fn seqs(&self, session: &Session) -> Range<u64> {
        let last = session.timeline.last_seq();
        match self.axis {
            Axis::Events => {
                let first = session.steps.seq(self.from.max(0.0) as usize).unwrap_or(1);
                let to = session.steps.seq(self.to.ceil() as usize).unwrap_or(last);
                first..if self.to >= self.total { last + 1 } else { to + 1 }
            }
            Axis::Time => {
                let log = session.timeline.log();
                log.seq_at(self.from as u64).max(1)..log.seq_at(self.to as u64) + 2
            }
        }
    }

    /// The window after zooming by `factor` (below 1: closer) around `px`.
    pub fn zoomed(&self, px: f64, factor: f64) -> Option<(f64, f64)> {
        let center = self.unit(px);
        let from = center - (center - self.from) * factor;
        let to = center + (self.to - center) * factor;
        if to - from >= self.total {
            return Some((0.0, 1.0));
        }
        Some(tidy_window((from / self.total, to / self.total)))
    }

    /// The window after dragging its content by `px`.
    pub fn panned(&self, px: f64) -> Option<(f64, f64)> {
        let units = -px / (self.right_px - self.left_px) * (self.to - self.from);
        Some(tidy_window(((self.from + units) / self.total, (self.to + units) / self.total)))
    }
}

/// A label of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Its line, px.
    pub x: f64,
    /// When, as text.
    pub text: String,
}

/// The labels of the axis, as far as they fit: in true time at round values, by event at the times of columns that are far enough apart.
pub fn ticks(session: &Session, scale: &Scale) -> Vec<Tick> {
    let mut ticks = match scale.axis {
        Axis::Time => round_ticks(scale),
        Axis::Events => column_ticks(session, scale),
    };
    // What is written is to stay within the picture, and off the label before it.
    let mut end_px = f64::MIN;
    ticks.retain(|tick| {
        let label_px = tick.x + Tick::GAP_PX;
        let to_px = label_px + labels::width_px(&tick.text);
        let free = label_px > end_px && to_px <= scale.right_px + super::RIGHT_PX;
        end_px = if free { to_px } else { end_px };
        free
    });
    ticks
}

fn round_ticks(scale: &Scale) -> Vec<Tick> {
    let most = ((scale.right_px - scale.left_px) / LABEL_PX).max(1.0);
    let step = round_step((scale.to - scale.from) / most);
    let first = (scale.from / step).ceil();
    let moments = (0..=most as u32 + 1)
        .map(|n| (first + f64::from(n)) * step)
        .take_while(|at| *at <= scale.to * (1.0 + 1e-12))
        .map(|at| (scale.px(at), at.round() as u64));
    labelled(moments.collect())
}

fn column_ticks(session: &Session, scale: &Scale) -> Vec<Tick> {
    let column_px = (scale.right_px - scale.left_px) / (scale.to - scale.from);
    let every = (LABEL_PX / column_px).ceil().max(1.0) as usize;
    let first = (scale.from.max(0.0) as usize).next_multiple_of(every);
    let moments = (first..scale.to.ceil() as usize).step_by(every).filter_map(|column| {
        let event = session.timeline.log().get(session.steps.seq(column)?)?;
        Some((scale.px(column as f64), event.at_ns))
    });
    labelled(moments.collect())
}

/// Ticks at these places and moments, with as many digits as tell each from its neighbours.
fn labelled(moments: Vec<(f64, u64)>) -> Vec<Tick> {
    let text = |index: usize| {
        let at_ns = moments[index].1;
        let others = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
        let apart =
            others.filter_map(|other| Some(moments.get(other)?.1.abs_diff(at_ns))).filter(|ns| *ns > 0);
        precise_moment_text(at_ns, apart.min().unwrap_or(u64::MAX))
    };
    moments.iter().enumerate().map(|(index, (x, _))| Tick { x: *x, text: text(index) }).collect()
}

/// 1, 2 or 5 times a power of ten, not less than `least` (and not less than 1 ns).
fn round_step(least: f64) -> f64 {
    let mut power = 1.0;
    while power * 10.0 <= least {
        power *= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= least).unwrap_or(10.0 * power)
}

/// A moment, with the digits that are read at a glance.
pub fn moment_text(at_ns: u64) -> String {
    precise_moment_text(at_ns, u64::MAX)
}

/// A moment, with the digits that tell it from one that is `apart_ns` away. Without floats, whose printing is large.
fn precise_moment_text(at_ns: u64, apart_ns: u64) -> String {
    let (unit_ns, unit, mut tens): (u64, _, u64) = match at_ns {
        0 => return "0".to_owned(),
        1..100_000 => (1_000, " µs", 100),
        100_000..1_000_000 => (1_000, " µs", 10),
        1_000_000..100_000_000 => (1_000_000, " ms", 100),
        100_000_000..1_000_000_000 => (1_000_000, " ms", 10),
        _ => (1_000_000_000, " s", 1000),
    };
    while unit_ns / tens > apart_ns {
        tens *= 10;
    }
    let step_ns = unit_ns / tens;
    let scaled = at_ns.saturating_add(step_ns / 2) / step_ns;
    let fraction = (scaled % tens + tens).to_string();
    let fraction = fraction[1..].trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    [&(scaled / tens).to_string(), point, fraction, unit].concat()
}

/// Within the whole, not empty, and in order.
fn tidy_window((from, to): (f64, f64)) -> (f64, f64) {
    if !(from.is_finite() && to.is_finite()) {
        return (0.0, 1.0);
    }
    let len = (to - from).clamp(MIN_WINDOW, 1.0);
    let from = within(from, 0.0, 1.0 - len);
    (from, from + len)
}

fn end_ns(session: &Session) -> u64 {
    session.timeline.latest().at_ns.max(session.now_ns())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_have_the_digits_that_tell_them_apart() {
        for (at_ns, text) in [
            (0, "0"),
            (999, "1 µs"),
            (14_250, "14.25 µs"),
            (850_000, "850 µs"),
            (41_070_000, "41.07 ms"),
            (336_120_000, "336.1 ms"),
            (1_000_000_000, "1 s"),
            (12_345_600_000, "12.346 s"),
        ] {
            assert_eq!(moment_text(at_ns), text);
        }
    }

    #[test]
    fn neighbours_get_the_digits_that_they_need() {
        let texts = |moments: &[u64]| {
            let moments = moments.iter().map(|ns| (0.0, *ns)).collect();
            labelled(moments).into_iter().map(|tick| tick.text).collect::<Vec<_>>()
        };
        assert_eq!(texts(&[200_000_000, 200_002_000, 200_004_000]), ["200 ms", "200.002 ms", "200.004 ms"]);
        assert_eq!(texts(&[0, 500_000, 1_000_000]), ["0", "500 µs", "1 ms"]);
        assert_eq!(texts(&[2_000_000_000, 2_000_000_050]), ["2 s", "2.00000005 s"]);
        assert_eq!(texts(&[7, 7]), ["0.01 µs", "0.01 µs"], "the same moment has the same label");
    }

    #[test]
    fn steps_are_round() {
        for (least, step) in [(0.0, 1.0), (1.0, 1.0), (3.0, 5.0), (70.0, 100.0), (100.0, 100.0), (1.2e9, 2e9)]
        {
            assert_eq!(round_step(least), step, "{least}");
        }
    }
}
