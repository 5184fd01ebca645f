//! Sockets and their kernel readings.

use crate::model::{Action, Model};
use yew::prelude::*;

/// Sockets and their kernel readings.
pub fn view(_model: &Model, _act: &Callback<Action>) -> Html {
    Html::default()
}
