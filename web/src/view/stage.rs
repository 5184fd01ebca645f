//! The middle of the page: programs with the streams between them, and the ruler below.

use super::{programs, readiness, ruler};
use crate::model::{Action, Model};
use yew::prelude::*;

/// The stage.
pub fn view(model: &Model, act: &Callback<Action>) -> Html {
    html! {
        <main class="stage">
            { programs::view(model, act) }
            { readiness::card(model, act).unwrap_or_else(|| ruler::view(model, act)) }
        </main>
    }
}
