//! The rulers over one axis, as boxes.

use super::{
    parts::click,
    ruler::END_PX,
    ruler_pending,
    units::{self, px},
};
use crate::{
    geometry::{
        mono::{first_fitting, fitted},
        ruler::{Bands, Block, Scale, blocks, boundaries, ticks},
        within,
    },
    i18n,
    model::{Action, Model, Session},
};
use socketscope_shared::{
    Call, Fact, Op, Outcome, StreamId,
    framing::Frame,
    history::{SegmentSpan, Span, StreamHistory, Visible},
    words,
};
use std::{borrow::Cow, ops::Range};
use yew::prelude::*;

/// Left and right of a box's text together, px.
pub(super) const BOX_PADDING_PX: f64 = 18.0;
/// A retransmission's mark that is narrower does not hold its words, px.
const NARROW_PX: f64 = 60.0;
/// Marks of retransmissions drawn at most.
const MAX_MARKS: usize = 100;

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

fn bytes_of(span: &Span) -> Range<u64> {
    span.from..span.to
}

fn bytes_of_segment(segment: &SegmentSpan) -> Range<u64> {
    bytes_of(&segment.span)
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

    fn calls(&self, row: usize, spans: &[Span], word: fn(&Call, &Outcome, u64) -> String) -> Vec<Html> {
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

/// Calls that sent, and where the sender ended the stream.
pub fn sends(canvas: &Canvas, row: usize) -> Html {
    let word = |call: &Call, outcome: &Outcome, took_ns: u64| {
        let offered = call.op.offered_bytes();
        let accepted = match outcome {
            Outcome::Sent { len_bytes } if *len_bytes == offered => "ok".into(),
            Outcome::Sent { len_bytes } => words::count(*len_bytes),
            _ => "?".into(),
        };
        format!(
            "{}({}) → {accepted} · {}",
            words::api_name(call),
            words::count(offered),
            words::duration(took_ns)
        )
    };
    let end = canvas.stream.finished.filter(|_| at_end(canvas)).map(|mark| {
        canvas.words(
            row,
            canvas.scale.x(mark.offset) + 8.0,
            "mark",
            i18n::RULER_CLOSED.get(canvas.model.lang).into(),
        )
    });
    html! { <>{ for canvas.calls(row, canvas.stream.sends, word) }{ end }</> }
}

fn at_end(canvas: &Canvas) -> bool {
    canvas.scale.seen().end >= canvas.scale.len_bytes
}

/// Whether the byte came with a call of odd place, so that neighbouring calls differ in shade.
pub(super) fn sender_parity(history: &StreamHistory, offset: u64) -> bool {
    let sends = history.visible(u64::MAX).sends;
    sends.partition_point(|span| span.to <= offset) % 2 == 1
}

/// Where calls ended between two offsets.
pub(super) fn near(spans: &[Span], from: u64, to: u64) -> Vec<u64> {
    let first = spans.partition_point(|span| span.to < from);
    spans[first..].iter().map(|span| span.to).take_while(|end| *end <= to).collect()
}

/// Captured segments with payload.
pub fn segments(canvas: &Canvas, row: usize) -> Html {
    let lang = canvas.model.lang;
    let captured = canvas.session.info().is_none_or(|info| info.network.captured());
    if !captured {
        return canvas.words(row, 0.0, "absent", i18n::RULER_NOT_CAPTURED.get(lang).into());
    }
    // Retransmissions lie over what was there before; they are marks, not boxes.
    let all = canvas.stream.segments;
    let repeated = canvas
        .session
        .world()
        .stream(canvas.id.connection, canvas.id.direction)
        .map_or(0, |s| s.retransmissions);
    let (first, again): (Cow<[SegmentSpan]>, Vec<SegmentSpan>) = if repeated == 0 {
        (all.into(), Vec::new())
    } else {
        let (again, first): (Vec<_>, Vec<_>) = all.iter().partition(|segment| segment.retransmission);
        (first.into(), again)
    };
    let draw = |block: Block| {
        let segment = first[block.spans.start];
        let look = match canvas.session.timeline.log().get(segment.span.seq).map(|event| &event.fact) {
            Some(Fact::Segment(captured)) if block.spans.len() == 1 => Look {
                class: classes!("segment"),
                text: format!(
                    "#{} {} · {}",
                    segment.span.seq,
                    units::bytes(captured.len_bytes.into()),
                    captured.flags.names()
                ),
                title: format!(
                    "{}\n{}",
                    words::segment(captured, canvas.session.world(), lang),
                    i18n::FROM_CAPTURE.get(lang)
                ),
                seq: Some(segment.span.seq),
            },
            _ => canvas.many(&block, segment.span.seq, "segment"),
        };
        canvas.boxed(row, block.x, block.width, look)
    };
    let boxes: Vec<Html> = blocks(&first, bytes_of_segment, canvas.scale).into_iter().map(draw).collect();
    let in_view = |segment: &&SegmentSpan| {
        canvas.scale.x(segment.span.to) > 0.0 && canvas.scale.x(segment.span.from) < canvas.scale.width_px
    };
    let marks = again.iter().filter(in_view).take(MAX_MARKS).map(|segment| {
        let x = canvas.scale.x(segment.span.from).max(0.0);
        let width = canvas.scale.x(segment.span.to).min(canvas.scale.width_px) - x;
        let text = i18n::RULER_RETRANSMITTED.get(lang);
        let look = Look {
            class: classes!("again"),
            text: format!("↻ #{} {text}", segment.span.seq),
            title: format!("{text}\n{}", i18n::FROM_CAPTURE.get(lang)),
            seq: Some(segment.span.seq),
        };
        canvas.boxed(row, x, width, look)
    });
    let fin = canvas.stream.fin.filter(|_| at_end(canvas)).map(|mark| {
        canvas.words(row, canvas.scale.x(mark.offset) + 8.0, "mark", format!("#{} FIN", mark.seq))
    });
    // A last one that is too narrow for words has them beside it.
    let last = again.last().filter(|last| {
        let from = canvas.scale.x(last.span.from).max(0.0);
        fin.is_none()
            && first.last().is_none_or(|first| first.span.to <= last.span.to)
            && canvas.scale.x(last.span.to) - from < NARROW_PX
    });
    let beside = last.map(|last| {
        let text = format!("↻ #{} {}", last.span.seq, i18n::RULER_RETRANSMITTED.get(lang));
        canvas.words(row, canvas.scale.x(last.span.to) + 8.0, "mark error", text)
    });
    html! { <>{ for boxes }{ for marks }{ beside }{ fin }</> }
}

/// Calls that received, the one to come, and where the receiver learned of the end.
pub fn receives(canvas: &Canvas, row: usize) -> Html {
    let word = |call: &Call, outcome: &Outcome, took_ns: u64| {
        let got = match outcome {
            Outcome::Received { data, .. } => units::bytes(data.len() as u64),
            _ => "?".into(),
        };
        format!("{} → {got} · {}", asked(call), words::duration(took_ns))
    };
    let end = canvas.stream.end_seen.filter(|_| at_end(canvas)).map(|mark| {
        canvas.words(row, canvas.scale.x(mark.offset) + 8.0, "mark", format!("#{} → b\"\"", mark.seq))
    });
    html! { <>{ for canvas.calls(row, canvas.stream.receives, word) }{ urgent(canvas, row) }{ end }{ ruler_pending::view(canvas, row) }</> }
}

/// Urgent bytes that were received on their own (MSG_OOB).
fn urgent(canvas: &Canvas, row: usize) -> Html {
    let draw = |block: Block| {
        let span = canvas.stream.urgent[block.spans.start];
        let fact = canvas.session.timeline.log().get(span.seq).map(|event| &event.fact);
        let Some(Fact::Returned { call, outcome, took_ns, .. }) = fact else { return Html::default() };
        let line = words::call_line(call, Some((outcome, *took_ns)), canvas.model.lang);
        let title = [&line, i18n::FROM_CALLS.get(canvas.model.lang)].join("\n");
        let whole = format!("#{} {}", span.seq, words::arguments(call));
        let text = first_fitting(&[&whole, "OOB"], block.width - BOX_PADDING_PX);
        canvas.boxed(
            row,
            block.x,
            block.width,
            Look { class: classes!("urgent"), text, title, seq: Some(span.seq) },
        )
    };
    html! { <>{ for blocks(canvas.stream.urgent, bytes_of, canvas.scale).into_iter().map(draw) }</> }
}

pub(super) fn asked(call: &Call) -> String {
    match call.op {
        Op::Recv { max_bytes, .. } => format!("{}({max_bytes})", words::api_name(call)),
        _ => words::api_name(call).to_owned(),
    }
}

/// Boundaries through all rulers, and the offsets below.
pub fn cuts(canvas: &Canvas, frames: &[Frame]) -> Html {
    let scale = canvas.scale;
    let (top, bottom) = (canvas.bands.top_px - 3.0, canvas.bands.bottom_px() + 3.0);
    let sends = boundaries(canvas.stream.sends, bytes_of, scale);
    let receives = boundaries(canvas.stream.receives, bytes_of, scale);
    let frames = boundaries(frames, |frame| frame.from..frame.to, scale);
    let line = |offset: &u64, class: &'static str| {
        let x = px(scale.x(*offset));
        html! { <line {class} x1={x.clone()} x2={x} y1={px(top)} y2={px(bottom)} /> }
    };
    let inner = |offset: &&u64| **offset > 0 && **offset < scale.len_bytes;
    let lines = sends.iter().filter(inner).map(|o| line(o, "cut send"));
    let only = |offset: &&u64| inner(offset) && !sends.contains(offset);
    let lines = lines.chain(receives.iter().filter(only).map(|o| line(o, "cut recv")));
    let mut offsets: Vec<u64> = sends.iter().chain(&receives).chain(&frames).copied().collect();
    offsets.sort_unstable();
    offsets.dedup();
    let tick = |offset: u64| {
        let y = px(bottom + 10.0);
        html! { <text class="tick" x={px(within(scale.x(offset), 0.0, scale.width_px))} {y}>{ words::count(offset) }</text> }
    };
    html! { <g class="cuts">{ for lines }{ for ticks(&offsets, scale).into_iter().map(tick) }</g> }
}
