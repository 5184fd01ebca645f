//! The field of an editor in which a person types what to find.

use crate::i18n;
use socketscope_shared::Language;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

/// What is looked for, and which match is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Whether the field is there.
    pub open: bool,
    /// What is looked for; stays for the next time.
    pub wanted: String,
    /// The match that is shown.
    pub current: usize,
}

/// What a person does in the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Looks for something else.
    Wanted(String),
    /// To the match after the one shown, or before it.
    Next(bool),
    /// Back to the text.
    Close,
}

/// The field; `count` is how many matches there are.
pub fn bar(lang: Language, search: &Search, count: usize, step: &Callback<Step>) -> Html {
    let oninput = step
        .reform(|event: InputEvent| Step::Wanted(event.target_unchecked_into::<HtmlInputElement>().value()));
    let onkeydown = {
        let step = step.clone();
        move |event: KeyboardEvent| {
            let command = event.ctrl_key() || event.meta_key();
            match event.key().as_str() {
                _ if event.is_composing() => return,
                "Enter" => step.emit(Step::Next(!event.shift_key())),
                "Escape" => step.emit(Step::Close),
                "f" | "F" if command => event.target_unchecked_into::<HtmlInputElement>().select(),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let button = |text: &'static str, what: i18n::Message, to: Step| {
        let onclick = step.reform(move |_: MouseEvent| to.clone());
        let title = what.get(lang);
        html! { <button class="edit" type="button" {title} aria-label={title} {onclick}>{ text }</button> }
    };
    let at = if count == 0 { String::new() } else { i18n::find_count(lang, &(search.current + 1), &count) };
    let none = count == 0 && !search.wanted.is_empty();
    let at = if none { i18n::FIND_NONE.get(lang).to_owned() } else { at };
    let label = i18n::FIND_LABEL.get(lang);
    html! {
        <div class="find" role="search">
            <input type="text" value={search.wanted.clone()} aria-label={label} placeholder={label} maxlength="200" spellcheck="false" autocomplete="off" {oninput} {onkeydown} />
            <span role="status" class={none.then_some("none")}>{ at }</span>
            { button("↑", i18n::FIND_BEFORE, Step::Next(false)) }
            { button("↓", i18n::FIND_NEXT, Step::Next(true)) }
            { button("✕", i18n::FIND_CLOSE, Step::Close) }
        </div>
    }
}
