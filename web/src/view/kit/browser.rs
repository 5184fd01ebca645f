//! What the page asks of the browser: its address, what it keeps, what the system prefers, and when things happen.

use crate::{
    i18n,
    keys::Key,
    model::{Edited, Edits, MAX_TEXT_BYTES, Model, RunFigures, Theme},
    url::Place,
};
use socketscope_shared::Language;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, EventTarget, HtmlElement, HtmlInputElement, KeyboardEvent, Storage, Window};

const KEPT_LANG: &str = "socketscope.lang";
const KEPT_THEME: &str = "socketscope.theme";
const KEPT_TEXT: &str = "socketscope.text.";
const KEPT_RUN: &str = "socketscope.run.";
const KEPT_KNOBS: &str = "socketscope.knobs.";
const KEPT_TOKEN: &str = "socketscope.token";

/// The window. Where there is none, there is no page.
pub fn window() -> Option<Window> {
    web_sys::window()
}

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

/// The token: of the address, else the one that this tab had before a reload.
pub fn token(place: &Place) -> Option<String> {
    let kept = tab();
    if let Some(token) = &place.token {
        keep(kept.as_ref(), KEPT_TOKEN, token);
        return Some(token.clone());
    }
    kept?.get_item(KEPT_TOKEN).ok().flatten()
}

/// The language: as chosen before, else as the browser has it.
pub fn language() -> Language {
    let chosen = local().and_then(|kept| kept.get_item(KEPT_LANG).ok().flatten());
    let browser = || window().and_then(|w| w.navigator().language());
    chosen.or_else(browser).and_then(|tag| Language::of_tag(&tag)).unwrap_or_default()
}

/// The colours: as chosen before, else as the system has it.
pub fn theme() -> Theme {
    match local().and_then(|kept| kept.get_item(KEPT_THEME).ok().flatten()).as_deref() {
        Some("dark") => Theme::Dark,
        Some("light") => Theme::Light,
        _ => Theme::Auto,
    }
}

/// Keeps the chosen language.
pub fn keep_language(lang: Language) {
    keep(local().as_ref(), KEPT_LANG, lang.tag());
}

/// Keeps the chosen colours.
pub fn keep_theme(theme: Theme) {
    let name = match theme {
        Theme::Auto => "",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    keep(local().as_ref(), KEPT_THEME, name);
}

/// The changed texts that were kept.
pub fn edits() -> Edits {
    let Some(storage) = local() else { return Edits::default() };
    let keys = keys(&storage);
    let edited = keys.iter().filter_map(|key| {
        let (lesson, actor) = key.strip_prefix(KEPT_TEXT)?.split_once('/')?;
        let text = storage.get_item(key).ok().flatten()?;
        Some(Edited { lesson: lesson.to_owned(), actor: actor.to_owned(), text: text.into() })
    });
    Edits::kept(edited.collect())
}

/// Keeps the texts that changed.
pub fn keep_edits(edits: &mut Edits) {
    for (lesson, actor) in edits.take_changed() {
        let key = [KEPT_TEXT, &lesson, "/", &actor].concat();
        let text = edits.get(&lesson, &actor);
        // Said in its card; what was kept before stays.
        if text.is_some_and(|text| text.len() > MAX_TEXT_BYTES) {
            continue;
        }
        edits.not_kept = !local().is_some_and(|storage| match text {
            Some(text) => storage.set_item(&key, text).is_ok(),
            None => storage.remove_item(&key).is_ok(),
        });
    }
}

/// What is kept there, by name.
fn keys(storage: &Storage) -> Vec<String> {
    let key = |index| storage.key(index).ok().flatten();
    (0..storage.length().unwrap_or(0)).filter_map(key).collect()
}

/// What the last runs cost, as it was kept.
pub fn figures() -> Vec<RunFigures> {
    let Some(storage) = local() else { return Vec::new() };
    let kept = |key: &String| RunFigures::read(key.strip_prefix(KEPT_RUN)?, &storage.get_item(key).ok()??);
    keys(&storage).iter().filter_map(kept).collect()
}

/// Keeps them where they changed.
pub fn keep_figures(model: &mut Model) {
    if std::mem::take(&mut model.figures_changed) {
        for run in &model.figures {
            keep(local().as_ref(), &[KEPT_RUN, &run.lesson].concat(), &run.write());
        }
    }
}

/// The knobs of a lesson as this tab had them before a reload: an edited program may say the same.
pub fn knobs(lesson: Option<&str>) -> Vec<(String, String)> {
    let read = || tab()?.get_item(&[KEPT_KNOBS, lesson?].concat()).ok().flatten();
    let kept = read().unwrap_or_default();
    kept.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, value)| (id.into(), value.into()))
        .collect()
}

/// Keeps the chosen lesson's knobs.
pub fn keep_knobs(model: &Model) {
    if let Some(lesson) = &model.lesson {
        let lines = model.knob_values.iter().map(|(id, value)| [id, "\t", value, "\n"].concat());
        keep(tab().as_ref(), &[KEPT_KNOBS, lesson].concat(), &lines.collect::<String>());
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

/// Time in ms since the page was opened.
pub fn now_ms() -> f64 {
    window().and_then(|w| w.performance()).map_or(0.0, |p| p.now())
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

fn tab() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

fn local() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// A browser that keeps nothing (private, full) is no reason to fail.
fn keep(storage: Option<&Storage>, key: &str, value: &str) {
    if let Some(storage) = storage {
        let _ = storage.set_item(key, value);
    }
}
