//! What all cards of programs have, whether they run or not.

use super::{buttons::click, code};
use crate::{
    i18n,
    model::{Action, Cast, Model},
};
use socketscope_shared::ActorId;
use yew::prelude::*;

/// A program's card.
pub struct Card {
    /// It belongs on the right.
    pub serves: bool,
    /// The event at the cursor is its program's.
    pub current: bool,
    /// The card.
    pub html: Html,
}

/// The servers to choose from, where there are many programs, and the cards.
pub type Cards = (Option<Html>, Vec<Card>);

/// Whether a program has a card among those of a choice.
pub fn is_shown(cast: Option<&Cast>, id: ActorId) -> bool {
    cast.is_none_or(|cast| cast.shown.contains(&id))
}

/// The servers to choose from, with what each does.
pub fn tabs(
    model: &Model,
    act: &Callback<Action>,
    cast: &Cast,
    of: impl Fn(ActorId) -> (String, Option<Badge>),
) -> Html {
    let tab = |id: &ActorId| {
        let (name, badge) = of(*id);
        let on = *id == cast.server;
        let onclick = click(act, Action::SelectProgram((model.ui.program != Some(*id)).then_some(*id)));
        html! {
            <button type="button" class={on.then_some("on")} aria-pressed={on.to_string()} {onclick}>
                { name }if let Some(badge) = badge { <span class={classes!("state", badge.class)}>{ badge.text }</span> }
            </button>
        }
    };
    html! { <div class="cast" aria-label={i18n::CAST.get(model.lang)}>{ for cast.servers.iter().map(tab) }</div> }
}

/// A card's heading: whose it is, if its file does not say so.
pub fn title(name: &str, file: &str) -> Html {
    let own = file.strip_suffix(".py").is_some_and(|stem| stem == name);
    html! { <><em title={file.to_owned()}>{ file }</em>if !own { <b class="who">{ name }</b> }</> }
}

/// A program that does not run yet and that only others may run.
pub fn waiting(name: &str, file: &str, source: &str) -> Html {
    html! {
        <section class="card program" key={name.to_owned()}>
            <h2>{ title(name, file) }</h2>
            { code::view(source, &[], None, true, None) }
        </section>
    }
}

/// What a program does, in a word or two.
pub struct Badge {
    pub class: &'static str,
    pub text: String,
    /// How long it has lasted.
    pub took: String,
    pub title: String,
}
