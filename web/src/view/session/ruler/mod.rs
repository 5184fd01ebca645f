//! The byte stream: one axis of offsets, and a ruler for each party that cuts the stream its own way.

pub mod canvas;
pub mod connections;
pub mod controls;
pub mod fall;
pub mod frames;
pub mod framing;
pub mod http;
pub mod meters;
pub mod pending;
pub mod rows;

use self::canvas::{Canvas, END_PX};
use self::fall::Fall;
use crate::{
    geometry::{
        mono::fitted,
        ruler::{Bands, Scale},
    },
    i18n,
    model::{Action, Model, Pane, Session, Zoom},
    view::kit::{
        classes::direction_class,
        names::{end_name, stream_name},
        note,
        pane::Measured,
        predict, strips, units, views,
    },
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
const NAMES_PX: f64 = 112.0;

/// Size before the page was measured, px.
const DEFAULT_PX: (f64, f64) = (640.0, 430.0);
/// Room that a picture of ordinary size needs; with more of both it is drawn larger, px.
const ORDINARY_PX: (f64, f64) = (760.0, 430.0);
/// The same for a hall: what is drawn must be read from its back.
const HALL_PX: (f64, f64) = (540.0, 330.0);
/// How much larger at most.
const MAX_ENLARGED: f64 = 2.6;

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
    let connection = shown.map(|(session, id)| connections::view(model, session, id.connection, act));
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
                { controls::directions(model, act) }
                { connection }
                <small class="sub">{ name.map(|_| i18n::ruler_by_offset(model.lang, &units::bytes(length))) }</small>
                <span class="grow"></span>
                if let Some((id, scale)) = scale { { controls::zoom(model.lang, id, scale, act) } }
                { controls::framing(model, act) }
            </h2>
            <div class="pictures">
                <Measured pane={Pane::Ruler} class="axis" act={act.clone()} onwheel={onwheel.unwrap_or_default()}>{ body }</Measured>
                { text }
            </div>
            if let Some((session, id)) = shown { { strips::other(model, session, id, act) } }
            <footer>
                { note::view(model) }
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
    let (wide, high) = if model.present { HALL_PX } else { ORDINARY_PX };
    let asked = f64::from(8 + model.ui.larger) / 8.0;
    let enlarged = ((width / wide).min(height / high) * asked).clamp(1.0, MAX_ENLARGED);
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
    (next != *scale).then(|| controls::zoom_to(id, &next))
}

/// The frames of a stream, and what makes them.
fn framed(model: &Model, session: &Session, id: StreamId, stream: &Visible) -> (Framing, Vec<Frame>) {
    let framing = model.framing(id);
    let history = session.timeline.history().stream(id);
    let frames =
        history.map(|history| framing::frames(session.id, id, &framing, history, stream.bytes.len()));
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
    let (framing, frames) = framed(model, session, id, stream);
    let rows = if framing.is_some() { fall::FRAMES + 1 } else { fall::FRAMES };
    let bands = Bands::fit(rows, fall::WITH_BYTES, height);
    let canvas = Canvas { model, session, id, stream, scale, bands: &bands, act };
    let falls = Fall::new(&canvas);
    let lang = model.lang;
    let who = |side| end_name(lang, session, id.connection, side);
    let names = [
        (who(id.direction.from()), i18n::FALL_SENDS),
        (i18n::FALL_SEND_BUFFER.get(lang).to_owned(), i18n::FALL_KEPT),
        (i18n::FALL_NETWORK.get(lang).to_owned(), i18n::FALL_SEGMENTS),
        (i18n::FALL_RECEIVE_BUFFER.get(lang).to_owned(), i18n::FALL_WAITS),
        (who(id.direction.to()), i18n::FALL_RECEIVES),
        (i18n::RULER_FRAMES.get(lang).to_owned(), i18n::FALL_FRAMES),
    ];
    let name = |(index, (name, about)): (usize, (String, i18n::Message))| {
        let middle = bands.y(index) + bands.height(index) / 2.0;
        html! {
            <>
                <text class="name" x="12" y={units::px(if bands.height(index) >= 22.0 { middle - 1.0 } else { middle + 4.0 })}>{ fitted(&name, NAMES_PX - 10.0) }</text>
                if bands.height(index) >= 22.0 { <text class="about" x="12" y={units::px(middle + 11.0)}>{ about.get(lang) }</text> }
            </>
        }
    };
    // A visitor who came through a door makes calls, too, but they are not recorded.
    let visitor = words::visitor_name(session.timeline.latest(), id.connection);
    let unseen = |row: usize, way: Direction| {
        let name = visitor.filter(|_| id.direction == way)?.get(lang);
        Some(canvas.words(row, 0.0, "absent", i18n::ruler_outside(lang, &name)))
    };
    let width = NAMES_PX + scale.width_px + END_PX;
    let total = bands.total_px();
    html! {
        <svg class={direction_class(id.direction)} width={units::px(width * enlarged)} height={units::px(total * enlarged)} viewBox={format!("0 0 {} {}", units::px(width), units::px(total))}>
            { for names.into_iter().take(rows).enumerate().map(name) }
            <g transform={format!("translate({} 0)", units::px(NAMES_PX))}>
                { falls.levels() }
                { rows::cuts(&canvas, &frames) }
                { unseen(fall::SENDS, Direction::ToServer).unwrap_or_else(|| rows::sends(&canvas, fall::SENDS)) }
                { rows::segments(&canvas, fall::NETWORK) }
                { unseen(fall::RECEIVES, Direction::ToClient).unwrap_or_else(|| rows::receives(&canvas, fall::RECEIVES)) }
                if framing.is_some() { { frames::row(&canvas, fall::FRAMES, &frames, &framing) } }
                { falls.bytes() }
                { falls.meters() }
                { falls.pointers() }
            </g>
        </svg>
    }
}
