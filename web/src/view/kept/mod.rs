//! What stands in front of all else: the runs that the relay keeps, and what is shown, for others.

pub mod frame;
pub mod line;
pub mod list;
pub mod relay;
pub mod run;
pub mod share;

use crate::{
    i18n,
    model::{Action, Dialogue, Model},
};
use frame::Frame;
use list::{Known, List};
use web_sys::File;
use yew::prelude::*;

/// The dialogue that is open.
pub fn view(model: &Model, act: &Callback<Action>, open: Callback<File>) -> Html {
    let lang = model.lang;
    let (title, body) = match model.ui.dialogue {
        None => return Html::default(),
        Some(Dialogue::Share) => (i18n::SHARE, share::view(model)),
        Some(Dialogue::Kept) => {
            let token = model.token.clone().filter(|_| model.archive.is_none());
            let knobs = model.lessons.iter().flat_map(|lesson| {
                lesson.knobs.iter().map(|knob| Known {
                    lesson: lesson.id.clone(),
                    id: knob.id.clone(),
                    label: knob.label.get(lang).to_owned(),
                    default: knob.default.clone(),
                })
            });
            let known: Vec<Known> = knobs.collect();
            let shown = model.session.as_ref().map(|session| session.id);
            let body = html! { <List {lang} {token} {known} {shown} act={act.clone()} {open} /> };
            (i18n::KEPT_RUNS, body)
        }
    };
    html! { <Frame {lang} title={title} act={act.clone()}>{ body }</Frame> }
}
