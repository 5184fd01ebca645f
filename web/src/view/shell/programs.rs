//! The programs, one card each, around the picture of what goes on between them.

use super::fetched;
use crate::{
    i18n,
    model::{Action, Edit, Model, Shown},
    view::kit::{
        buttons::button,
        pane::{Following, Reveal},
        program::{Card, Cards, is_shown, tabs, waiting},
    },
};
use socketscope_shared::{ActorId, lesson::Section};
use yew::prelude::*;

/// The programs, one card each, around the picture of what goes on between them: clients on the left, servers on the right.
pub fn view(model: &Model, between: Html, act: &Callback<Action>) -> Html {
    let (tabs, cards) = cards(model, act);
    let (servers, clients): (Vec<_>, Vec<_>) = cards.into_iter().partition(|card| card.serves);
    let column = |class: &'static str, cards: Vec<Card>, more: Html| {
        // Of more cards than there is room for, the one at the cursor is brought into view.
        let current = cards.iter().position(|card| card.current);
        let reveal = current.map(|at| Reveal::Card(at as u64));
        html! { <Following {class} {reveal}>{ for cards.into_iter().map(|card| card.html) }{ more }</Following> }
    };
    let add = if model.editing() { add(model, act) } else { Html::default() };
    let more = html! { <>{ fetched::session(|views| views.doors, model, act) }{ add }</> };
    html! {
        <section class={classes!("actors", tabs.is_some().then_some("many"))}>
            if model.large() { { fetched::show(fetched::editor_views::get().map(|(_, tabs)| *tabs), model, act) } }
            { tabs }
            { column("programs clients", clients, more) }
            { between }
            { column("programs servers", servers, Html::default()) }
        </section>
    }
}

/// The cards; where there are many programs, those of one server and its clients, and the servers to choose from.
fn cards(model: &Model, act: &Callback<Action>) -> Cards {
    let running = fetched::session_views::get().and_then(|views| (views.programs)(model, act));
    if let Some(cards) = running {
        return cards;
    }
    let programs = model.programs();
    let cast = model.cast(programs.iter().map(|program| program.actor.as_str()));
    // Where the editor is not here yet, the program can be read.
    let editor = fetched::editor_views::get().filter(|_| model.may_run);
    let card = |(_, program): (ActorId, &Shown)| {
        let html = match editor {
            Some((card, _)) => card(model, act, program),
            None => waiting(&program.actor, &program.file, &program.text),
        };
        Card { serves: model.serves(&program.actor), current: false, html }
    };
    let all = (0u16..).map(ActorId).zip(&programs);
    let large = model.large().then(|| model.large_file()).flatten();
    let shown =
        all.filter(|(id, program)| is_shown(cast.as_ref(), *id) || large.as_ref() == Some(&program.actor));
    let shown = shown.map(card).collect();
    let name = |id: ActorId| programs.get(usize::from(id.0)).map(|p| p.actor.clone()).unwrap_or_default();
    (cast.map(|cast| tabs(model, act, &cast, |id| (name(id), None))), shown)
}

/// Below the clients: adds one, in a lesson of one's own.
fn add(model: &Model, act: &Callback<Action>) -> Html {
    let own = model.current_lesson().filter(|lesson| lesson.section == Section::Own);
    let Some(own) = own.filter(|_| model.may_run) else { return Html::default() };
    let lang = model.lang;
    let removed =
        model.edits.undoable(&own.id).is_some_and(|actor| model.programs().iter().all(|p| p.actor != actor));
    html! {
        <div class="add">
            if model.next_client().is_some() {
                { button("btn", i18n::ADD_CLIENT_HELP.get(lang), i18n::ADD_CLIENT.get(lang), act, Action::Edit(Edit::AddClient)) }
            }
            if removed {
                { button("link", i18n::UNDO_REMOVE.get(lang), i18n::UNDO_REMOVE.get(lang), act, Action::Edit(Edit::UndoReset)) }
            }
        </div>
    }
}
