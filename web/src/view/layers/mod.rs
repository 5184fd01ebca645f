//! Layers: the models side by side, one frame header by header, and what all headers cost.

pub mod message;
pub mod models;
pub mod sums;

use crate::{
    geometry::frame::Place,
    i18n::{self, Message},
    model::{Action, LayersPart, Model},
    view::kit::{
        buttons::{button, click},
        classes::classes_if,
        note, predict, views,
    },
};
use socketscope_shared::words;
use yew::prelude::*;

/// The view, the lesson's note below it, and the question before the next step.
pub fn card(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let place = model.session.as_ref().map(|session| Place::of(&session.timeline, model.ui.hover));
    let part = model.layers_part();
    let body = match (part, &model.session, place.as_ref().and_then(|place| place.seq)) {
        (LayersPart::Models, ..) => models::view(lang),
        (_, None, _) => empty(model, i18n::LAYERS_RUN),
        (_, Some(session), _) if session.info().is_some_and(|info| !info.network.captured()) => {
            empty(model, i18n::NOT_CAPTURED)
        }
        (_, Some(_), None) => empty(model, i18n::LAYERS_NONE),
        (LayersPart::Message, Some(session), Some(seq)) => message::view(model, session, seq, act),
        (LayersPart::Sums, Some(session), Some(seq)) => sums::view(model, session, seq),
    };
    let parts = [
        (LayersPart::Models, i18n::LAYERS_MODELS),
        (LayersPart::Message, i18n::LAYERS_MESSAGE),
        (LayersPart::Sums, i18n::LAYERS_SUMS),
    ];
    let seg = |(this, name): (LayersPart, Message)| {
        let on = this == part;
        let onclick = click(act, Action::ShowPart(this));
        html! {
            <button class={classes_if(&[("seg", true), ("on", on)])} {onclick} aria-pressed={on.to_string()}>{ name.get(lang) }</button>
        }
    };
    html! {
        <section class="card layers" aria-label={i18n::LAYERS.get(lang)}>
            <h2>
                { views::switch(model, act) }
                <span class="segs views">{ for parts.map(seg) }</span>
                <span class="grow"></span>
                { for place.filter(|place| place.all > 0).map(|place| places(model, &place, act)) }
            </h2>
            { body }
            <footer>{ note::view(model) }{ predict::view(model, act) }</footer>
        </section>
    }
}

fn empty(model: &Model, message: Message) -> Html {
    html! { <p class="empty">{ message.get(model.lang) }</p> }
}

/// Which segment is shown; to the next, the previous.
fn places(model: &Model, place: &Place, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    let step = |text: &str, title: Message, to: Option<u64>| {
        let Some((seq, session)) = to.zip(model.session.as_ref()) else {
            return html! { <button disabled={true} aria-label={title.get(lang)}>{ text.to_owned() }</button> };
        };
        button("", title.get(lang), text, act, Action::Seek(session.timeline.stop_of(seq)))
    };
    let of = [place.nth, place.all].map(|number| words::count(number as u64));
    html! {
        <span class="zoom">
            { step("‹", i18n::LAYERS_PREVIOUS, place.previous) }
            <code>{ i18n::layers_of(lang, &of[0], &of[1]) }</code>
            { step("›", i18n::LAYERS_NEXT, place.next) }
        </span>
    }
}
