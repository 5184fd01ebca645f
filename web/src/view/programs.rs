//! The programs, one card each, around the streams between them.

use crate::model::{Action, Model};
use yew::prelude::*;

/// The programs, one card each, around the streams between them.
pub fn view(_model: &Model, _act: &Callback<Action>) -> Html {
    Html::default()
}
