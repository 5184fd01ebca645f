//! What the browser keeps for the page: the token, what was chosen, and what was written.

use super::document;
use crate::{
    model::{Edited, Edits, MAX_TEXT_BYTES, Model, RunFigures, Sizes, Theme},
    url::Place,
    view::kit::browser::window,
};
use socketscope_shared::Language;
use web_sys::Storage;

const KEPT_LANG: &str = "socketscope.lang";
const KEPT_THEME: &str = "socketscope.theme";
const KEPT_SIZES: &str = "socketscope.sizes";
const KEPT_TEXT: &str = "socketscope.text.";
const KEPT_RUN: &str = "socketscope.run.";
const KEPT_KNOBS: &str = "socketscope.knobs.";
const KEPT_TOKEN: &str = "socketscope.token";

/// The token: of the address, else the one that this tab had before a reload.
pub fn token(place: &Place) -> Option<String> {
    let kept = tab();
    if let Some(token) = &place.token {
        keep(kept.as_ref(), KEPT_TOKEN, token);
        return Some(token.clone());
    }
    kept?.get_item(KEPT_TOKEN).ok().flatten()
}

/// The language: as the address asks, or as chosen before, else as the browser has it.
pub fn language() -> Language {
    if let Some(lang) = document::asked("lang").and_then(|tag| Language::of_tag(&tag)) {
        return lang;
    }
    let chosen = local().and_then(|kept| kept.get_item(KEPT_LANG).ok().flatten());
    let browser = || window().and_then(|w| w.navigator().language());
    chosen.or_else(browser).and_then(|tag| Language::of_tag(&tag)).unwrap_or_default()
}

/// The colours: as the address asks, or as chosen before, else as the system has it.
pub fn theme() -> Theme {
    let kept = || local().and_then(|kept| kept.get_item(KEPT_THEME).ok().flatten());
    match document::asked("theme").or_else(kept).as_deref() {
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

/// The sizes of the page's parts that were kept.
pub fn sizes() -> Sizes {
    let kept = local().and_then(|kept| kept.get_item(KEPT_SIZES).ok().flatten());
    kept.map(|kept| Sizes::read(&kept)).unwrap_or_default()
}

/// Keeps the chosen sizes.
pub fn keep_sizes(sizes: &Sizes) {
    keep(local().as_ref(), KEPT_SIZES, &sizes.write());
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

/// What is kept there, by name.
fn keys(storage: &Storage) -> Vec<String> {
    let key = |index| storage.key(index).ok().flatten();
    (0..storage.length().unwrap_or(0)).filter_map(key).collect()
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
