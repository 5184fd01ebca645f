//! The box of a dialogue. It is the browser's own, so that the keyboard stays in it.

use crate::{
    i18n::{self, Message},
    model::Action,
    view::kit::buttons::button,
};
use socketscope_shared::Language;
use web_sys::{Element, HtmlDialogElement};
use yew::prelude::*;

/// What is in it.
#[derive(Debug, PartialEq, Properties)]
pub struct Props {
    /// Of the page.
    pub lang: Language,
    /// Its name.
    pub title: Message,
    /// Closes it.
    pub act: Callback<Action>,
    /// Its content.
    pub children: Html,
}

/// The box.
#[function_component]
pub fn Frame(props: &Props) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(dialogue) = node.cast::<HtmlDialogElement>().filter(|dialogue| !dialogue.open()) {
                let _ = dialogue.show_modal();
            }
        });
    }
    let close = Action::Ask(None);
    // Around the box is the box's own surface.
    let onclick = {
        let act = props.act.clone();
        move |event: MouseEvent| {
            let on = event.target_unchecked_into::<Element>();
            if on.tag_name().eq_ignore_ascii_case("dialog") {
                act.emit(Action::Ask(None));
            }
        }
    };
    // The page closes it, also where the browser would by itself.
    let oncancel = {
        let act = props.act.clone();
        move |event: Event| {
            event.prevent_default();
            act.emit(Action::Ask(None));
        }
    };
    let title = props.title.get(props.lang);
    html! {
        <dialog class="dialogue" ref={node} aria-label={title} {onclick} {oncancel}>
            <div class="inside">
                <h2>{ title }<span class="grow"></span>{ button("btn icon", i18n::CLOSE.get(props.lang), "✕", &props.act, close) }</h2>
                { props.children.clone() }
            </div>
        </dialog>
    }
}
