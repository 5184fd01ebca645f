//! The segments' lane: what crossed the session's network, towards the server above, towards the client below.

use super::{
    SegmentMark, Tracks,
    labels::{self, Line},
};
use crate::{i18n, model::Session};
use socketscope_shared::{
    Direction, Fact, Language,
    segment::{Flags, Segment},
    words,
};
use std::ops::Range;

/// Widths of a mark in px: least, and most in true time.
const MARK_PX: (f64, f64) = (2.0, 6.0);
/// Segments that can be drawn apart, for each px.
const CROWDED: f64 = 0.5;

/// Fills the lane.
pub fn lane(tracks: &mut Tracks, session: &Session, y: Range<f64>, lang: Language) {
    let middle = (y.start + y.end) / 2.0;
    tracks.names.push((i18n::TRACK_SEGMENTS.get(lang).to_owned(), middle));
    let seqs = tracks.scale.seqs(session);
    let all = session.timeline.history().segments();
    let seen = &all[all.partition_point(|s| *s < seqs.start)..all.partition_point(|s| *s < seqs.end)];
    let most = ((tracks.scale.right_px - tracks.scale.left_px) * CROWDED).max(1.0) as usize;
    // More segments than pixels: an even sample shows where they are.
    let every = seen.len().div_ceil(most).max(1);
    let mut lines = [Line::default(), Line::default()];
    for seq in seen.iter().copied().step_by(every) {
        let Some(Fact::Segment(segment)) = session.timeline.log().get(seq).map(|event| &event.fact) else {
            continue;
        };
        let mark = mark(tracks, session, seq, segment, middle);
        if mark.x + mark.width < tracks.scale.left_px || mark.x > tracks.scale.right_px {
            continue;
        }
        let text = text(segment);
        let fits = every == 1 && lines[segment.direction.index()].take(mark.x, labels::width_px(&text));
        tracks.segments.push(SegmentMark { label: fits.then_some(text), ..mark });
    }
}

fn mark(tracks: &Tracks, session: &Session, seq: u64, segment: &Segment, middle: f64) -> SegmentMark {
    const HEIGHT_PX: f64 = 4.0;
    let x = tracks.scale.before(session, seq);
    let width = match tracks.scale.axis {
        crate::model::Axis::Events => (tracks.scale.after(session, seq) - x - 1.5).max(MARK_PX.0),
        crate::model::Axis::Time => MARK_PX.1,
    };
    let y = match segment.direction {
        Direction::ToServer => middle - HEIGHT_PX - 1.0,
        Direction::ToClient => middle + 1.0,
    };
    SegmentMark {
        x,
        y,
        width,
        height: HEIGHT_PX,
        direction: segment.direction,
        data: segment.len_bytes > 0,
        retransmission: segment.retransmission,
        label: None,
        seq,
    }
}

/// What a mark is called: its flags, or how much it carries.
fn text(segment: &Segment) -> String {
    let flags = segment.flags;
    let name =
        [(Flags::RST, "RST"), (Flags::SYN | Flags::ACK, "SYN ACK"), (Flags::SYN, "SYN"), (Flags::FIN, "FIN")];
    let name = name.into_iter().find(|(bits, _)| flags.has(*bits)).map(|(_, name)| name);
    match (name, segment.len_bytes) {
        (Some(name), 0) => name.to_owned(),
        (None, 0) => "ACK".to_owned(),
        (Some(name), len) => [&words::size(len.into()), " ", name].concat(),
        (None, len) => words::size(len.into()),
    }
}
