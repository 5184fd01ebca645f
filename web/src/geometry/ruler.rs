//! The byte-offset axis: which bytes are seen, how large, and the boxes of a ruler over them.
//!
//! Everything here is proportional to the width that is seen, never to the length of the stream.

use super::within;
use std::ops::Range;

/// Widest byte in px: wider ones look like a table, not like a stream.
const MAX_BYTE_PX: f64 = 54.0;
/// Narrowest byte in px that still has room for its character.
const MIN_CELL_PX: f64 = 11.0;
/// Narrowest byte in px that has room for its two hexadecimal digits as well.
const MIN_HEX_PX: f64 = 17.0;
/// Boxes narrower than this are drawn together.
const MIN_BOX_PX: f64 = 4.0;
/// This many spans or more within this many px become one box with their count: they could not be told apart, and
/// each box is work for the browser.
const CROWD: usize = 20;
const CROWD_PX: f64 = 40.0;
/// Boundaries nearer to each other than this are not drawn: they would be a grey area.
const MIN_BOUNDARY_PX: f64 = 8.0;
/// Room in px that the number of an offset needs.
const TICK_PX: f64 = 44.0;

/// Maps offsets of a stream to px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Length of the stream in bytes, bytes to come included where something announces them.
    pub len_bytes: u64,
    /// Width of the axis in px.
    pub width_px: f64,
    /// Offset at the left edge.
    pub first: f64,
    /// Width of a byte in px.
    pub byte_px: f64,
}

/// How the bytes ruler shows its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Character above hexadecimal digits.
    Hex,
    /// Character only.
    Character,
    /// A bar.
    Bar,
}

impl Scale {
    /// The whole stream in view.
    pub fn fit(len_bytes: u64, width_px: f64) -> Self {
        let width_px = width_px.max(1.0);
        let byte_px = (width_px / len_bytes.max(1) as f64).min(MAX_BYTE_PX);
        Self { len_bytes, width_px, first: 0.0, byte_px }
    }

    /// This view of a stream that has grown, on an axis that may have another width.
    pub fn adapted(self, len_bytes: u64, width_px: f64) -> Self {
        Self { len_bytes, width_px: width_px.max(1.0), ..self }.clamped()
    }

    /// Magnified by `factor`, with what is at `anchor_px` staying there.
    pub fn zoomed(self, factor: f64, anchor_px: f64) -> Self {
        let smallest = Self::fit(self.len_bytes, self.width_px).byte_px;
        let byte_px = within(self.byte_px * factor, smallest, MAX_BYTE_PX);
        let anchor = self.first + anchor_px / self.byte_px;
        Self { byte_px, first: anchor - anchor_px / byte_px, ..self }.clamped()
    }

    /// Moved along the axis.
    pub fn panned(self, by_px: f64) -> Self {
        Self { first: self.first + by_px / self.byte_px, ..self }.clamped()
    }

    /// Whether the whole stream is in view.
    pub fn is_whole(&self) -> bool {
        self.first <= 0.0 && self.len_bytes as f64 * self.byte_px <= self.width_px + 0.5
    }

    /// Where an offset lies, px from the axis' left edge; may be outside.
    pub fn x(&self, offset: u64) -> f64 {
        (offset as f64 - self.first) * self.byte_px
    }

    /// The bytes in view, those cut by an edge included.
    pub fn seen(&self) -> Range<u64> {
        let last = (self.first + self.width_px / self.byte_px).ceil() as u64;
        (self.first.max(0.0) as u64).min(self.len_bytes)..last.min(self.len_bytes)
    }

    /// Part of the stream that is in view: beginning and end as fractions.
    pub fn part(&self) -> (f64, f64) {
        let len = self.len_bytes.max(1) as f64;
        ((self.first / len).max(0.0), ((self.first + self.width_px / self.byte_px) / len).min(1.0))
    }

    /// How bytes are shown at this size.
    pub fn detail(&self) -> Detail {
        match self.byte_px {
            px if px >= MIN_HEX_PX => Detail::Hex,
            px if px >= MIN_CELL_PX => Detail::Character,
            _ => Detail::Bar,
        }
    }

    fn offset_at(&self, x: f64) -> f64 {
        self.first + x / self.byte_px
    }

    fn clamped(self) -> Self {
        let smallest = Self::fit(self.len_bytes, self.width_px).byte_px;
        let byte_px = within(self.byte_px, smallest, MAX_BYTE_PX);
        let last = (self.len_bytes as f64 - self.width_px / byte_px).max(0.0);
        Self { byte_px, first: within(self.first, 0.0, last), ..self }
    }
}

/// A box of a ruler: one span, or several that would be too narrow.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Left edge in px, not before the axis' left edge.
    pub x: f64,
    /// Width in px, at most to the axis' right edge.
    pub width: f64,
    /// Which spans.
    pub spans: Range<usize>,
}

