//! What the rulers are drawn on, and their boxes.

use crate::{
    geometry::{
        mono::{first_fitting, fitted},
        ruler::{Bands, Block, Scale, blocks},
    },
    i18n,
    model::{Action, Model, Session},
    view::kit::{buttons::click, units::px},
};
use socketscope_shared::{
    Call, Fact, Op, Outcome, StreamId,
    history::{Span, Visible},
    words,
};
use std::ops::Range;
use yew::prelude::*;

/// Right of the axis, for what is shown at the stream's end, px.
pub(super) const END_PX: f64 = 106.0;
/// Left and right of a box's text together, px.
pub(super) const BOX_PADDING_PX: f64 = 18.0;

/// What the rulers are drawn on.
pub struct Canvas<'a> {
    /// The page's state.
    pub model: &'a Model,
    /// The session.
    pub session: &'a Session,
    /// The stream.
    pub id: StreamId,
    /// The stream as of the cursor.
    pub stream: &'a Visible<'a>,
    /// The axis.
    pub scale: &'a Scale,
    /// Heights.
    pub bands: &'a Bands,
    /// Takes a seek.
    pub act: &'a Callback<Action>,
}

/// A box's looks and words.
pub(super) struct Look {
    pub(super) class: Classes,
    pub(super) text: String,
    pub(super) title: String,
    pub(super) seq: Option<u64>,
}

impl Canvas<'_> {
    pub(super) fn boxed(&self, row: usize, x: f64, width: f64, look: Look) -> Html {
        let (y, height) = (self.bands.y(row), self.bands.height(row));
        // Bytes lie below the words.
        let text_y =
            if self.bands.has_bytes(row) { y + self.bands.words_px() } else { y + height / 2.0 + 4.0 };
        let onclick = look.seq.map(|seq| click(self.act, Action::Seek(seq)));
        let shown = self.session.timeline.shown().map(|(seq, _)| seq);
        let current = look.seq.is_some() && look.seq == shown;
        let pointed = look.seq.is_some() && look.seq == self.model.ui.hover;
        let class = classes!("box", look.class, current.then_some("current"), pointed.then_some("hover"));
        // A cut duration reads as another one: it is whole or not there.
        let short = look.text.rsplit_once(" · ").map_or(look.text.as_str(), |(short, _)| short);
        let text = first_fitting(&[&look.text, short], width - BOX_PADDING_PX);
        html! {
            <g {class} {onclick} data-seq={look.seq.map(|seq| seq.to_string())}>
                <title>{ look.title }</title>
                <rect x={px(x + 1.0)} y={px(y)} width={px((width - 2.0).max(1.0))} height={px(height)} rx="6" />
                <text x={px(x + 10.0)} y={px(text_y)}>{ text }</text>
            </g>
        }
    }

    /// How far it is from `x` to the picture's right edge, px.
    pub(super) fn room_after(&self, x: f64) -> f64 {
        self.scale.width_px + END_PX - x
    }

    /// Words on a ruler, outside of a box.
    pub(super) fn words(&self, row: usize, x: f64, class: &'static str, text: String) -> Html {
        let y = match self.bands.has_bytes(row) {
            true => self.bands.y(row) + self.bands.words_px(),
            false => self.bands.y(row) + self.bands.height(row) / 2.0 + 4.0,
        };
        html! { <text class={classes!("words", class)} x={px(x)} y={px(y)}>{ fitted(&text, self.scale.width_px + END_PX - x) }<title>{ text }</title></text> }
    }

    /// A box for each call, or for several where they are narrow.
    pub(super) fn calls(
        &self,
        row: usize,
        spans: &[Span],
        word: fn(&Call, &Outcome, u64) -> String,
    ) -> Vec<Html> {
        let draw = |block: Block| {
            let span = spans[block.spans.start];
            let odd = (block.spans.start % 2 == 1).then_some("b");
            let look = match self.session.timeline.log().get(span.seq).map(|event| &event.fact) {
                Some(Fact::Returned { call, outcome, took_ns, .. }) if block.spans.len() == 1 => Look {
                    class: classes!("call", odd),
                    text: format!("#{} {}", span.seq, word(call, outcome, *took_ns)),
                    title: format!(
                        "{}\n{}",
                        words::call_line(call, Some((outcome, *took_ns)), self.model.lang),
                        i18n::FROM_CALLS.get(self.model.lang)
                    ),
                    seq: Some(span.seq),
                },
                _ => self.many(&block, span.seq, "call"),
            };
            self.boxed(row, block.x, block.width, look)
        };
        blocks(spans, bytes_of, self.scale).into_iter().map(draw).collect()
    }

    pub(super) fn many(&self, block: &Block, seq: u64, class: &'static str) -> Look {
        let count = words::count(block.spans.len() as u64);
        Look {
            class: classes!(class, "many"),
            text: format!("×{count}"),
            title: format!("× {count}"),
            seq: Some(seq),
        }
    }
}

/// What a call moved.
pub(super) fn bytes_of(span: &Span) -> Range<u64> {
    span.from..span.to
}

/// Where calls ended between two offsets.
pub(super) fn near(spans: &[Span], from: u64, to: u64) -> Vec<u64> {
    let first = spans.partition_point(|span| span.to < from);
    spans[first..].iter().map(|span| span.to).take_while(|end| *end <= to).collect()
}

/// What a receiving call asked for.
pub(super) fn asked(call: &Call) -> String {
    match call.op {
        Op::Recv { max_bytes, .. } => format!("{}({max_bytes})", words::api_name(call)),
        _ => words::api_name(call).to_owned(),
    }
}
