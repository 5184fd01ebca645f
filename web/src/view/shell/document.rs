//! What the page asks of the browser: its address, what the system prefers, and when things happen.

use crate::{
    i18n,
    keys::Key,
    model::{Archive, Model},
    url::Place,
    view::kit::browser::window,
};
use socketscope_shared::Language;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, EventTarget, HtmlElement, HtmlInputElement, KeyboardEvent, UrlSearchParams};

/// The part of the page's address after `#`.
pub fn place() -> Place {
    let hash = window().and_then(|w| w.location().hash().ok()).unwrap_or_default();
    Place::parse(&hash)
}

/// Writes the address without adding to the browser's history.
pub fn set_place(place: &Place) {
    if let Some(history) = window().and_then(|w| w.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&place.fragment()));
    }
}

/// The address of the relay's socket: where the page came from.
pub fn socket_url() -> Option<String> {
    let location = window()?.location();
    let scheme = if location.protocol().ok()? == "https:" { "wss://" } else { "ws://" };
    Some([scheme, &location.host().ok()?, "/ws"].concat())
}

/// What the page shows in place of a relay: a recording of its address (`?recording=URL`), or the site that it belongs to.
pub fn archive() -> Option<Archive> {
    let window = window()?;
    let search = window.location().search().unwrap_or_default();
    let asked = UrlSearchParams::new_with_str(&search).ok().and_then(|search| search.get("recording"));
    let site = || {
        let meta = window.document()?.query_selector("meta[name=socketscope-lessons]").ok()??;
        Some(Archive::Site { lessons: meta.get_attribute("content")? })
    };
    asked.map(|url| Archive::Recording { url }).or_else(site)
}

/// Reloads the page.
pub fn reload() {
    let _ = window().map(|window| window.location().reload());
}

/// Opens an address in another tab, which learns nothing of this one.
pub fn open_tab(url: Option<String>) {
    if let (Some(window), Some(url)) = (window(), url) {
        let _ = window.open_with_url_and_target_and_features(&url, "_blank", "noopener,noreferrer");
    }
}

/// Whether a media query holds.
pub fn prefers(query: &str) -> bool {
    window().and_then(|w| w.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

/// What of the model stands outside of the page's root: language, colours, title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dress {
    lang: Language,
    dark: bool,
    present: bool,
    title: String,
}

impl Dress {
    /// As the model has it.
    pub fn of(model: &Model) -> Self {
        let lesson = model.current_lesson().map(|lesson| lesson.title.get(model.lang));
        let title = lesson.map_or_else(|| "Socketscope".to_owned(), |t| [t, " · Socketscope"].concat());
        Dress { lang: model.lang, dark: model.dark(), present: model.present, title }
    }

    /// Puts it on the document.
    pub fn wear(&self) {
        let Some(document) = window().and_then(|w| w.document()) else { return };
        document.set_title(&self.title);
        let Some(root) = document.document_element() else { return };
        let _ = root.set_attribute("lang", i18n::LANGUAGE_TAG.get(self.lang));
        let _ = root.set_attribute("data-theme", if self.dark { "dark" } else { "light" });
        let _ = root.toggle_attribute_with_force("data-present", self.present);
    }
}

/// A listener that is taken away when dropped.
pub struct Listener {
    target: EventTarget,
    kind: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens.
    pub fn new(target: EventTarget, kind: &'static str, hear: impl FnMut(Event) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(Event)>::new(hear);
        let _ = target.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
        Listener { target, kind, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ =
            self.target.remove_event_listener_with_callback(self.kind, self.closure.as_ref().unchecked_ref());
    }
}

/// An animation frame that was asked for; dropped, it does not come.
pub struct Frame {
    id: i32,
    _closure: Closure<dyn FnMut(f64)>,
}

impl Frame {
    /// Asks for the next one; `then` gets the time in ms.
    pub fn ask(then: impl FnMut(f64) + 'static) -> Option<Self> {
        let closure = Closure::<dyn FnMut(f64)>::new(then);
        let id = window()?.request_animation_frame(closure.as_ref().unchecked_ref()).ok()?;
        Some(Frame { id, _closure: closure })
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let Some(window) = window() {
            let _ = window.cancel_animation_frame(self.id);
        }
    }
}

/// Calls `with` with the key of an event.
pub fn with_key<T>(event: &KeyboardEvent, with: impl FnOnce(Key<'_>) -> T) -> T {
    let name = event.key();
    let command = event.ctrl_key() || event.alt_key() || event.meta_key();
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let on = |tag: &str| element.as_ref().is_some_and(|e| e.tag_name().eq_ignore_ascii_case(tag));
    let editable = element.as_ref().is_some_and(|e| e.has_attribute("contenteditable"));
    let check_box = on("input") && element.as_ref().is_some_and(|e| e.matches("[type=checkbox]") == Ok(true));
    let typing = on("input") && !check_box || on("textarea") || on("select") || editable;
    // Enter presses what has the focus. Space plays, unless it is what a check box waits for.
    let pressing = match name.as_str() {
        "Enter" => on("button") || on("summary") || on("a") || check_box,
        " " => on("summary") || check_box,
        _ => false,
    };
    with(Key { name: &name, shift: event.shift_key(), command, typing: typing || pressing })
}

/// Puts the keyboard into the first element of this kind, where it is not there yet.
pub fn focus(css: &str) {
    let Some(document) = window().and_then(|w| w.document()) else { return };
    let found = document.query_selector(css).ok().flatten();
    let Some(element) = found.filter(|found| document.active_element().as_ref() != Some(found)) else {
        return;
    };
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
    // What is typed replaces what was there.
    if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
        field.select();
    }
}
