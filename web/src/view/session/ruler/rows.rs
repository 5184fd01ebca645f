//! The rulers over one axis, as boxes.

use super::{
    canvas::{BOX_PADDING_PX, Canvas, Look, asked, bytes_of},
    pending,
};
use crate::{
    geometry::{
        mono::first_fitting,
        ruler::{Block, blocks, boundaries, ticks},
        within,
    },
    i18n,
    view::kit::units::{self, px},
};
use socketscope_shared::{
    Call, Fact, Outcome,
    framing::Frame,
    history::{SegmentSpan, StreamHistory},
    words,
};
use std::{borrow::Cow, ops::Range};
use yew::prelude::*;

/// A retransmission's mark that is narrower does not hold its words, px.
const NARROW_PX: f64 = 60.0;
/// Marks of retransmissions drawn at most.
const MAX_MARKS: usize = 100;

fn bytes_of_segment(segment: &SegmentSpan) -> Range<u64> {
    bytes_of(&segment.span)
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
    html! { <>{ for canvas.calls(row, canvas.stream.receives, word) }{ urgent(canvas, row) }{ end }{ pending::view(canvas, row) }</> }
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
