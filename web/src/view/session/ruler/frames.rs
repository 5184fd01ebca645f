//! The ruler of frames: what the chosen framing makes of the bytes.

use super::canvas::{BOX_PADDING_PX, Canvas, Look};
use crate::{
    geometry::{
        mono::width_px,
        ruler::{Block, blocks},
    },
    i18n,
    view::kit::units::{self, px},
};
use socketscope_shared::{
    framing::{Frame, FrameError, FrameKind, Framing, Missing},
    words,
};
use std::ops::Range;
use yew::prelude::*;

/// Frames as the chosen framing has them.
pub fn row(canvas: &Canvas, row: usize, frames: &[Frame], framing: &Framing) -> Html {
    let lang = canvas.model.lang;
    if !framing.is_some() {
        return canvas.words(row, 0.0, "absent", i18n::RULER_NO_FRAMING.get(lang).into());
    }
    let draw = |block: Block| {
        let frame = frames[block.spans.start];
        let length = |from: u64, to: u64| units::bytes(to - from);
        if block.spans.len() > 1 {
            let look = Look { seq: None, ..canvas.many(&block, 0, "frame") };
            return canvas.boxed(row, block.x, block.width, look);
        }
        let words = match frame.kind {
            FrameKind::Complete if *framing == Framing::Http => i18n::frame_http(
                lang,
                &length(frame.from, frame.body_from),
                &length(frame.body_from, frame.body_to),
            ),
            FrameKind::Complete if frame.body_from > frame.from => i18n::frame_prefixed(
                lang,
                &(frame.body_from - frame.from),
                &length(frame.body_from, frame.body_to),
            ),
            FrameKind::Complete => length(frame.body_from, frame.body_to),
            FrameKind::Partial(Missing::Header { bytes }) => {
                i18n::frame_needs_header(lang, &words::count(bytes))
            }
            FrameKind::Partial(Missing::Body { bytes }) => i18n::frame_needs(lang, &words::count(bytes)),
            FrameKind::Partial(Missing::Delimiter) => i18n::FRAME_NEEDS_DELIMITER.get(lang).into(),
            FrameKind::Partial(Missing::Head) => i18n::FRAME_NEEDS_HEAD.get(lang).into(),
            FrameKind::Partial(Missing::Close) => i18n::FRAME_NEEDS_CLOSE.get(lang).into(),
            FrameKind::Error(FrameError::NotHttp) => i18n::FRAME_NOT_HTTP.get(lang).into(),
            FrameKind::Error(FrameError::NoLength) => i18n::FRAME_NO_LENGTH.get(lang).into(),
            FrameKind::Error(FrameError::TooLong { len_bytes }) if *framing == Framing::Http => {
                i18n::frame_too_long(lang, &words::count(len_bytes))
            }
            FrameKind::Error(error) => {
                let header = canvas
                    .stream
                    .bytes
                    .get(frame.from as usize..frame.body_from as usize)
                    .unwrap_or_default();
                let number = match error {
                    FrameError::TooLong { len_bytes } => words::count(len_bytes),
                    FrameError::Negative { len_bytes } => {
                        format!("−{}", words::count(len_bytes.unsigned_abs()))
                    }
                    FrameError::NotHttp | FrameError::NoLength => String::new(),
                };
                i18n::frame_misread(lang, &socketscope_shared::bytes::visible(header, 8), &number)
            }
        };
        let (class, width) = match frame.kind {
            FrameKind::Complete => ("frame", block.width),
            FrameKind::Partial(_) => ("frame partial", block.width),
            FrameKind::Error(_) => ("frame misread", canvas.scale.x(frame.body_from) - block.x),
        };
        let inside = width_px(&words) <= width - BOX_PADDING_PX;
        let complete = frame.kind == FrameKind::Complete;
        let text = if inside || complete { words.clone() } else { String::new() };
        let look = Look {
            class: classes!(class),
            text,
            title: format!("{words}\n{}", i18n::FROM_FRAMING.get(lang)),
            seq: None,
        };
        let header = (complete && frame.body_from > frame.from).then(|| header(canvas, row, &frame));
        let outside = (!inside && !complete).then(|| {
            let class = if matches!(frame.kind, FrameKind::Error(_)) { "error" } else { "partial" };
            canvas.words(row, block.x + width.max(0.0) + 8.0, class, words.clone())
        });
        html! { <>{ header }{ canvas.boxed(row, block.x, width.max(3.0), look) }{ outside }</> }
    };
    html! { <>{ for blocks(frames, bytes_of_frame, canvas.scale).into_iter().map(draw) }</> }
}

/// The part of a frame's box that is its length.
fn header(canvas: &Canvas, row: usize, frame: &Frame) -> Html {
    let x = canvas.scale.x(frame.from).max(0.0);
    let width = canvas.scale.x(frame.body_from) - x;
    let (y, height) = (canvas.bands.y(row), canvas.bands.height(row));
    html! { <rect class="header" x={px(x + 1.0)} y={px(y)} width={px((width - 1.0).max(0.0))} height={px(height)} rx="6" /> }
}

fn bytes_of_frame(frame: &Frame) -> Range<u64> {
    frame.from..frame.to
}
