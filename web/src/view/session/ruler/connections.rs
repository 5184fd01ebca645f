//! Which connection's bytes are seen.

use crate::{
    i18n,
    model::{Action, Model, Session},
    view::kit::{browser, names::end_name},
};
use socketscope_shared::{ConnectionId, Direction, Side, StreamId, words, world::Connection};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Connections offered in the list at most.
const MAX_CONNECTIONS: usize = 500;

/// The list of connections, where there is more than one.
pub fn view(model: &Model, session: &Session, chosen: ConnectionId, act: &Callback<Action>) -> Html {
    let (lang, world) = (model.lang, session.world());
    let all = &world.connections;
    // Where another is still to come, too: its appearance would move the picture.
    if session.timeline.latest().connections.len() < 2 {
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
            <select class="pill" title={here.clone()} onchange={choose}>
                <option value="" selected={model.ui.stream.is_none()}>{ here }</option>
                { for options }
            </select>
            <small>{ i18n::stream_connections(lang, &count) }</small>
        </label>
    }
}
