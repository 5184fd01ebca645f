//! Step mode: who is held before what.

use crate::{
    i18n,
    keys::RELEASE_KEYS,
    model::{Action, Held, Model, Session},
    view::kit::buttons::click,
};
use socketscope_shared::words;
use yew::prelude::*;

/// Who is held before what, with a button for each that releases it.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let Some(session) = model.session.as_ref().filter(|_| model.may_control()) else {
        return Html::default();
    };
    let lang = model.lang;
    let on = session.timeline.latest().step_mode;
    let held = session.held();
    let text = match (on, held.is_empty()) {
        (true, false) => i18n::STEP_MODE_HELP,
        (true, true) => i18n::STEP_MODE_NONE,
        (false, _) => i18n::STEP_MODE_FREE,
    };
    let switch = if on { i18n::STEP_MODE_OFF } else { i18n::STEP_MODE_ON };
    html! {
        <section class="step-mode" aria-label={i18n::STEP_MODE.get(lang)}>
            <h3 class="sec">
                { i18n::STEP_MODE.get(lang) }<span class="grow"></span>
                <button type="button" class="link" onclick={click(act, Action::StepMode(!on))}>{ switch.get(lang) }</button>
            </h3>
            <div class="releases">{ for held.iter().enumerate().map(|(nth, held)| release(model, act, session, nth, held)) }</div>
            <p class="hint">{ text.get(lang) }</p>
        </section>
    }
}

fn release(model: &Model, act: &Callback<Action>, session: &Session, nth: usize, held: &Held) -> Html {
    let actor = held.actor;
    let name = session.actor_name(actor);
    let call = words::arguments(&held.call);
    let title = i18n::release(model.lang, &name, &call);
    let key =
        RELEASE_KEYS.get(usize::from(actor.0)).map(|key| html! { <kbd>{ key.to_ascii_uppercase() }</kbd> });
    html! {
        <button type="button" class={classes!("btn", "release", (nth == 0).then_some("primary"))} title={title.clone()} aria-label={title}
            onclick={click(act, Action::Release(actor))}>
            <span>{ name }{ ": " }<code>{ call }</code></span>{ key }
        </button>
    }
}
