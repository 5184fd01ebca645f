//! The bytes' lane: how many bytes of a connection wait in the kernel.

use super::{Frame, LevelLine, Note, Tracks, labels};
use crate::{
    geometry::within,
    i18n,
    model::{Axis, Session},
};
use socketscope_shared::{Direction, StreamId, history::Level, words};
use std::ops::Range;

/// Room above the highest level in px: its label.
const LABEL_PX: f64 = 13.0;
/// Steps of the line that can be drawn apart, for each px.
const CROWDED: f64 = 0.5;

/// Fills the lane with both streams of the connection that is looked at.
pub fn lane(tracks: &mut Tracks, session: &Session, frame: &Frame, y: Range<f64>) {
    let (top, bottom) = (y.start + LABEL_PX, y.end - 5.0);
    tracks.names.push((i18n::TRACK_BYTES.get(frame.lang).to_owned(), (top + bottom) / 2.0));
    let Some(stream) = frame.stream else { return };
    let both = Direction::BOTH.map(|direction| {
        let history = session.timeline.history().stream(StreamId { direction, ..stream });
        let levels = history.map(|history| history.visible(u64::MAX).levels).unwrap_or_default();
        (direction, in_view(levels, tracks, session))
    });
    let most = both.iter().flat_map(|(_, levels)| *levels).map(|level| level.in_kernel).max().unwrap_or(0);
    if most == 0 {
        return;
    }
    let px = |in_kernel: u64| bottom - in_kernel as f64 / most as f64 * (bottom - top);
    for (direction, levels) in both {
        if levels.iter().any(|level| level.in_kernel > 0) {
            let points = line(tracks, session, levels, px);
            tracks.levels.push(LevelLine { direction, points });
        }
    }
    let highest = both.iter().flat_map(|(_, levels)| *levels).rev().find(|level| level.in_kernel == most);
    if let Some(level) = highest {
        let text = i18n::track_waiting(frame.lang, &words::size(most));
        let room = tracks.scale.right_px - labels::width_px(&text);
        let x =
            within(level_px(tracks, session, level), tracks.scale.left_px, room.max(tracks.scale.left_px));
        tracks.notes.push(Note { x: x + 2.0, y: top - 3.0, text });
    }
}

/// The levels of the view, and the one that holds at its left edge.
fn in_view<'a>(levels: &'a [Level], tracks: &Tracks, session: &Session) -> &'a [Level] {
    let seqs = tracks.scale.seqs(session);
    let first = levels.partition_point(|level| level.seq < seqs.start).saturating_sub(1);
    &levels[first..levels.partition_point(|level| level.seq < seqs.end).max(first)]
}

fn level_px(tracks: &Tracks, session: &Session, level: &Level) -> f64 {
    match tracks.scale.axis {
        Axis::Events => tracks.scale.after(session, level.seq),
        Axis::Time => tracks.scale.px(level.at_ns as f64),
    }
}

/// A line with right angles; of steps that share a pixel, the highest.
fn line(tracks: &Tracks, session: &Session, levels: &[Level], px: impl Fn(u64) -> f64) -> Vec<(f64, f64)> {
    let (left, right) = (tracks.scale.left_px, tracks.scale.right_px);
    let most = ((right - left) * CROWDED).max(1.0) as usize;
    let every = levels.len().div_ceil(most).max(1);
    let end = tracks.scale.px(tracks.scale.total).min(right);
    let mut points = vec![(left, px(0))];
    let mut y = px(0);
    for group in levels.chunks(every) {
        let Some(highest) = group.iter().max_by_key(|level| level.in_kernel) else { continue };
        let x = within(level_px(tracks, session, &group[0]), left, right);
        points.push((x, y));
        y = px(if every == 1 { group[0].in_kernel } else { highest.in_kernel });
        points.push((x, y));
    }
    points.push((end.max(left), y));
    points
}
