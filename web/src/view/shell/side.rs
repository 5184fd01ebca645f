//! The right side: one panel of several, and below it the programs that are held.

use super::{fetched, lesson};
use crate::{
    i18n::{self, Message},
    model::{Action, Model, Tab},
    view::kit::buttons::click,
};
use yew::prelude::*;

/// The side panel.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let panel = match model.ui.tab {
        Tab::Lesson => lesson::view(model, act),
        Tab::Calls => fetched::session(|views| views.calls, model, act),
        Tab::Sockets => fetched::session(|views| views.sockets, model, act),
        Tab::Bytes => fetched::session(|views| views.bytes, model, act),
        Tab::Readiness => {
            fetched::show(fetched::readiness_views::get().map(|[_, reasons]| *reasons), model, act)
        }
    };
    html! {
        <aside class="side" aria-label={i18n::PANEL.get(model.lang)}>
            <div class="tabs" role="tablist">{ for model.tabs().iter().map(|&tab| tab_button(model, act, tab)) }</div>
            <div class="panel" role="tabpanel">{ panel }</div>
            { fetched::session(|views| views.held, model, act) }
        </aside>
    }
}

fn tab_button(model: &Model, act: &Callback<Action>, tab: Tab) -> Html {
    let on = model.ui.tab == tab;
    html! {
        <button type="button" role="tab" class={on.then_some("on")} aria-selected={on.to_string()} onclick={click(act, Action::SelectTab(tab))}>
            { name(tab).get(model.lang) }
        </button>
    }
}

fn name(tab: Tab) -> Message {
    match tab {
        Tab::Lesson => i18n::TAB_LESSON,
        Tab::Calls => i18n::TAB_CALLS,
        Tab::Sockets => i18n::TAB_SOCKETS,
        Tab::Bytes => i18n::TAB_BYTES,
        Tab::Readiness => i18n::TAB_READINESS,
    }
}
