//! The middle of the page: programs with the streams between them, and the ruler below.

use super::{later, programs};
use crate::model::{Action, Model, StageView};
use yew::prelude::*;

/// The stage.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    let lower = match model.stage_view() {
        StageView::Bytes => later::session(|views| views.ruler, model, act),
        StageView::Layers => later::show(later::layers_views::get().map(|(view, _)| *view), model, act),
        StageView::Readiness(_) => {
            later::show(later::readiness_views::get().map(|[matrix, _]| *matrix), model, act)
        }
        StageView::Exchange => later::show(later::exchange_view::get().copied(), model, act),
        StageView::Comparison => later::show(later::comparison_view::get().copied(), model, act),
    };
    html! {
        <main class="stage">
            { programs::view(model, act) }
            { lower }
        </main>
    }
}