/// The boxes of the spans in view. The spans are in the order of their offsets and do not overlap; those without bytes take no room.
pub fn blocks<T>(spans: &[T], bytes_of: impl Fn(&T) -> Range<u64>, scale: &Scale) -> Vec<Block> {
    let seen = scale.seen();
    let mut out = Vec::new();
    let mut at = spans.partition_point(|s| bytes_of(s).end <= seen.start);
    while let Some(span) = spans.get(at) {
        let bytes = bytes_of(span);
        if bytes.start >= seen.end {
            break;
        }
        let mut next = at + 1;
        let left = scale.x(bytes.start).max(0.0);
        let mut right = scale.x(bytes.end);
        if right - scale.x(bytes.start) < MIN_BOX_PX {
            // As many as fill the narrowest box, or a wide one where they crowd; found without walking over them.
            let filling = |px: f64| {
                let full = scale.offset_at(left + px);
                spans.partition_point(|s| (bytes_of(s).end as f64) < full)
            };
            let crowd = filling(CROWD_PX);
            next = next.max(if crowd >= at + CROWD { crowd } else { filling(MIN_BOX_PX) });
            right = scale.x(bytes_of(&spans[next - 1]).end);
        }
        let width = right.min(scale.width_px) - left;
        if width > 0.0 {
            out.push(Block { x: left, width, spans: at..next });
        }
        at = next;
    }
    out
}

/// The offsets between spans in view, as far as they can be told apart.
pub fn boundaries<T>(spans: &[T], bytes_of: impl Fn(&T) -> Range<u64>, scale: &Scale) -> Vec<u64> {
    let ends = blocks(spans, &bytes_of, scale)
        .into_iter()
        .filter(|block| block.spans.len() == 1)
        .map(|block| bytes_of(&spans[block.spans.start]).end)
        .filter(|&end| scale.x(end) <= scale.width_px);
    let mut out: Vec<u64> = Vec::new();
    for end in ends {
        match out.last() {
            Some(&last) if scale.x(end) - scale.x(last) < MIN_BOUNDARY_PX => {}
            _ => out.push(end),
        }
    }
    out
}

/// Offsets to write under the axis: the ends, the boundaries where they have room, else round numbers.
pub fn ticks(boundaries: &[u64], scale: &Scale) -> Vec<u64> {
    let seen = scale.seen();
    let mut out = vec![seen.start];
    if seen.end > seen.start {
        out.push(seen.end);
    }
    let round = if boundaries.len() < 2 { round_ticks(scale) } else { Vec::new() };
    for &offset in boundaries.iter().chain(&round) {
        let free = |other: &u64| (scale.x(*other) - scale.x(offset)).abs() >= TICK_PX;
        if seen.contains(&offset) && out.iter().all(free) {
            out.push(offset);
        }
    }
    out.sort_unstable();
    out
}

fn round_ticks(scale: &Scale) -> Vec<u64> {
    if scale.byte_px >= MIN_CELL_PX {
        return Vec::new();
    }
    let least = (2.0 * TICK_PX / scale.byte_px) as u64;
    let mut power = 1;
    while power * 10 <= least {
        power *= 10;
    }
    let step = [1, 2, 5, 10].into_iter().map(|m| m * power).find(|step| *step >= least).unwrap_or(power);
    let seen = scale.seen();
    (seen.start / step + 1..=seen.end / step).map(|n| n * step).collect()
}

/// Heights of the rulers in px, for the room that there is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bands {
    /// Height of a box.
    pub box_px: f64,
    /// Height of a ruler with bytes.
    pub bytes_px: f64,
    /// Between two rulers.
    pub gap_px: f64,
    /// Above the first.
    pub top_px: f64,
    /// For the offsets and pointers below the last.
    pub axis_px: f64,
    /// Which rulers have bytes.
    with_bytes: &'static [usize],
    count: usize,
}

impl Bands {
    /// `count` rulers, some of them `with_bytes`, in `height_px`: larger where there is room.
    pub fn fit(count: usize, with_bytes: &'static [usize], height_px: f64) -> Self {
        let size = |part: f64| Self {
            box_px: 16.0 + 14.0 * part,
            bytes_px: 27.0 + 35.0 * part,
            gap_px: 2.0 + 12.0 * part,
            top_px: 3.0 + 9.0 * part,
            axis_px: 26.0 + 36.0 * part,
            with_bytes,
            count,
        };
        let (small, large) = (size(0.0).total_px(), size(1.0).total_px());
        size(((height_px - small) / (large - small)).clamp(0.0, 1.0))
    }

    /// Top of a ruler in px.
    pub fn y(&self, index: usize) -> f64 {
        let above = self.with_bytes.iter().filter(|row| **row < index).count() as f64;
        self.top_px + index as f64 * (self.box_px + self.gap_px) + above * (self.bytes_px - self.box_px)
    }

    /// Height of a ruler in px.
    pub fn height(&self, index: usize) -> f64 {
        if self.has_bytes(index) { self.bytes_px } else { self.box_px }
    }

