//! The cards of programs that can be changed, and the line for a program that asks for one.

use super::{
    answering::{self, Answering},
    editor::Editor,
    editor_field::Ways,
    files,
    parts::{button, click},
    programs, starts,
};
use crate::{
    i18n,
    model::{Action, Asked, Edit, Model, Session, Shown},
};
use socketscope_shared::{ActorId, Fact, Language, Op, Outcome, lesson::Section};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

/// The card of a program that is not running.
pub fn card(model: &Model, act: &Callback<Action>, program: &Shown) -> Html {
    let lang = model.lang;
    let Shown { actor, file, text, arguments, edited, added, .. } = program;
    let do_it = |title: &str, text: &str, edit: Edit| button("link", title, text, act, Action::Edit(edit));
    let undo = model.lesson.as_ref().and_then(|id| model.edits.undoable(id)) == Some(actor);
    let own = model.current_lesson().is_some_and(|lesson| lesson.section == Section::Own);
    let large = model.large();
    let shown = large && model.large_file().as_ref() == Some(actor);
    let (title, back) = match *added {
        true => (i18n::REMOVE_CLIENT, i18n::REMOVE_CLIENT),
        false => (i18n::TEXT_RESET_HELP, i18n::RESET),
    };
    let undo_text = if *edited { i18n::UNDO_LOAD } else { i18n::TEXT_UNDO_RESET }.get(lang);
    let (size, size_title, size_text) = match large {
        true => (Action::Large(None), i18n::EDITOR_SMALL, "⤡"),
        false => (Action::Large(Some(actor.clone())), i18n::EDITOR_LARGE, "⤢"),
    };
    let ways = Ways { size: size.clone(), files: [true, false].map(|after| model.next_file(after)) };
    let failed = model.failed_line(actor, text);
    html! {
        <section class={classes!("card", "program", shown.then_some("shown"))} key={actor.clone()}>
            <h2>
                { programs::title(actor, file) }
                if own || *edited || !arguments.is_empty() { { argv(lang, act, actor, arguments) } }
                if *edited {
                    if !*added { <span class="state edited">{ i18n::TEXT_EDITED.get(lang) }</span> }
                    { do_it(title.get(lang), back.get(lang), Edit::Reset { actor: actor.clone() }) }
                }
                if undo { { do_it(undo_text, undo_text, Edit::UndoReset) } }
                <span class="tools">
                    { files::buttons(lang, act, program) }
                    { button("edit", size_title.get(lang), size_text, act, size.clone()) }
                </span>
                if model.session.is_some() {
                    { button("edit", i18n::BACK_TO_RUN.get(lang), "↩", act, Action::Edit(Edit::Open(false))) }
                }
            </h2>
            <Editor actor={actor.clone()} label={file.clone()} text={text.clone()} {lang} {failed} {ways} act={act.clone()} />
            { starts::choice(model, act, program) }
            { files::problem(lang, model.edits.not_loaded.as_ref(), actor) }
            if *edited && model.edits.not_kept {
                <p class="note-bad" role="alert">{ i18n::TEXT_NOT_KEPT.get(lang) }</p>
            }
        </section>
    }
}

/// The programs to choose from, where one has the whole stage.
pub fn tabs(model: &Model, act: &Callback<Action>) -> Html {
    let shown = model.large_file();
    let tab = |program: Shown| {
        let on = shown.as_ref() == Some(&program.actor);
        let onclick = click(act, Action::Large(Some(program.actor.clone())));
        html! {
            <button type="button" role="tab" aria-selected={on.to_string()} class={on.then_some("on")} key={program.actor.clone()} {onclick}>
                { programs::title(&program.actor, &program.file) }
                if program.edited { <i title={i18n::TEXT_EDITED.get(model.lang)}>{ "●" }</i> }
            </button>
        }
    };
    html! { <div class="cast files" role="tablist" aria-label={i18n::EDITOR_FILES.get(model.lang)}>{ for model.programs().into_iter().map(tab) }</div> }
}

/// The field for a program's arguments.
fn argv(lang: Language, act: &Callback<Action>, actor: &str, arguments: &str) -> Html {
    let named = actor.to_owned();
    let oninput = act.reform(move |event: InputEvent| {
        let field = event.target_unchecked_into::<HtmlInputElement>();
        Action::Edit(Edit::Arguments { actor: named.clone(), line: field.value() })
    });
    let label = i18n::arguments(lang, &actor);
    html! { <input value={arguments.to_owned()} placeholder="argv" title={label.clone()} aria-label={label} maxlength="4096" spellcheck="false" autocomplete="off" {oninput} /> }
}

/// Below the clients: adds one, in a lesson of one's own.
pub fn add(model: &Model, act: &Callback<Action>) -> Html {
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

/// A question of `input()` as a terminal shows it: the prompt, and what was typed.
pub fn question(session: &Session, asked: Asked) -> Html {
    let log = session.timeline.log();
    let fact = |seq: u64| log.get(seq).map(|event| &event.fact);
    let prompt = match fact(asked.seq).and_then(Fact::call).map(|call| &call.op) {
        Some(Op::Input { prompt }) => prompt.as_str(),
        _ => "",
    };
    let answered = asked.answered.filter(|seq| *seq <= session.world().cursor);
    let line = match answered.and_then(fact) {
        Some(Fact::Returned { outcome: Outcome::Line { text }, .. }) => Some(text.as_str()),
        _ => None,
    };
    html! { <span class="asked" key={asked.seq}>{ prompt }if let Some(line) = line { <b>{ line }{ "\n" }</b> }</span> }
}

/// The field for lines to a program that has asked for one. It stays for as long as the program runs: as in a terminal,
/// what is typed before the next question waits for it.
pub fn answer(model: &Model, act: &Callback<Action>, session: &Session, actor: ActorId) -> Html {
    let questions = &session.questions;
    let asked = questions.at(actor, u64::MAX).last();
    let over = session.timeline.latest().actor(actor).is_none_or(|actor| actor.exit.is_some());
    let watches = questions.watches(actor);
    let waits = watches.is_some() || asked.is_some_and(|asked| asked.answered.is_none());
    match asked.map(|asked| asked.seq).or(watches).filter(|_| model.may_control() && !over) {
        Some(seq) => field(model.lang, actor, (seq, waits), session.actor_name(actor), act),
        None => Html::default(),
    }
}

fn field(
    lang: Language,
    actor: ActorId,
    (seq, waits): (u64, bool),
    name: &str,
    act: &Callback<Action>,
) -> Html {
    let onsubmit = act.reform(move |event: SubmitEvent| {
        event.prevent_default();
        let form = event.target_unchecked_into::<Element>();
        let field = form.query_selector("input").ok().flatten().and_then(|e| e.dyn_into().ok());
        let text = field.map(|field: HtmlInputElement| {
            let text = field.value();
            field.set_value("");
            text
        });
        Action::Input { actor, text: text.unwrap_or_default() }
    });
    let label = i18n::input_for(lang, &name);
    let hint = if waits { i18n::INPUT_HINT } else { i18n::INPUT_AHEAD };
    html! {
        <form class={classes!("answer-line", (!waits).then_some("ahead"))} {onsubmit}>
            <input type="text" data-asked={Answering::mark(actor, seq)} onkeydown={Callback::from(|event: KeyboardEvent| answering::turn(&event))} autocomplete="off" placeholder={hint.get(lang)} aria-label={label} maxlength="4096" />
        </form>
    }
}
