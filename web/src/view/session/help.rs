//! The overlay with all keys.

use crate::{
    i18n, keys,
    model::{Action, Model},
    view::kit::buttons::{button, click},
};
use yew::prelude::*;

/// The overlay, where it is asked for.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    if !model.ui.help {
        return Html::default();
    }
    let lang = model.lang;
    let row = |(keys, what): &(&[&'static str], i18n::Message)| {
        html! {
            <tr>
                <td>{ for keys.iter().map(|key| html! { <kbd>{ *key }</kbd> }) }</td>
                <td>{ what.get(lang) }</td>
            </tr>
        }
    };
    html! {
        <div class="veil" onclick={click(act, Action::Help(false))}>
            <section class="keys" role="dialog" aria-modal="true" aria-label={i18n::KEYS.get(lang)} onclick={|event: MouseEvent| event.stop_propagation()}>
                <h2>{ i18n::KEYS.get(lang) }<span class="grow"></span>{ button("btn icon", i18n::CLOSE.get(lang), "✕", act, Action::Help(false)) }</h2>
                <table>{ for keys::HELP.iter().map(row) }</table>
            </section>
        </div>
    }
}
