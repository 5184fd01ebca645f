//! Streams at a glance: what is in the send buffer, on the network and in the receive buffer of each, in a line.

use super::{
    buttons::click,
    classes::{classes_if, direction_class},
    names::{end_name, stream_name},
    units,
};
use crate::{
    geometry::fall::{Level, written},
    i18n,
    model::{Action, Model, Session, StageView},
};
use socketscope_shared::{
    ActorId, Direction, Side, StreamId,
    bytes::visible,
    world::{Connection, Positions},
};
use std::ops::Range;
use yew::prelude::*;

/// More bytes than these are a number, not text.
const TEXT_BYTES: u64 = 14;
/// Connections in view at most: those of the last that were made.
const MAX_STRIPS: usize = 40;

/// The stream of the other direction, below the one that is shown whole. It opens when it is pressed.
pub fn other(model: &Model, session: &Session, shown: StreamId, act: &Callback<Action>) -> Html {
    let direction = shown.direction.to().sends();
    let id = StreamId { direction, ..shown };
    let title = stream_name(model.lang, session, id);
    let sent = session.world().stream(id.connection, direction).is_some_and(|stream| stream.accepted() > 0);
    if !sent {
        return html! { <p class={classes!("strip", direction_class(direction))}><b>{ title }</b><span class="hint">{ i18n::STRIP_EMPTY.get(model.lang) }</span></p> };
    }
    html! {
        <button type="button" class={classes!("strip", direction_class(direction))} onclick={click(act, Action::SelectStream(Some(id)))}>
            <b>{ title }</b>{ levels(model, session, id) }
        </button>
    }
}

/// All connections of a server, both directions of each; the one whose turn it is stands out.
pub fn all(model: &Model, session: &Session, server: ActorId, act: &Callback<Action>) -> Html {
    let world = session.world();
    let of_server = |connection: &&Connection| {
        let socket = connection.ends[Side::Server.index()].socket.and_then(|id| world.socket(id));
        socket.is_none_or(|socket| socket.actor == server)
    };
    let current = model.current_stream().map(|stream| stream.connection);
    let known = (0u32..).map(socketscope_shared::ConnectionId).zip(&world.connections);
    let listed: Vec<_> = known.filter(|(_, connection)| of_server(connection)).map(|(id, _)| id).collect();
    let row = |id: &socketscope_shared::ConnectionId| {
        let stream = |direction| StreamId { connection: *id, direction };
        let onclick = {
            let choose = click(act, Action::SelectStream(Some(stream(Direction::ToServer))));
            let show = click(act, Action::ShowView(StageView::Bytes));
            Callback::from(move |event: MouseEvent| {
                choose.emit(event.clone());
                show.emit(event);
            })
        };
        let directions = Direction::BOTH.map(|direction| {
            html! { <span class={direction_class(direction)}>{ levels(model, session, stream(direction)) }</span> }
        });
        html! {
            <button key={id.0} type="button" class={classes!("strip", classes_if(&[("on", current == Some(*id))]))} {onclick}>
                <b>{ end_name(model.lang, session, *id, Side::Client) }</b>{ for directions }
            </button>
        }
    };
    if listed.is_empty() {
        return Html::default();
    }
    let hidden = listed.len().saturating_sub(MAX_STRIPS);
    html! {
        <section class="strips" aria-label={i18n::STRIPS.get(model.lang)}>
            <div class="strip heads"><b></b>{ for [Direction::ToServer, Direction::ToClient].map(|way| heads(model, way)) }</div>
            { for listed[hidden..].iter().map(row) }
        </section>
    }
}

fn heads(model: &Model, direction: Direction) -> Html {
    let names = [i18n::FALL_SEND_BUFFER, i18n::FALL_NETWORK, i18n::FALL_RECEIVE_BUFFER];
    let arrow = if direction == Direction::ToServer { "→" } else { "←" };
    html! { <span class={direction_class(direction)}>{ for names.map(|name| html! { <i title={name.get(model.lang)}>{ name.get(model.lang) }</i> }) }<em>{ arrow }</em></span> }
}

fn levels(model: &Model, session: &Session, id: StreamId) -> Html {
    let Some(connection) = session.world().connection(id.connection) else { return Html::default() };
    let stream = &connection.streams[id.direction.index()];
    let at = stream.positions();
    let lang = model.lang;
    // What the kernel keeps until it is acknowledged is in its buffer still.
    let kept = |at: &Positions| at.acknowledged.min(at.accepted)..at.accepted;
    let captured = session.info().is_none_or(|info| info.network.captured());
    let unsent = if captured { kept(&at) } else { Level::SendBuffer.bytes(&at) };
    let waits = if stream.discarded { at.arrived..at.arrived } else { Level::ReceiveBuffer.bytes(&at) };
    let cell = |bytes: Range<u64>, name: i18n::Message| {
        let count = bytes.end.saturating_sub(bytes.start);
        let history = session.timeline.history().stream(id);
        let text = match history {
            Some(history) if (1..=TEXT_BYTES).contains(&count) => {
                visible(history.slice(bytes.start, bytes.end), 24)
            }
            _ if count == 0 => String::new(),
            _ => units::bytes(count),
        };
        let title = format!("{} · {}", name.get(lang), units::bytes(count));
        html! { <i class={(count > 0).then_some("filled")} {title}>{ text }</i> }
    };
    html! {
        <span class="levels" data-at={written(&at)}>
            { cell(unsent, i18n::FALL_SEND_BUFFER) }
            { cell(Level::Network.bytes(&at), i18n::FALL_NETWORK) }
            { cell(waits, i18n::FALL_RECEIVE_BUFFER) }
        </span>
    }
}
