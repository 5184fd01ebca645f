//! The names of what the lower half of the stage can show.

use super::{buttons::click, classes::classes_if};
use crate::{
    i18n,
    model::{Action, Model, StageView},
};
use yew::prelude::*;

/// A title where there is one view, else a button for each.
pub fn switch(model: &Model, act: &Callback<Action>) -> Html {
    let (views, shown) = (model.stage_views(), model.stage_view());
    let several = views.iter().filter(|view| matches!(view, StageView::Readiness(_))).count() > 1;
    if let [only] = views.as_slice() {
        return html! { <em>{ name(model, *only, several) }</em> };
    }
    let seg = |view: StageView| {
        let on = view == shown;
        let onclick = click(act, Action::ShowView(view));
        let title = name(model, view, several);
        html! {
            <button class={classes_if(&[("seg", true), ("on", on)])} title={title.clone()} {onclick} aria-pressed={on.to_string()}>
                { title }
            </button>
        }
    };
    html! { <span class="segs views">{ for views.into_iter().map(seg) }</span> }
}

/// `several`: more than one program asks what is ready, so say whose answer it is.
fn name(model: &Model, view: StageView, several: bool) -> String {
    let title = |message: i18n::Message| message.get(model.lang).to_owned();
    match (view, &model.session) {
        (StageView::Bytes, _) => title(i18n::RULER_TITLE),
        (StageView::Comparison, _) => title(i18n::COMPARE_TITLE),
        (StageView::Readiness(actor), Some(session)) if several => {
            [i18n::TAB_READINESS.get(model.lang), " · ", session.actor_name(actor)].concat()
        }
        (StageView::Exchange, _) => title(i18n::EXCHANGE),
        (StageView::Layers, _) => title(i18n::LAYERS),
        (StageView::Readiness(_), _) => title(i18n::TAB_READINESS),
    }
}
