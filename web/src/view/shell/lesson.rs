//! The lesson: what it shows, and its knobs.

use super::{contrast, fetched};
use crate::model::{Action, Model};
use yew::prelude::*;

/// The panel.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let Some(lesson) = model.current_lesson() else { return Html::default() };
    let hosts = fetched::hosts_view::get().filter(|_| model.may_run);
    let knobs = fetched::session_views::get().map(|views| (views.knobs)(model, act, hosts.copied()));
    html! {
        <div class="lesson-panel">
            <p class="summary">{ lesson.summary.get(model.lang) }</p>
            { for lesson.contrast.iter().map(|contrast| contrast::view(model, contrast)) }
            { for knobs }
            { fetched::session(|views| views.outcome, model, act) }
        </div>
    }
}
