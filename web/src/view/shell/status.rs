//! What went wrong, or cannot be done: banners that stay as long as it is so.

use super::fetched;
use crate::{
    i18n,
    model::{Action, ConnectionState, Model},
    part::Code,
    view::kit::buttons::{banner, button},
};
use socketscope_shared::wire::Refusal;
use yew::prelude::*;

/// All banners that apply.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    html! {
        <div class="banners" aria-live="polite">
            { connection(model, act) }
            { watching(model) }
            { refused(model, act) }
            { incomplete(model) }
            { fetched::session(|views| views.banners, model, act) }
        </div>
    }
}

/// A part of the page could not be fetched although the relay is there.
fn incomplete(model: &Model) -> Html {
    let failed = model.connection == ConnectionState::Open && model.parts.contains(&Code::Failed);
    html! { if failed { { banner("bad", i18n::PART_FAILED.get(model.lang).to_owned()) } } }
}

fn connection(model: &Model, act: &Callback<Action>) -> Html {
    let lang = model.lang;
    match model.connection {
        ConnectionState::Open => Html::default(),
        ConnectionState::Connecting if model.archive.is_some() => {
            banner("info", i18n::RECORDING_OPENING.get(lang).to_owned())
        }
        ConnectionState::Connecting => banner("info", i18n::RELAY_CONNECTING.get(lang).to_owned()),
        ConnectionState::Lost { retry_in_ms: 0 } => banner("bad", i18n::RELAY_RETRY.get(lang).to_owned()),
        ConnectionState::Lost { retry_in_ms } => {
            let seconds = retry_in_ms.div_ceil(1000).to_string();
            banner("bad", i18n::relay_lost(lang, &seconds))
        }
        ConnectionState::Refused(message) => {
            let reload = i18n::RELOAD.get(lang);
            html! {
                <p class="banner bad" role="alert">
                    { message.get(lang) }{ " " }{ button("link", reload, reload, act, Action::Reload) }
                </p>
            }
        }
    }
}

fn watching(model: &Model) -> Html {
    let only = model.connection == ConnectionState::Open && !model.may_run && model.archive.is_none();
    html! { if only { { banner("info", i18n::WATCHING_ONLY.get(model.lang).to_owned()) } } }
}

fn refused(model: &Model, act: &Callback<Action>) -> Html {
    let Some(reason) = &model.refused else { return Html::default() };
    let dismiss = i18n::DISMISS.get(model.lang);
    html! {
        <p class="banner bad" role="alert">
            { refusal(reason, model) }{ " " }{ button("link", dismiss, dismiss, act, Action::Dismiss) }
        </p>
    }
}

/// Why the relay did not do something, in a sentence.
fn refusal(reason: &Refusal, model: &Model) -> String {
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
