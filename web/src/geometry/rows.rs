//! Which rows of a long list are seen.

use super::within;
use std::ops::Range;

/// Tallest element in px that every browser lays out exactly.
const MAX_LIST_PX: f64 = 8_000_000.0;
/// Taller than any screen, px: a page without its style sheet must not draw every row.
const MAX_VIEW_PX: f64 = 4_500.0;
/// Rows beyond the seen ones, so that a quick scroll shows no gap.
const OVERSCAN: usize = 6;

/// A list of equally high rows that scrolls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rows {
    /// How many there are.
    pub count: usize,
    /// Height of one in px.
    pub row_px: f64,
    /// Height of the part that is seen, px.
    pub view_px: f64,
}

impl Rows {
    /// A list of which `view_px` are seen; a usual height where that was not measured yet.
    pub fn new(count: usize, row_px: f64, view_px: f64) -> Self {
        let view_px = if view_px > 0.0 { view_px.min(MAX_VIEW_PX) } else { 400.0 };
        Self { count, row_px, view_px }
    }

    /// Height of the scrolled element in px. Past a limit of the browsers, scrolling covers more rows per px.
    pub fn list_px(&self) -> f64 {
        (self.count as f64 * self.row_px).min(MAX_LIST_PX)
    }

    /// The rows to draw when scrolled down by `scroll_px`.
    pub fn seen(&self, scroll_px: f64) -> Range<usize> {
        let top = self.top_px(scroll_px);
        let first = (top / self.row_px) as usize;
        let last = ((top + self.view_px) / self.row_px).ceil() as usize;
        first.saturating_sub(OVERSCAN).min(self.count)..last.saturating_add(OVERSCAN).min(self.count)
    }

    /// Where the first row of [`Rows::seen`] is drawn, px from the list's top.
    pub fn offset_px(&self, scroll_px: f64) -> f64 {
        let first = self.seen(scroll_px).start as f64 * self.row_px;
        (first - self.top_px(scroll_px) + self.scroll_px(scroll_px)).max(0.0)
    }

    /// The scroll position in px that shows `row`, or `None` where `scroll_px` shows it already.
    pub fn reveal(&self, row: usize, scroll_px: f64) -> Option<f64> {
        let (top, row_top) = (self.top_px(scroll_px), row as f64 * self.row_px);
        if row_top >= top && row_top + self.row_px <= top + self.view_px {
            return None;
        }
        let wanted = within(row_top - self.view_px / 2.0, 0.0, self.hidden_px());
        Some(if self.hidden_px() > 0.0 { wanted / self.hidden_px() * self.scrollable_px() } else { 0.0 })
    }

    /// Px of rows that are above the seen part.
    fn top_px(&self, scroll_px: f64) -> f64 {
        if self.scrollable_px() <= 0.0 {
            return 0.0;
        }
        self.scroll_px(scroll_px) / self.scrollable_px() * self.hidden_px()
    }

    fn scroll_px(&self, scroll_px: f64) -> f64 {
        within(scroll_px, 0.0, self.scrollable_px())
    }

    fn scrollable_px(&self) -> f64 {
        (self.list_px() - self.view_px).max(0.0)
    }

    fn hidden_px(&self) -> f64 {
        (self.count as f64 * self.row_px - self.view_px).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(count: usize) -> Rows {
        Rows::new(count, 19.0, 190.0)
    }

    #[test]
    fn draws_only_what_is_seen() {
        assert_eq!(rows(3).seen(0.0), 0..3);
        assert_eq!(rows(1000).seen(0.0), 0..16);
        assert_eq!(rows(1000).seen(1900.0), 94..116);
        assert!(rows(0).seen(50.0).is_empty());
        assert!(Rows::new(100_000, 19.0, 1e9).seen(0.0).len() < 300, "as tall as its list");
    }

    #[test]
    fn the_end_is_reached_however_long_the_list() {
        for count in [5, 500, 1_000_000, 50_000_000] {
            let rows = rows(count);
            let end = rows.list_px() - rows.view_px;
            assert_eq!(rows.seen(end).end, count, "{count} rows");
            let bottom = rows.offset_px(end) + rows.seen(end).len() as f64 * rows.row_px;
            assert!(count < 10 || (bottom - rows.list_px()).abs() < 1.0, "{count} rows end at {bottom}");
        }
    }

    #[test]
    fn revealing_a_row_brings_it_into_view() {
        for count in [20, 5_000, 3_000_000] {
            let rows = rows(count);
            for row in [0, count / 3, count - 1] {
                let scroll = rows.reveal(row, rows.list_px()).unwrap_or(rows.list_px());
                assert!(rows.seen(scroll).contains(&row), "row {row} of {count}");
                assert_eq!(rows.reveal(row, scroll), None);
            }
        }
    }
}
