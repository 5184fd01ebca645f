//! The two streams of a connection, between the programs: what the kernel holds, and the bytes that travel.

use super::{
    browser, ruler_controls,
    words::{direction_class, end_name},
};
use crate::{
    geometry::{
        glyphs::{Kind, glyphs},
        streams::{Item, Place, State, Tube},
    },
    i18n,
    model::{Action, Model, Pane, Seen, Session},
    view::pane::Measured,
};
use socketscope_shared::{
    ConnectionId, Direction, Language, Side, StreamId,
    clock::PlayState,
    history::StreamHistory,
    reading::Reading,
    timeline::{StepBy, Way},
    words,
    world::Connection,
};
use std::ops::Range;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Height of a tube in px: where there is room, and at least.
const TUBE_PX: (f64, f64) = (46.0, 20.0);
/// Tallest cell of a byte, px.
const CELL_PX: f64 = 28.0;
/// Room above and below a tube, px: in a low pane, and in one that may have large letters.
const WORDS_PX: (f64, f64) = (54.0, 60.0);
/// Lower panes are low, px.
const LOW_PX: f64 = 220.0;
/// Height of the list of connections, px.
const LIST_PX: f64 = 32.0;
/// Width before the page was measured, px.
const DEFAULT_PX: f64 = 320.0;
/// From this width on the tube is drawn larger, px.
const LARGE_PX: f64 = 480.0;
/// How much larger at most.
const MAX_ENLARGED: f64 = 1.6;
/// Connections offered in the list at most.
const MAX_CONNECTIONS: usize = 500;

/// The two tubes of the chosen connection.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let id = model.current_stream().map_or(ConnectionId(0), |stream| stream.connection);
    let tubes = Direction::BOTH.map(|direction| tube(model, StreamId { connection: id, direction }, act));
    let chosen = model.session.as_ref().map(|session| connections(model, session, id, act));
    html! {
        <Measured pane={Pane::Streams} class="streams" act={act.clone()}>
            { chosen }
            { for tubes }
        </Measured>
    }
}

/// The list of connections, where there is more than one.
fn connections(model: &Model, session: &Session, chosen: ConnectionId, act: &Callback<Action>) -> Html {
    let (lang, world) = (model.lang, session.world());
    let all = &world.connections;
    if all.len() < 2 {
        return Html::default();
    }
    let choose = act.reform(|event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        browser::leave_field();
        let stream = |index| StreamId { connection: ConnectionId(index), direction: Direction::ToServer };
        Action::SelectStream(value.parse().ok().map(stream))
    });
    // Where one of many servers is shown, its own.
    let server = model.session_cast().map(|cast| cast.server);
    let belongs = |connection: &Connection| {
        let socket = connection.ends[Side::Server.index()].socket.and_then(|id| world.socket(id));
        server.is_none_or(|server| socket.is_none_or(|socket| socket.actor == server))
    };
    let listed: Vec<_> = (0u32..).zip(all).filter(|(_, connection)| belongs(connection)).collect();
    let count = words::count(listed.len() as u64);
    let options = (1..).zip(listed).take(MAX_CONNECTIONS).map(|(nth, (index, connection)): (u32, _)| {
        let id = ConnectionId(index);
        let name = end_name(lang, session, id, Side::Client);
        let text = format!("{nth}. {name} · {} → {}", connection.addresses[0], connection.addresses[1]);
        html! { <option value={index.to_string()} selected={model.ui.stream.is_some() && id == chosen}>{ text }</option> }
    });
    let here = i18n::stream_at_cursor(lang, &end_name(lang, session, chosen, Side::Client));
    html! {
        <label class="connections">
            { i18n::STREAM_CONNECTION.get(lang) }
            <select class="pill" onchange={choose}>
                <option value="" selected={model.ui.stream.is_none()}>{ here }</option>
                { for options }
            </select>
            <small>{ i18n::stream_connections(lang, &count) }</small>
        </label>
    }
}

