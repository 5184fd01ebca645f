//! The middle of the page: the programs, and between them the picture that is chosen.

use super::{
    fetched::{self, View},
    programs,
};
use crate::model::{Action, Model, StageView};
use yew::prelude::*;

/// The stage.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    // Under a large editor it would not be seen.
    let between = match model.stage_view() {
        _ if model.large() => Html::default(),
        StageView::Bytes => fetched::session(|views| views.ruler, model, act),
        StageView::Layers => fetched::show(fetched::layers_views::get().map(|(view, _)| *view), model, act),
        StageView::Readiness(_) => {
            fetched::show(fetched::readiness_views::get().map(|[matrix, _]| *matrix), model, act)
        }
        StageView::Exchange => fetched::show(fetched::exchange_view::get().copied(), model, act),
        StageView::Comparison => fetched::show(fetched::comparison_view::get().copied(), model, act),
    };
    let [left, right] = [0, 1].map(|side| fetched::show(splits().map(|splits| splits[side]), model, act));
    let between = html! { <>{ left }{ between }{ right }</> };
    html! {
        <main id="stage" tabindex="-1" class={classes!("stage", model.large().then_some("large"))}>
            { programs::view(model, between, act) }
        </main>
    }
}

fn splits() -> Option<[View; 2]> {
    fetched::session_views::get().map(|views| views.splits)
}
