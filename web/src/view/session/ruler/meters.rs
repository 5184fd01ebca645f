//! How much a kernel holds, beside its level of the picture.

use super::canvas::Canvas;
use crate::{
    i18n,
    view::kit::units::{self, px},
};
use socketscope_shared::words;
use yew::prelude::*;

/// Lower rows have one line of words beside them, px.
const TWO_LINES_PX: f64 = 48.0;

/// A buffer's level.
pub(super) struct Meter {
    pub(super) row: usize,
    pub(super) count: u64,
    /// What the kernel would hold at most, bytes; 0 where that is not known.
    pub(super) limit: u64,
    pub(super) full: bool,
    pub(super) title: String,
}

impl Meter {
    pub(super) fn view(&self, canvas: &Canvas) -> Html {
        let lang = canvas.model.lang;
        let below = match (self.full, self.limit) {
            (true, _) => i18n::FALL_FULL.get(lang).to_owned(),
            (false, 0) => String::new(),
            (false, limit) => i18n::fall_of(lang, &words::count(limit)),
        };
        let part = match self.limit {
            _ if self.full => 1.0,
            0 => 0.0,
            limit => (self.count as f64 / limit as f64).clamp(0.0, 1.0),
        };
        words_beside(canvas, self.row, &units::bytes(self.count), below, &self.title, Some((part, self.full)))
    }
}

/// A count beside a row, words below it, and perhaps how full it is.
pub(super) fn words_beside(
    canvas: &Canvas,
    row: usize,
    count: &str,
    below: String,
    title: &str,
    filled: Option<(f64, bool)>,
) -> Html {
    let (y, height) = (canvas.bands.y(row), canvas.bands.height(row));
    let x = canvas.scale.width_px + 12.0;
    // A FIN has the first line beside the network.
    let (middle, room) = match (filled.is_some(), height >= TWO_LINES_PX) {
        (true, true) => (y + height / 2.0, true),
        (true, false) => (y + height / 2.0 + 6.0, false),
        (false, true) => (y + height - 15.0, true),
        (false, false) => (y + height - 1.0, false),
    };
    let bar = filled.map(|(part, full)| {
        // What is not empty is seen.
        let fill = if part > 0.0 { (height * part).max(2.0) } else { 0.0 };
        html! {
            <g class={classes!("meter", full.then_some("full"))}>
                <rect class="whole" x={px(x)} y={px(y)} width="8" height={px(height)} rx="4" />
                <rect class="part" x={px(x)} y={px(y + height - fill)} width="8" height={px(fill)} rx="3" />
            </g>
        }
    });
    html! {
        <g>
            <title>{ title.to_owned() }</title>
            { bar }
            <text class="count" x={px(x + 14.0)} y={px(middle - 2.0)}>{ count.to_owned() }</text>
            if room { <text x={px(x + 14.0)} y={px(middle + 11.0)}>{ below }</text> }
        </g>
    }
}
