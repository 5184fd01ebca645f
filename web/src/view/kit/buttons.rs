//! Buttons, and what else a person is told or asked in a line.

use crate::model::Action;
use yew::prelude::*;

/// What a click does. One function for all, so that they share their code.
pub fn click(act: &Callback<Action>, action: Action) -> Callback<MouseEvent> {
    let act = act.clone();
    Callback::from(move |_| act.emit(action.clone()))
}

/// A button that does one thing.
pub fn button(class: &'static str, title: &str, text: &str, act: &Callback<Action>, action: Action) -> Html {
    let onclick = click(act, action);
    html! {
        <button {class} type="button" title={title.to_owned()} aria-label={title.to_owned()} {onclick}>{ text }</button>
    }
}

/// A button that is on or off.
pub fn toggle(title: &str, text: &str, on: bool, act: &Callback<Action>, action: Action) -> Html {
    let onclick = click(act, action);
    let class = classes!("pill", "toggle", on.then_some("on"));
    html! {
        <button {class} type="button" title={title.to_owned()} aria-pressed={on.to_string()} {onclick}>{ text }</button>
    }
}

/// A line across the page.
pub fn banner(kind: &'static str, text: String) -> Html {
    html! { <p class={classes!("banner", kind)} role="status">{ text }</p> }
}
