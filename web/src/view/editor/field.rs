//! What an editor does to its text field: keys, places, and what is in view.

use super::find::Search;
use crate::{
    geometry::{
        brackets, comments,
        typing::{self, Typed},
        utf16,
    },
    model::Action,
};
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDocument, HtmlElement, HtmlTextAreaElement, KeyboardEvent};
use yew::prelude::*;

/// Pixels kept between a match and the field's side.
const MARGIN_PX: i32 = 40;

/// The field that an event came from.
pub fn of(event: &Event) -> Option<HtmlTextAreaElement> {
    event.target()?.dyn_into().ok()
}

/// The field in an editor's frame.
pub fn within(frame: &NodeRef) -> Option<HtmlTextAreaElement> {
    frame.cast::<Element>()?.query_selector("textarea").ok()??.dyn_into().ok()
}

/// Where keys of the editor lead that are not its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Ways {
    /// Onto the whole stage, or back.
    pub size: Action,
    /// The program after this one on the whole stage, and the one before.
    pub files: [Option<Action>; 2],
}

/// A key went down.
pub fn key(event: &KeyboardEvent, act: &Callback<Action>, ways: &Ways, search: &UseStateHandle<Search>) {
    let Some(field) = of(event) else { return };
    let command = event.ctrl_key() || event.meta_key();
    let edit = |typed: fn(&[u16], Range<usize>, bool) -> Option<Typed>| {
        let text: Vec<u16> = field.value().encode_utf16().collect();
        let typed = typed(&text, selected(&field, text.len()), event.shift_key());
        typed.map(|typed| put(&field, &typed)).is_some()
    };
    match event.key().as_str() {
        // An input method's own Enter and Tab are not ours.
        _ if event.is_composing() => return,
        "Enter" if event.alt_key() && !command => act.emit(ways.size.clone()),
        name @ ("PageDown" | "PageUp") if event.alt_key() => {
            let Some(file) = &ways.files[usize::from(name == "PageUp")] else { return };
            act.emit(file.clone());
        }
        _ if event.alt_key() => return,
        "Enter" if command => act.emit(Action::Run { step_mode: false }),
        "f" | "F" if command && !event.shift_key() => open(&field, search),
        "/" if command => _ = edit(|text, selected, _| comments::toggle(text, &selected)),
        _ if command => return,
        "Tab" => _ = edit(typing::tab),
        "Enter" => _ = edit(|text, selected, _| Some(typing::enter(text, selected))),
        "Backspace" if edit(|text, selected, _| typing::backspace(text, selected)) => {}
        "Escape" if search.open => search.set(Search { open: false, ..(**search).clone() }),
        // Tab is the editor's own: this is the way out for the keyboard.
        "Escape" => _ = field.blur(),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Looks for what is selected, or for what was looked for last.
fn open(field: &HtmlTextAreaElement, search: &UseStateHandle<Search>) {
    if search.open {
        focus_find(field.parent_element());
    }
    let text = field.value();
    let units: Vec<u16> = text.encode_utf16().collect();
    let chosen = selected(field, units.len());
    let at = utf16::byte(&text, chosen.start);
    let chosen = String::from_utf16_lossy(&units[chosen]);
    let wanted = if chosen.is_empty() || chosen.contains('\n') { search.wanted.clone() } else { chosen };
    let current = crate::geometry::find::from(&crate::geometry::find::matches(&text, &wanted), at);
    search.set(Search { open: true, wanted, current });
}

/// What is selected, in UTF-16 units.
pub fn selected(field: &HtmlTextAreaElement, len: usize) -> Range<usize> {
    let place = |place: Option<u32>| place.map_or(len, |place| (place as usize).min(len));
    let start = place(field.selection_start().ok().flatten());
    start..place(field.selection_end().ok().flatten()).max(start)
}

/// As if it were typed, so that the browser can undo it and says that the text changed.
fn put(field: &HtmlTextAreaElement, typed: &Typed) {
    let document = field.owner_document().and_then(|document| document.dyn_into::<HtmlDocument>().ok());
    let Some(document) = document else { return };
    let select = |range: &Range<usize>| {
        _ = field.set_selection_range(range.start as u32, range.end as u32);
    };
    select(&typed.range);
    let command = if typed.text.is_empty() { "delete" } else { "insertText" };
    _ = document.exec_command_with_show_ui_and_value(command, false, &typed.text);
    select(&typed.select);
}

/// The byte at the caret, where it is beside what may be a bracket.
pub fn caret(field: &HtmlTextAreaElement) -> Option<usize> {
    let text = field.value();
    let selected = selected(field, text.len());
    let at = utf16::byte(&text, selected.start);
    (selected.is_empty()
        && text.len() <= crate::view::kit::code::MAX_COLOURED_BYTES
        && brackets::beside(&text, at))
    .then_some(at)
}

/// Selects these bytes, and scrolls to their line.
pub fn show(field: &HtmlTextAreaElement, text: &str, bytes: Range<usize>) {
    let [start, end] = [bytes.start, bytes.end].map(|byte| utf16::unit(text, byte) as u32);
    _ = field.set_selection_range(start, end);
    let line = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count() as i64;
    // The text is as high as its lines.
    let lines = line(text) + 1;
    let (height, seen) = (i64::from(field.scroll_height()), field.client_height());
    let y = (line(&text[..bytes.start]) * height / lines) as i32;
    let step = (height / lines) as i32;
    if y < field.scroll_top() + step || y + 2 * step > field.scroll_top() + seen {
        field.set_scroll_top((y - seen / 2).max(0));
    }
}

/// Scrolls sideways to the match that is shown, as soon as it is drawn; whether it is.
pub fn show_sideways(frame: &NodeRef) -> bool {
    let mark = frame.cast::<Element>().and_then(|frame| frame.query_selector(".m.on").ok().flatten());
    let (Some(mark), Some(field)) = (mark, within(frame)) else { return false };
    let (mark, seen) = (mark.get_bounding_client_rect(), field.get_bounding_client_rect());
    let [left, right] = [mark.left() - seen.left(), mark.right() - seen.right()].map(|px| px as i32);
    if left < 0 {
        field.set_scroll_left(field.scroll_left() + left - MARGIN_PX);
    } else if right > -MARGIN_PX {
        field.set_scroll_left(field.scroll_left() + right + MARGIN_PX);
    }
    true
}

/// Puts the keyboard into the field of what to find.
pub fn focus_find(frame: Option<Element>) {
    let field = frame.and_then(|frame| frame.query_selector(".find input").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        _ = field.focus();
        field.unchecked_into::<web_sys::HtmlInputElement>().select();
    }
}
