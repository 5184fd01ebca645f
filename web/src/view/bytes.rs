//! Bytes of the chosen stream.

use crate::model::{Action, Model};
use yew::prelude::*;

/// Bytes of the chosen stream.
pub fn view(_model: &Model, _act: &Callback<Action>) -> Html {
    Html::default()
}