/// One direction, from the sender's program to the receiver's.
fn tube(model: &Model, id: StreamId, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let session = model.session.as_ref();
    let leftwards = id.direction == Direction::ToClient;
    let (from, to) = (id.direction.from(), id.direction.to());
    let name = |side| match session {
        Some(session) => end_name(lang, session, id.connection, side),
        None => if side == Side::Client { "client" } else { "server" }.into(),
    };
    let connection = session.and_then(|session| session.world().connection(id.connection));
    let readings = connection.map(|c| [&c.ends[from.index()].reading, &c.ends[to.index()].reading]);
    let limit = |index: usize, of: fn(&Reading) -> u32| {
        readings.and_then(|r| r[index].as_ref()).map_or(0, |reading| u64::from(of(reading)))
    };
    let limits = [limit(0, |r| r.send_limit), limit(1, |r| r.receive_limit)];
    let width_px =
        Some(model.ui.panes.get(Pane::Streams).width_px).filter(|px| *px > 0.0).unwrap_or(DEFAULT_PX);
    let many = session.is_some_and(|session| session.world().connections.len() > 1);
    let size = Size::of(model.ui.panes.get(Pane::Streams), many);
    let tube = Tube { width_px: width_px / size.enlarged, leftwards, limits };
    let captured = session.and_then(Session::info).is_none_or(|info| info.network.captured());
    let after = state(connection, id.direction, captured);
    let counts = connection.map(|c| c.streams[id.direction.index()]).unwrap_or_default();
    let chosen = model.current_stream() == Some(id);
    let (choose, hint) = ruler_controls::choice(model, act, id);
    let arrow = if leftwards { "←" } else { "→" };
    let title = format!("{} {arrow} {}", name(Side::Client), name(Side::Server));
    let ends = match () {
        () if counts.end_seen => Some(i18n::STREAM_END_SEEN),
        () if counts.fin => Some(i18n::STREAM_FIN),
        () if counts.finished => Some(i18n::STREAM_FINISHED),
        () => None,
    };
    let sent = i18n::stream_sent(lang, &bytes(counts.sent));
    let received = i18n::stream_received(lang, &bytes(counts.received));
    let facts = i18n::FROM_CALLS.get(lang);
    html! {
        <div class={classes!("tube", direction_class(id.direction), chosen.then_some("chosen"), leftwards.then_some("leftwards"))}>
            <button class="cap" onclick={choose} title={hint} aria-pressed={chosen.to_string()}>
                <b>{ title }</b>
                <span title={facts}>{ sent }</span>
                <span class="end">{ ends.map(|text| text.get(lang)) }</span>
                <span title={facts}>{ received }</span>
            </button>
            { picture(model, id, &tube, &after, captured, size) }
            <div class="levels">{ for Place::ALL.map(|place| level(lang, &tube, place, &after, readings, captured, size.enlarged)) }</div>
        </div>
    }
}

/// A buffer's name with a number of five digits or more needs this, px.
const LABEL_PX: f64 = 136.0;

/// How a tube is drawn in the room that there is.
#[derive(Clone, Copy)]
struct Size {
    /// Height in px, before it is enlarged.
    tube_px: f64,
    enlarged: f64,
}

impl Size {
    fn of(seen: Seen, many: bool) -> Self {
        if seen.height_px <= 0.0 {
            return Self { tube_px: TUBE_PX.0, enlarged: 1.0 };
        }
        let words_px = if seen.height_px < LOW_PX { WORDS_PX.0 } else { WORDS_PX.1 };
        let room = (seen.height_px - if many { LIST_PX } else { 0.0 }) / 2.0 - words_px;
        let enlarged = (seen.width_px / LARGE_PX).min(room / TUBE_PX.0).clamp(1.0, MAX_ENLARGED);
        Self { tube_px: room.clamp(TUBE_PX.1, TUBE_PX.0), enlarged }
    }

    fn middle(self) -> f64 {
        self.tube_px / 2.0
    }

    /// Top and height of a byte's cell, px.
    fn cell(self) -> (f64, f64) {
        let height = (self.tube_px - 6.0).min(CELL_PX);
        (self.middle() - height / 2.0, height)
    }
}

/// Which bytes are where. Without captured segments, the kernel's reading of the receiver's queue shows what has crossed.
fn state(connection: Option<&Connection>, direction: Direction, captured: bool) -> State {
    let Some(connection) = connection else { return State::default() };
    let stream = &connection.streams[direction.index()];
    let arrived = if captured {
        stream.levels().1
    } else {
        let reading = connection.ends[direction.to().index()].reading.as_ref();
        reading.map_or(0, |r| u64::from(r.receive_queue)).min(stream.in_kernel())
    };
    State { received: stream.received, crossed: stream.received + arrived, sent: stream.accepted() }
}

