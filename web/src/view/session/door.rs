//! The person's own browser as a client: a frame in which it asks the program behind a door, and a link.

use super::received;
use crate::{
    i18n,
    model::{Action, DoorState, Model, OpenDoor},
    view::{
        kit::{buttons::button, classes::classes_if},
        session::ruler::controls,
    },
};
use socketscope_shared::words;
use yew::prelude::*;

/// Connections that are offered at most, the last ones.
const MAX_VISITS: usize = 6;
/// The frame runs no scripts, opens nothing and is of no origin; a page with a form may send it.
const SANDBOX: &str = "allow-forms";

/// A card for each door.
pub fn cards(model: &Model, act: &Callback<Action>) -> Html {
    html! { <>{ for model.doors().iter().map(|door| card(model, act, door)) }</> }
}

fn card(model: &Model, act: &Callback<Action>, door: &OpenDoor) -> Html {
    let lang = model.lang;
    let url = door.state.url();
    let link = url.as_ref().map(|url| {
        let address = url.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let title = i18n::DOOR_TAB.get(lang);
        html! {
            <a href={url.clone()} target="_blank" rel="noopener noreferrer" {title}>{ address }{ " ↗" }<kbd>{ "O" }</kbd></a>
        }
    });
    let again = i18n::DOOR_AGAIN.get(lang);
    let asks = url.is_some() && model.may_control();
    html! {
        <section class={classes!("card", "program", "door", door.turn.then_some("turn"))} key={["door ", &door.port.to_string()].concat()}>
            <h2>
                <em title={words::visitor().get(lang)}>{ words::visitor().get(lang) }</em>{ link }
                <span class="grow"></span>
                if asks { { button("again", again, "↻", act, Action::AskDoor) } }
            </h2>
            { body(model, door) }
            { visits(model, act, door) }
        </section>
    }
}

fn body(model: &Model, door: &OpenDoor) -> Html {
    let lang = model.lang;
    let framed = door.framed.clone().filter(|_| model.may_control() || door.state == DoorState::Shut);
    // Nobody asks what ran long ago: what its visitor received is in the log.
    let over = matches!(door.state, DoorState::NotRunning | DoorState::Shut);
    if let (None, true, Some((stream, bytes)), Some(session)) = (&framed, over, door.answer, &model.session) {
        return received::view(lang, session, stream, bytes);
    }
    let text = match door.state {
        _ if framed.is_some() && !door.early => None,
        _ if framed.is_some() && door.open => Some(i18n::DOOR_UNANSWERED.get(lang).into()),
        _ if framed.is_some() => Some(i18n::door_not_yet(lang, &door.actor, &door.port)),
        DoorState::NotRunning => Some(i18n::door_ready(lang, &door.actor, &door.port)),
        DoorState::NotYet => Some(i18n::door_not_yet(lang, &door.actor, &door.port)),
        DoorState::Open(_) => Some(i18n::DOOR_LINK.get(lang).into()),
        DoorState::Shut => Some(i18n::door_shut(lang, &door.actor)),
    };
    let frame = framed.map(|url| {
        let title = i18n::door_frame(lang, &door.actor);
        // Another key is another frame, which loads again. Before its time it is there, but hidden.
        html! { <iframe key={model.ui.door_asks} src={url} {title} hidden={door.early} sandbox={SANDBOX} referrerpolicy="no-referrer"></iframe> }
    });
    html! { <>{ frame }if let Some(text) = text { <p class="empty">{ text }</p> }</> }
}

/// The connections that came, each a way to its stream.
fn visits(model: &Model, act: &Callback<Action>, door: &OpenDoor) -> Html {
    if door.visits.is_empty() {
        return Html::default();
    }
    // The frame is the browser's, not the log's.
    let behind = door.framed.is_some() && model.session.as_ref().is_some_and(|session| !session.following());
    let first = door.visits.len().saturating_sub(MAX_VISITS);
    let shown = model.current_stream().map(|stream| stream.connection);
    let seg = |(index, stream): (usize, &socketscope_shared::StreamId)| {
        let on = shown == Some(stream.connection);
        let (onclick, title) = controls::choice(model, act, *stream);
        html! {
            <button class={classes_if(&[("seg", true), ("on", on)])} {onclick} {title} aria-pressed={on.to_string()}>{ index + 1 }</button>
        }
    };
    html! {
        <p class="visits">
            { i18n::DOOR_VISITS.get(model.lang) }
            <span class="segs">{ for door.visits.iter().enumerate().skip(first).map(seg) }</span>
            if behind { <small>{ i18n::DOOR_LIVE.get(model.lang) }</small> }
        </p>
    }
}
