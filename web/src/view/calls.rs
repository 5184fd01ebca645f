//! The list of calls.

use crate::model::{Action, Model};
use yew::prelude::*;

/// The list of calls.
pub fn view(_model: &Model, _act: &Callback<Action>) -> Html {
    Html::default()
}