/// The state that the step to the cursor began with. A step from call to call passes segments: it shows what they did, too.
fn came_from(model: &Model, session: &Session, id: StreamId, captured: bool) -> State {
    let timeline = &session.timeline;
    let by_call = model.ui.snap_to_calls && session.playback.state() == PlayState::Paused;
    let previous = by_call.then(|| timeline.target(timeline.cursor(), Way::Back, StepBy::Call)).flatten();
    match (previous, timeline.history().stream(id)) {
        (Some(previous), Some(history)) if captured => {
            let stream = history.visible(previous);
            let (received, sent) = (stream.received(), stream.bytes.len() as u64);
            let crossed = stream.segments.last().map_or(0, |segment| segment.span.to);
            State { received, crossed: crossed.clamp(received, sent), sent }
        }
        _ => state(timeline.before().connection(id.connection), id.direction, captured),
    }
}

fn picture(model: &Model, id: StreamId, tube: &Tube, after: &State, captured: bool, size: Size) -> Html {
    let session = model.session.as_ref();
    let before = session.map_or(*after, |session| came_from(model, session, id, captured));
    let progress = match session {
        Some(session) if !model.ui.reduced_motion => session.playback.progress(&session.timeline),
        _ => 1.0,
    };
    let history = session.and_then(|session| session.timeline.history().stream(id));
    let items = tube.items(&before, after, f64::from(progress));
    let dividers = Place::ALL.iter().map(|place| tube.compartment(*place).0).filter(|x| *x > 0.0).map(|x| {
        html! { <line x1={px(x)} x2={px(x)} y1="0" y2={px(size.tube_px)} /> }
    });
    let tip = if tube.leftwards { -1.0 } else { tube.width_px + 1.0 };
    let point = if tube.leftwards { -6 } else { 6 };
    let arrow = format!("M{} {}l{point} 5l{} 5z", px(tip), px(size.middle() - 5.0), -point);
    html! {
        <svg width={px(tube.width_px * size.enlarged)} height={px(size.tube_px * size.enlarged)} viewBox={format!("0 0 {} {}", px(tube.width_px), px(size.tube_px))} role="img" aria-label={label(model.lang, after)}>
            <rect class="wall" x="0.75" y="0.75" width={px(tube.width_px - 1.5)} height={px(size.tube_px - 1.5)} rx="12" />
            <g class="dividers">{ for dividers }</g>
            <path class="tip" d={arrow} />
            { for signs(history, items, size) }
        </svg>
    }
}

fn label(lang: Language, state: &State) -> String {
    let count = |place| state.count(place).to_string();
    i18n::stream_label(lang, &count(Place::SendBuffer), &count(Place::ReceiveBuffer))
}

/// The items as boxes, with their bytes.
fn signs(history: Option<&StreamHistory>, items: Vec<Item>, size: Size) -> Vec<Html> {
    let cells: Vec<(u64, f64, f64)> = items
        .iter()
        .filter_map(|item| match item {
            Item::Byte { offset, x, width } => Some((*offset, *x, *width)),
            Item::Bar { .. } => None,
        })
        .collect();
    let mut out: Vec<Html> = Vec::with_capacity(items.len() + 8);
    out.extend(items.iter().filter_map(|item| match item {
        Item::Bar { bytes, x, width } => Some(bar(bytes, *x, *width, size)),
        Item::Byte { .. } => None,
    }));
    let (Some(first), Some(last)) = (cells.iter().map(|c| c.0).min(), cells.iter().map(|c| c.0).max()) else {
        return out;
    };
    let bytes = history.map(|history| history.slice(first, last + 1)).unwrap_or_default();
    for glyph in glyphs(bytes, first, &[]) {
        let own: Vec<_> = cells
            .iter()
            .filter(|c| (glyph.start..glyph.start + u64::from(glyph.len)).contains(&c.0))
            .collect();
        let second = history.is_some_and(|h| sender_parity(h, glyph.start));
        for (offset, x, width) in &own {
            let class = if second { "byte b" } else { "byte" };
            out.push(html! {
                <rect key={*offset} {class} x={px(x + 0.5)} y={px(size.cell().0)} width={px((width - 1.0).max(1.0))} height={px(size.cell().1)} rx="3" />
            });
        }
        if let Some((_, x, width)) = own.first() {
            let middle = x + width * own.len() as f64 / 2.0;
            let narrow = match *width {
                ..9.0 => Some("tight"),
                9.0..12.0 => Some("narrow"),
                _ => None,
            };
            let control = (glyph.kind != Kind::Character).then_some("control");
            let class = classes!("sign", control, narrow);
            out.push(html! { <text key={format!("t{}", glyph.start)} {class} x={px(middle)} y={px(size.middle() + 5.0)}>{ glyph.text }</text> });
        }
    }
    out
}

