//! The middle of the page: programs with the streams between them, and the ruler below.

use super::{comparison, layers, programs, readiness, ruler};
use crate::model::{Action, Model, StageView};
use yew::prelude::*;

/// The stage.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let lower = match model.stage_view() {
        StageView::Bytes => None,
        StageView::Layers => Some(layers::card(model, act)),
        StageView::Readiness(_) => readiness::card(model, act),
        StageView::Comparison => Some(comparison::card(model, act)),
    };
    html! {
        <main class="stage">
            { programs::view(model, act) }
            { lower.unwrap_or_else(|| ruler::view(model, act)) }
        </main>
    }
}
