//! The byte stream with its rulers.

use crate::model::{Action, Model};
use yew::prelude::*;

/// The byte stream with its rulers.
pub fn view(_model: &Model, _act: &Callback<Action>) -> Html {
    Html::default()
}