fn bar(bytes: &Range<u64>, x: f64, width: f64, size: Size) -> Html {
    let count = words::count(bytes.end - bytes.start);
    let text = if width > 70.0 { format!("{count} B") } else { count };
    html! {
        <g key={format!("b{}", bytes.start)}>
            <rect class="byte" x={px(x)} y={px(size.cell().0)} width={px(width.max(2.0))} height={px(size.cell().1)} rx="4" />
            if width > 30.0 { <text class="sign bar" x={px(x + width / 2.0)} y={px(size.middle() + 5.0)}>{ text }</text> }
        </g>
    }
}

/// Whether the byte came with a call of odd place, so that neighbouring calls differ in shade.
pub fn sender_parity(history: &StreamHistory, offset: u64) -> bool {
    let sends = history.visible(u64::MAX).sends;
    sends.partition_point(|span| span.to <= offset) % 2 == 1
}

/// The number below a compartment, and where it comes from.
fn level(
    lang: Language,
    tube: &Tube,
    place: Place,
    state: &State,
    readings: Option<[&Option<Reading>; 2]>,
    captured: bool,
    enlarged: f64,
) -> Html {
    let (x, width) = tube.compartment(place);
    let style = format!("left:{}px;width:{}px", px(x * enlarged), px(width * enlarged));
    let count = words::count(state.count(place));
    // A number is shown whole: where both do not fit, the name is the short one.
    let short = count.len() > 5 && width * enlarged < LABEL_PX;
    let text = match place {
        Place::SendBuffer if short => i18n::stream_send,
        Place::SendBuffer => i18n::stream_send_buffer,
        Place::InFlight => i18n::stream_in_flight,
        Place::ReceiveBuffer if short => i18n::stream_receive,
        Place::ReceiveBuffer => i18n::stream_receive_buffer,
    };
    let inferred = if captured { i18n::FROM_SEGMENTS } else { i18n::FROM_QUEUE };
    let kernel = readings.and_then(|[sender, receiver]| match place {
        Place::SendBuffer => {
            let r = sender.as_ref()?;
            Some(i18n::kernel_send_queue(lang, &words::count(r.send_queue.into()), &limit(r.send_limit)))
        }
        Place::ReceiveBuffer => {
            let r = receiver.as_ref()?;
            Some(i18n::kernel_receive_queue(
                lang,
                &words::count(r.receive_queue.into()),
                &limit(r.receive_limit),
            ))
        }
        Place::InFlight => None,
    });
    let title = match kernel {
        Some(kernel) => format!("{}\n{kernel}", inferred.get(lang)),
        None => inferred.get(lang).to_owned(),
    };
    let filled = state.count(place) > 0;
    html! { <span class={filled.then_some("filled")} {style} {title}>{ text(lang, &count) }</span> }
}

fn limit(bytes: u32) -> String {
    if bytes == 0 { "?".into() } else { words::size(bytes.into()) }
}

/// The exact number of bytes: a lecture counts them.
pub fn bytes(count: u64) -> String {
    format!("{} B", words::count(count))
}

/// A length for an attribute: a tenth of a px is enough, and whole numbers need no code that prints fractions.
pub fn px(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::px;

    #[test]
    fn lengths_have_a_tenth_at_most() {
        let all = [0.0, 3.0, 2.54, -0.26, -6.0, 1e7 + 0.5].map(px);
        assert_eq!(all, ["0", "3", "2.5", "-0.3", "-6", "10000000.5"]);
    }
}
