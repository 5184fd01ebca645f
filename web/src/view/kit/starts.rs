//! On the card of a client of one's own: when it starts.

use crate::{
    i18n,
    model::{Action, Edit, Model, Shown},
};
use socketscope_shared::{Language, lesson::StartWhen};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The choice; nothing where there is none.
pub fn choice(model: &Model, act: &Callback<Action>, program: &Shown) -> Html {
    let lang = model.lang;
    let choices = model.start_choices(program);
    if choices.is_empty() {
        return Html::default();
    }
    let label = i18n::starts_help(lang, &program.actor);
    let onchange = {
        let (act, actor) = (act.clone(), program.actor.clone());
        Callback::from(move |event: Event| {
            let select = event.target_dyn_into::<HtmlSelectElement>();
            if let Some(start) = select.and_then(|select| StartWhen::parse(&select.value())) {
                act.emit(Action::Edit(Edit::Start { actor: actor.clone(), start }));
            }
        })
    };
    let option = |start: &StartWhen| {
        let value = start.text();
        html! { <option key={value.clone()} {value} selected={*start == program.start}>{ text(lang, start) }</option> }
    };
    html! {
        <label class="starts" title={label.clone()}>
            <span>{ i18n::STARTS.get(lang) }</span><select aria-label={label} {onchange}>{ for choices.iter().map(option) }</select>
        </label>
    }
}

/// When a program starts, in words.
pub fn text(lang: Language, start: &StartWhen) -> String {
    match start {
        StartWhen::AtOnce => i18n::STARTS_AT_ONCE.get(lang).to_owned(),
        StartWhen::Listening(actor) | StartWhen::ListeningSoon(actor) => i18n::starts_listening(lang, actor),
        StartWhen::Connected(actor) => i18n::starts_connected(lang, actor),
        StartWhen::Ended(actor) => i18n::starts_ended(lang, actor),
    }
}
