//! Small parts that several views share.

use crate::{
    i18n,
    model::{Action, Model},
};
use socketscope_shared::wire::Refusal;
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

/// A date and a time of this browser's time zone: `2026-11-22 14:05`.
pub fn time_text(unix_ms: u64) -> String {
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(unix_ms as f64));
    let two = |n: u32| if n < 10 { ["0", &n.to_string()].concat() } else { n.to_string() };
    let day = [date.get_full_year().to_string(), two(date.get_month() + 1), two(date.get_date())].join("-");
    [day, [two(date.get_hours()), two(date.get_minutes())].join(":")].join(" ")
}

/// Why the relay did not do something, in a sentence.
pub fn refusal(reason: &Refusal, model: &Model) -> String {
    let lang = model.lang;
    match reason {
        Refusal::NotAllowed => i18n::REFUSED_NOT_ALLOWED.get(lang).to_owned(),
        Refusal::NoSuchLesson { id } => i18n::refused_no_lesson(lang, &id),
        Refusal::NoSuchSession { session } => i18n::refused_no_session(lang, &session),
        Refusal::Unreadable { session, problem } => i18n::refused_unreadable(lang, &session, &problem),
        Refusal::SessionOver { .. } => i18n::REFUSED_OVER.get(lang).to_owned(),
        Refusal::BadKnob { id, problem } => {
            let knob = model.current_lesson().and_then(|lesson| lesson.knobs.iter().find(|k| k.id == *id));
            i18n::refused_knob(lang, &knob.map_or(id.as_str(), |knob| knob.label.get(lang)), &problem)
        }
        Refusal::NoOwnNetwork { address, problem } => i18n::refused_no_network(lang, address, problem),
        Refusal::TooManySessions { limit } => i18n::refused_busy(lang, &limit),
        Refusal::SourceTooLarge { limit_bytes } => i18n::refused_large(lang, &limit_bytes),
        Refusal::Failed { problem } => i18n::refused_failed(lang, &problem),
    }
}
