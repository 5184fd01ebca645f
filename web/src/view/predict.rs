//! A question before its moment.

use crate::model::{Action, Model};
use yew::prelude::*;

/// A question before its moment.
pub fn view(_model: &Model, _act: &Callback<Action>) -> Html {
    Html::default()
}
