//! The byte stream: one axis of offsets, and a ruler for each party that cuts the stream its own way.

use super::{
    frames, http,
    pane::Measured,
    predict, ruler_controls, ruler_frames,
    ruler_rows::{self, Canvas},
    streams, views,
    words::stream_name,
};
use crate::{
    geometry::ruler::{Bands, Scale},
    i18n,
    model::{Action, Model, Pane, Session, Zoom},
};
use socketscope_shared::{
    Direction, StreamId,
    framing::{Frame, Framing},
    history::Visible,
    words,
    world::Role,
};
use yew::prelude::*;

/// Left of the axis, for the rulers' names, px.
const NAMES_PX: f64 = 78.0;
/// Right of the axis, for what is shown at the stream's end, px.
pub(super) const END_PX: f64 = 84.0;
/// Size before the page was measured, px.
const DEFAULT_PX: (f64, f64) = (760.0, 240.0);
/// Room that a picture of ordinary size needs; with more of both it is drawn larger, px.
const ORDINARY_PX: (f64, f64) = (760.0, 250.0);
/// How much larger at most.
const MAX_ENLARGED: f64 = 1.8;
/// Rulers: sends, bytes, segments, frames, receives.
const RULERS: usize = 5;
/// Place of the bytes among them.
const BYTES_AT: usize = 1;

/// The byte stream with its rulers, the lesson's note below it, and the question before the next step.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let shown = model.session.as_ref().and_then(|session| Some((session, model.current_stream()?)));
    let visible = shown.and_then(|(session, id)| {
        let history = session.timeline.history().stream(id)?;
        Some((session, id, history.visible(session.world().cursor)))
    });
    let scale = visible.as_ref().map(|(_, id, stream)| (*id, scale(model, *id, stream)));
    let body = match (&visible, &scale) {
        (Some((session, id, stream)), Some((_, scale))) => picture(model, session, *id, stream, scale, act),
        _ => {
            let datagrams = |session: &Session| {
                let sockets = &session.world().sockets;
                sockets.iter().any(|socket| !socket.stream && socket.role != Role::Epoll)
            };
            let text = match &model.session {
                None => i18n::RULER_EMPTY,
                Some(session) if datagrams(session) => i18n::RULER_DATAGRAMS,
                Some(_) => i18n::RULER_NONE,
            };
            html! { <p class="empty">{ text.get(model.lang) }</p> }
        }
    };
    let text = visible.as_ref().map(|(session, id, stream)| text(model, session, *id, stream));
    let name = shown.map(|(session, id)| stream_name(model.lang, session, id));
    let onwheel = scale.map(|(id, scale)| {
        let (act, enlarged) = (act.clone(), room(model).2);
        Callback::from(move |event: WheelEvent| {
            if let Some(action) = wheel(id, &scale, &event, enlarged) {
                act.emit(action);
            }
        })
    });
    let length = visible.as_ref().map_or(0, |(.., stream)| stream.bytes.len() as u64);
    html! {
        <section class="card ruler" aria-label={i18n::RULER_TITLE.get(model.lang)}>
            <h2>
                { views::switch(model, act) }
                { ruler_controls::directions(model, act) }
                <small class="sub">{ name.map(|_| i18n::ruler_by_offset(model.lang, &streams::bytes(length))) }</small>
                <span class="grow"></span>
                if let Some((id, scale)) = scale { { ruler_controls::zoom(model.lang, id, scale, act) } }
                { ruler_controls::framing(model, act) }
            </h2>
            <div class="pictures">
                <Measured pane={Pane::Ruler} class="axis" act={act.clone()} onwheel={onwheel.unwrap_or_default()}>{ body }</Measured>
                { text }
            </div>
            <footer>
                { note(model) }
                { predict::view(model, act) }
            </footer>
        </section>
    }
}

fn scale(model: &Model, id: StreamId, stream: &Visible) -> Scale {
    let (width, ..) = room(model);
    let axis_px = (width - NAMES_PX - END_PX).max(80.0);
    let whole = Scale::fit(stream.bytes.len() as u64, axis_px);
    match model.ui.zoom.filter(|zoom| zoom.stream == id) {
        None => whole,
        Some(Zoom { first, byte_px, .. }) => {
            Scale { first, byte_px, ..whole }.adapted(whole.len_bytes, axis_px)
        }
    }
}

/// Width and height to lay out for, and how much larger that is drawn.
fn room(model: &Model) -> (f64, f64, f64) {
    let seen = model.ui.panes.get(Pane::Ruler);
    let (width, height) = if seen.width_px > 0.0 { (seen.width_px, seen.height_px) } else { DEFAULT_PX };
    let enlarged = (width / ORDINARY_PX.0).min(height / ORDINARY_PX.1).clamp(1.0, MAX_ENLARGED);
    (width / enlarged, height / enlarged, enlarged)
}