    /// Whether a ruler has bytes.
    pub fn has_bytes(&self, index: usize) -> bool {
        self.with_bytes.contains(&index)
    }

    /// How far below its top the words of a ruler with bytes are written: the bytes lie below them, px.
    pub fn words_px(&self) -> f64 {
        within(self.bytes_px * 0.3, 10.0, 14.0)
    }

    /// Bottom of the last ruler in px.
    pub fn bottom_px(&self) -> f64 {
        let last = self.count.saturating_sub(1);
        self.y(last) + self.height(last)
    }

    /// All together in px.
    pub fn total_px(&self) -> f64 {
        self.bottom_px() + self.axis_px
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiled(lengths: &[u64]) -> Vec<Range<u64>> {
        let mut end = 0;
        let next = |len: &u64| {
            end += len;
            end - len..end
        };
        lengths.iter().map(next).collect()
    }

    fn laid_out(spans: &[Range<u64>], scale: &Scale) -> Vec<Block> {
        let blocks = blocks(spans, Clone::clone, scale);
        for pair in blocks.windows(2) {
            assert!((pair[0].x + pair[0].width - pair[1].x).abs() < 0.01, "boxes tile: {pair:?}");
            assert_eq!(pair[0].spans.end, pair[1].spans.start, "none is left out");
        }
        for block in &blocks {
            assert!(block.x >= 0.0 && block.x + block.width <= scale.width_px + 0.01, "{block:?} in view");
        }
        blocks
    }

    #[test]
    fn two_sends_are_two_boxes_with_a_boundary_between() {
        let spans = tiled(&[5, 6]);
        let scale = Scale::fit(11, 800.0);
        let blocks = laid_out(&spans, &scale);
        assert_eq!(blocks.iter().map(|b| b.width).collect::<Vec<_>>(), [5.0 * 54.0, 6.0 * 54.0]);
        assert_eq!(boundaries(&spans, Clone::clone, &scale), [5, 11]);
        assert_eq!(ticks(&[5, 11], &scale), [0, 5, 11]);
        assert_eq!(scale.detail(), Detail::Hex);
    }

    #[test]
    fn narrow_boxes_are_drawn_together() {
        let spans = tiled(&vec![1; 200_000]);
        let scale = Scale::fit(200_000, 800.0);
        let blocks = laid_out(&spans, &scale);
        assert!(blocks.len() <= 21, "{} boxes", blocks.len());
        let few = laid_out(&tiled(&vec![1; 400]), &Scale::fit(400, 800.0));
        assert_eq!(few.len(), 400, "those that can be told apart stay apart");
        assert_eq!(blocks.last().map(|b| b.spans.end), Some(200_000));
        assert!(boundaries(&spans, Clone::clone, &scale).is_empty());
        assert_eq!(scale.detail(), Detail::Bar);
        assert!(ticks(&[], &scale).len() > 4);
    }

    #[test]
    fn mixed_boxes_tile_at_every_zoom() {
        let lengths: Vec<u64> = (0..3000u64).map(|i| if i % 17 == 0 { 4000 } else { i % 5 + 1 }).collect();
        let spans = tiled(&lengths);
        let mut scale = Scale::fit(spans[2999].end, 640.0);
        for step in 0..40 {
            assert!(laid_out(&spans, &scale).len() < 400);
            scale = scale.zoomed(1.5, 200.0).panned(f64::from(step) * 9.0);
        }
    }

    #[test]
    fn empty_spans_take_no_room() {
        let spans = tiled(&[5, 0, 6, 0]);
        let blocks = blocks(&spans, Clone::clone, &Scale::fit(11, 400.0));
        assert_eq!(blocks.iter().map(|b| b.spans.start).collect::<Vec<_>>(), [0, 2]);
    }

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let scale = Scale::fit(10_000, 800.0);
        let zoomed = scale.zoomed(8.0, 300.0);
        assert!((scale.offset_at(300.0) - zoomed.offset_at(300.0)).abs() < 0.001);
        assert!(zoomed.zoomed(0.0001, 10.0).is_whole());
        assert!(zoomed.panned(1e9).seen().end == 10_000);
        assert_eq!(zoomed.adapted(3, 800.0).seen(), 0..3);
    }

    #[test]
    fn an_empty_stream_has_an_axis() {
        let scale = Scale::fit(0, 0.0);
        assert!(scale.seen().is_empty());
        assert_eq!(ticks(&[], &scale), [0]);
        assert!(laid_out(&[], &scale).is_empty());
    }

    #[test]
    fn bands_do_not_overlap_and_fit_where_there_is_room() {
        for height in [80.0, 140.0, 260.0, 700.0] {
            for count in [5, 6] {
                let bands = Bands::fit(count, &[1, 2, 3, 4], height);
                for i in 1..count {
                    assert!(bands.y(i) >= bands.y(i - 1) + bands.height(i - 1));
                }
                assert!(bands.total_px() <= height.max(190.0) + 0.01, "{count} rulers in {height} px");
            }
        }
    }
}
