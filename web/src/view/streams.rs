//! The two streams of a connection.

use crate::model::{Action, Model};
use yew::prelude::*;

/// The two streams of a connection.
pub fn view(_model: &Model, _act: &Callback<Action>) -> Html {
    Html::default()
}
