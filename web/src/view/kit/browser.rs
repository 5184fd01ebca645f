//! The browser's window, its clock, and the way of the keyboard out of a field.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, Window};

/// The window. Where there is none, there is no page.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// Time in ms since the page was opened.
pub fn now_ms() -> f64 {
    window().and_then(|w| w.performance()).map_or(0.0, |p| p.now())
}

/// The keyboard leaves the field in which Enter or Escape was pressed.
pub fn leave(event: &KeyboardEvent) {
    if matches!(event.key().as_str(), "Enter" | "Escape") {
        leave_field();
        event.prevent_default();
        event.stop_propagation();
    }
}

/// The keyboard leaves the field in which Escape was pressed.
pub fn escape(event: &KeyboardEvent) {
    if event.key() == "Escape" {
        leave(event);
    }
}

/// The keyboard leaves the field that has it.
pub fn leave_field() {
    let active = window().and_then(|w| w.document()).and_then(|document| document.active_element());
    if let Some(field) = active.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = field.blur();
    }
}
