//! The bytes of the chosen stream as hexadecimal and text, with the boundaries of the calls that moved them.

use crate::{
    geometry::{
        glyphs::{Glyph, Kind, glyphs},
        rows::Rows,
    },
    i18n,
    model::{Action, Model, Pane},
    view::{
        kit::{
            classes::{classes_if, direction_class},
            pane::Measured,
            units::px,
        },
        session::ruler::controls,
    },
};
use socketscope_shared::history::{Span, Visible};
use yew::prelude::*;

/// Bytes of a row.
const ROW_BYTES: usize = 8;
/// Height of a row in px, as in the style sheet.
const ROW_PX: f64 = 22.0;

/// The bytes of the chosen stream.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let stream = model.session.as_ref().zip(model.current_stream()).and_then(|(session, id)| {
        let history = session.timeline.history().stream(id)?;
        Some((id, history.visible(session.world().cursor)))
    });
    let Some((id, stream)) = stream.filter(|(_, stream)| !stream.bytes.is_empty()) else {
        return html! {
            <div class="bytes-tab">
                <div class="choose">{ controls::directions(model, act) }</div>
                <p class="empty">{ i18n::BYTES_EMPTY.get(lang) }</p>
            </div>
        };
    };
    let seen = model.ui.panes.get(Pane::Bytes);
    let rows = Rows::new(stream.bytes.len().div_ceil(ROW_BYTES), ROW_PX, seen.height_px);
    let lines = rows.seen(seen.scroll_px).map(|index| line(&stream, index));
    let style = format!("height:{}px", px(rows.list_px()));
    let offset = format!("transform:translateY({}px)", px(rows.offset_px(seen.scroll_px)));
    html! {
        <div class={classes!("bytes-tab", direction_class(id.direction))}>
            <div class="choose">{ controls::directions(model, act) }</div>
            <Measured pane={Pane::Bytes} class="dump" act={act.clone()}>
                <div {style}><div style={offset}>{ for lines }</div></div>
            </Measured>
            <p class="hint legend">
                <span class="by-send">{ i18n::BYTES_BY_SEND.get(lang) }</span>
                <span class="by-recv">{ i18n::BYTES_BY_RECV.get(lang) }</span>
                <span class="waiting">{ i18n::BYTES_WAITING.get(lang) }</span>
            </p>
        </div>
    }
}

fn line(stream: &Visible, index: usize) -> Html {
    let start = index * ROW_BYTES;
    let end = (start + ROW_BYTES).min(stream.bytes.len());
    // Characters that lie across rows are whole all the same.
    let (from, to) = (start.saturating_sub(3), (end + 3).min(stream.bytes.len()));
    let cuts: Vec<u64> = near(stream.receives, from as u64, to as u64);
    let signs = glyphs(&stream.bytes[from..to], from as u64, &cuts);
    let received = stream.received();
    let cell = |offset: usize| {
        let at = offset as u64;
        classes_if(&[
            ("sent", begins(stream.sends, at)),
            ("recv", begins(stream.receives, at)),
            ("odd", stream.sends.partition_point(|span| span.to <= at) % 2 == 1),
            ("waiting", at >= received),
        ])
    };
    let hex = (start..end).map(|offset| {
        html! { <span class={classes!("hex", cell(offset))}>{ format!("{:02x}", stream.bytes[offset]) }</span> }
    });
    let text = (start..end).map(|offset| {
        let sign = signs.iter().find(|sign| sign.start == offset as u64);
        let kind = sign.map(|sign| sign.kind).unwrap_or(Kind::Character);
        let other = (kind != Kind::Character).then_some("control");
        let wide = sign.and_then(|sign| (sign.len > 1).then_some("wide"));
        // Caret notation, ^A, is two letters in the place of one.
        let caret = sign.and_then(|sign| (sign.text.chars().count() > 1).then_some("caret"));
        html! { <span class={classes!("chr", other, wide, caret, cell(offset))}>{ sign.map(shown) }</span> }
    });
    html! {
        <div class="row" key={index}>
            <i>{ start }</i>
            <span class="hexes">{ for hex }</span>
            <span class="text">{ for text }</span>
        </div>
    }
}

fn shown(glyph: &Glyph) -> String {
    glyph.text.clone()
}

/// Whether a call's bytes begin here, and not the stream's.
fn begins(spans: &[Span], offset: u64) -> bool {
    let index = spans.partition_point(|span| span.to <= offset);
    offset > 0 && spans.get(index).is_some_and(|span| span.from == offset)
}

fn near(spans: &[Span], from: u64, to: u64) -> Vec<u64> {
    let first = spans.partition_point(|span| span.to < from);
    spans[first..].iter().map(|span| span.to).take_while(|end| *end <= to).collect()
}
