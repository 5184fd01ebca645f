//! An editor for a program: a browser's own text field, transparent, over the same text in colours.
//!
//! Undo, selection, input methods and accessibility are thus the browser's. The text field scrolls; the colours and the
//! line numbers follow it, and only those near what is seen are drawn.

use super::{
    code,
    typing::{self, Typed},
};
use crate::{
    geometry::python,
    i18n,
    model::{Action, Edit, MAX_TEXT_BYTES},
};
use socketscope_shared::Language;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Lines drawn at once; a shorter text is drawn whole.
const DRAWN: u32 = 240;
/// Lines that may be scrolled before others are drawn.
const STRIDE: u32 = 60;

/// Properties of [`Editor`].
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The program.
    pub actor: AttrValue,
    /// What assistive technology calls it.
    pub label: AttrValue,
    /// Its text.
    pub text: AttrValue,
    /// Language of the page.
    pub lang: Language,
    /// Takes edits, and a run.
    pub act: Callback<Action>,
}

/// The editor.
#[component]
pub fn Editor(props: &Props) -> Html {
    let frame = use_node_ref();
    let first = use_state(|| 0u32);
    let text: &str = &props.text;
    let lines = text.split('\n').count() as u32;
    let from = if lines > DRAWN { (*first).min(lines - 1) } else { 0 };
    let oninput = {
        let (act, actor) = (props.act.clone(), props.actor.clone());
        move |event: InputEvent| {
            if let Some(field) = field(&event) {
                let edit = Edit::Text { actor: actor.to_string(), text: field.value() };
                act.emit(Action::Edit(edit));
            }
        }
    };
    let onscroll = {
        let frame = frame.clone();
        move |event: Event| {
            let (Some(field), Some(frame)) = (field(&event), frame.cast::<HtmlElement>()) else { return };
            for (name, px) in [("--x", field.scroll_left()), ("--y", field.scroll_top())] {
                _ = frame.style().set_property(name, &[&(-px).to_string(), "px"].concat());
            }
            // The text is as high as its lines.
            let (top, height) = (field.scroll_top().max(0) as u64, field.scroll_height().max(1) as u64);
            let seen = (top * u64::from(lines) / height) as u32;
            let wanted = seen.saturating_sub(STRIDE) / STRIDE * STRIDE;
            if lines > DRAWN && wanted != *first {
                first.set(wanted);
            }
        }
    };
    let onkeydown = {
        let act = props.act.clone();
        move |event: KeyboardEvent| key(&event, &act)
    };
    let to = lines.min(from + DRAWN);
    let numbers: String = (from + 1..=to).flat_map(|n| [n.to_string(), "\n".to_owned()]).collect();
    let style = ["--from:", &from.to_string()].concat();
    let too_large = (text.len() > MAX_TEXT_BYTES).then(|| i18n::TEXT_TOO_LARGE.get(props.lang));
    html! {
        <>
            <div class="code editor" ref={frame}>
                <pre class="numbers"><b style={style.clone()}>{ numbers }</b></pre>
                <pre class="under" aria-hidden="true"><b {style}>{ for coloured(text, from, to) }</b></pre>
                // Out of the Tab key's way, which is the editor's own: E and clicks lead here.
                <textarea tabindex="-1" aria-label={props.label.clone()} value={props.text.clone()} spellcheck="false" autocomplete="off"
                    autocapitalize="off" wrap="off" {oninput} {onscroll} {onkeydown} />
            </div>
            if let Some(message) = too_large { <p class="note-bad" role="alert">{ message }</p> }
        </>
    }
}

/// The lines `from..to` in colours, as many line ends as lines.
fn coloured(text: &str, from: u32, to: u32) -> Vec<Html> {
    let (skip, take) = (from as usize, (to - from) as usize);
    if text.len() > code::MAX_COLOURED_BYTES {
        let lines = text.split('\n').skip(skip).take(take);
        return lines.map(|line| html! { <>{ line }{ "\n" }</> }).collect();
    }
    let mut shown = Vec::new();
    for line in python::lines(text).into_iter().skip(skip).take(take) {
        shown.extend(line.into_iter().map(code::piece));
        shown.push(Html::from("\n"));
    }
    shown
}

fn field(event: &Event) -> Option<HtmlTextAreaElement> {
    event.target()?.dyn_into().ok()
}

fn key(event: &KeyboardEvent, act: &Callback<Action>) {
    let Some(field) = field(event) else { return };
    let command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        // An input method's own Enter and Tab are not ours.
        _ if event.is_composing() || event.alt_key() => return,
        "Enter" if command => act.emit(Action::Run { step_mode: false }),
        _ if command => return,
        "Tab" => {
            let text: Vec<u16> = field.value().encode_utf16().collect();
            if let Some(typed) = typing::tab(&text, selected(&field, text.len()), event.shift_key()) {
                put(&field, &typed);
            }
        }
        "Enter" => {
            let text: Vec<u16> = field.value().encode_utf16().collect();
            put(&field, &typing::enter(&text, selected(&field, text.len())));
        }
        // Tab is the editor's own: this is the way out for the keyboard.
        "Escape" => _ = field.blur(),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

fn selected(field: &HtmlTextAreaElement, len: usize) -> std::ops::Range<usize> {
    let place = |place: Option<u32>| place.map_or(len, |place| (place as usize).min(len));
    let start = place(field.selection_start().ok().flatten());
    start..place(field.selection_end().ok().flatten()).max(start)
}

/// As if it were typed, so that the browser can undo it and says that the text changed.
fn put(field: &HtmlTextAreaElement, typed: &Typed) {
    let document = field.owner_document().and_then(|document| document.dyn_into::<HtmlDocument>().ok());
    let Some(document) = document else { return };
    let select = |range: &std::ops::Range<usize>| {
        _ = field.set_selection_range(range.start as u32, range.end as u32);
    };
    select(&typed.range);
    let command = if typed.text.is_empty() { "delete" } else { "insertText" };
    _ = document.exec_command_with_show_ui_and_value(command, false, &typed.text);
    select(&typed.select);
}