/// The wheel zooms; sideways or with Shift it moves along the stream.
fn wheel(id: StreamId, scale: &Scale, event: &WheelEvent, enlarged: f64) -> Option<Action> {
    let (dx, dy) = (event.delta_x(), event.delta_y());
    let sideways = dx.abs() > dy.abs() || event.shift_key();
    let next = if sideways {
        scale.panned(if dx == 0.0 { dy } else { dx })
    } else {
        // About e to the power of the wheel's turn, without a table of exponents.
        let factor = 1.0 + dy.abs().min(400.0) * 0.0025;
        scale.zoomed(
            if dy < 0.0 { factor } else { 1.0 / factor },
            f64::from(event.offset_x()) / enlarged - NAMES_PX,
        )
    };
    (next != *scale).then(|| ruler_controls::zoom_to(id, &next))
}

/// The frames of a stream, and what makes them.
fn framed(model: &Model, session: &Session, id: StreamId, stream: &Visible) -> (Framing, Vec<Frame>) {
    let framing = model.framing(id);
    let history = session.timeline.history().stream(id);
    let frames = history.map(|history| frames::frames(session.id, id, &framing, history, stream.bytes.len()));
    (framing, frames.unwrap_or_default())
}

/// What people read as text is shown as text, too.
fn text(model: &Model, session: &Session, id: StreamId, stream: &Visible) -> Html {
    match framed(model, session, id, stream) {
        (Framing::Http, frames) => http::view(model.lang, &frames, stream.bytes),
        _ => Html::default(),
    }
}

fn picture(
    model: &Model,
    session: &Session,
    id: StreamId,
    stream: &Visible,
    scale: &Scale,
    act: &Callback<Action>,
) -> Html {
    let (_, height, enlarged) = room(model);
    let bands = Bands::fit(RULERS, BYTES_AT, height);
    let (framing, frames) = framed(model, session, id, stream);
    let canvas = Canvas { model, session, id, stream, scale, bands: &bands, act };
    let names = [
        i18n::RULER_SENDS,
        i18n::RULER_BYTES,
        i18n::RULER_SEGMENTS,
        i18n::RULER_FRAMES,
        i18n::RULER_RECEIVES,
    ];
    let name = |(index, message): (usize, &i18n::Message)| {
        let y = bands.y(index) + bands.height(index) / 2.0 + 4.0;
        html! { <text class="name" x="14" y={streams::px(y)}>{ message.get(model.lang) }</text> }
    };
    // A visitor who came through a door makes calls, too, but they are not recorded.
    let visitor = words::visitor_name(session.timeline.latest(), id.connection);
    let unseen = |row: usize, way: Direction| {
        let name = visitor.filter(|_| id.direction == way)?.get(model.lang);
        Some(canvas.words(row, 0.0, "absent", i18n::ruler_outside(model.lang, &name)))
    };
    let width = NAMES_PX + scale.width_px + END_PX;
    let total = bands.total_px();
    html! {
        <svg class={super::words::direction_class(id.direction)} width={streams::px(width * enlarged)} height={streams::px(total * enlarged)} viewBox={format!("0 0 {} {}", streams::px(width), streams::px(total))}>
            { for names.iter().enumerate().map(name) }
            <g transform={format!("translate({} 0)", streams::px(NAMES_PX))}>
                { ruler_rows::cuts(&canvas, &frames) }
                { unseen(0, Direction::ToServer).unwrap_or_else(|| ruler_rows::sends(&canvas, 0)) }
                { ruler_rows::bytes(&canvas, BYTES_AT) }
                { ruler_rows::segments(&canvas, 2) }
                { ruler_frames::row(&canvas, 3, &frames, &framing) }
                { unseen(4, Direction::ToClient).unwrap_or_else(|| ruler_rows::receives(&canvas, 4)) }
            </g>
        </svg>
    }
}

/// The lesson's note whose moment has passed last.
pub fn note(model: &Model) -> Html {
    let passed = model.session.as_ref().and_then(|session| {
        let lesson = session.info().map(|info| &info.lesson)?;
        let lesson = model.lessons.iter().find(|known| known.id == *lesson)?;
        let cursor = session.world().cursor;
        let moments = lesson.markers.iter().zip(&session.moments.markers);
        // Of many servers, what is said about the one shown.
        let cast = model.session_cast();
        let passed = moments
            .filter(|(_, found)| {
                cast.as_ref().is_none_or(|cast| found.actor.is_some_and(|actor| cast.shown.contains(&actor)))
            })
            .filter_map(|(marker, found)| Some((found.returned.filter(|seq| *seq <= cursor)?, marker)));
        passed.max_by_key(|(seq, _)| *seq).map(|(_, marker)| marker)
    });
    match passed {
        Some(marker) => html! { <p class="note">{ marker.text.get(model.lang) }</p> },
        None => Html::default(),
    }
}
