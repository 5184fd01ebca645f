//! The cards of programs that can be changed.

use super::{field::Ways, files, text::Editor};
use crate::{
    i18n,
    model::{Action, Edit, Model, Shown},
    view::kit::{
        buttons::{button, click},
        program, starts,
    },
};
use socketscope_shared::{Language, lesson::Section};
use web_sys::HtmlInputElement;
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
                { program::title(actor, file) }
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
    let tab = |one: Shown| {
        let on = shown.as_ref() == Some(&one.actor);
        let onclick = click(act, Action::Large(Some(one.actor.clone())));
        html! {
            <button type="button" role="tab" aria-selected={on.to_string()} class={on.then_some("on")} key={one.actor.clone()} {onclick}>
                { program::title(&one.actor, &one.file) }
                if one.edited { <i title={i18n::TEXT_EDITED.get(model.lang)}>{ "●" }</i> }
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
