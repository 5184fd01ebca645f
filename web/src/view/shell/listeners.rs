//! What the browser tells the page without being asked: keys, its address, what the system prefers.

use super::{
    app::{App, Msg},
    document::{self, Listener},
    embed, swipe,
};
use crate::{model::Action, view::kit::browser};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, File, KeyboardEvent};
use yew::prelude::*;

/// What the window tells the page.
pub(super) fn listeners(ctx: &Context<App>) -> Vec<Listener> {
    const PREFERENCES: [&str; 2] = [DARK, STILL];
    let Some(window) = browser::window() else { return Vec::new() };
    let keys = ctx.link().clone();
    let address = ctx.link().clone();
    let files = ctx.link().clone();
    let mut listeners = vec![
        Listener::new(window.clone().into(), "keydown", move |event| {
            if let Ok(event) = event.dyn_into::<KeyboardEvent>() {
                keys.send_message(Msg::Key(event));
            }
        }),
        // Without this the browser would leave the page for the file.
        Listener::new(window.clone().into(), "dragover", |event| {
            if event.dyn_ref::<DragEvent>().and_then(recording).is_some() {
                event.prevent_default();
            }
        }),
        Listener::new(window.clone().into(), "drop", move |event| {
            if let Some(file) = event.dyn_ref::<DragEvent>().and_then(recording).flatten() {
                event.prevent_default();
                files.send_message(Msg::Dropped(file));
            }
        }),
        Listener::new(window.clone().into(), "hashchange", move |_| address.send_message(Msg::Address)),
    ];
    listeners.extend(embed::listener(ctx));
    listeners.extend(swipe::listeners(ctx));
    for query in PREFERENCES {
        if let Ok(Some(list)) = window.match_media(query) {
            let link = ctx.link().clone();
            let hear = move |_| link.send_message(Msg::Act(system()));
            listeners.push(Listener::new(list.into(), "change", hear));
        }
    }
    listeners
}

/// The file that is dragged, unless an editor takes it for a program's; it is known once it is dropped.
fn recording(event: &DragEvent) -> Option<Option<File>> {
    let data = event.data_transfer().filter(|_| !event.default_prevented())?;
    let files = data.types().includes(&"Files".into(), 0);
    files.then(|| data.files().and_then(|files| files.get(0)).filter(|file| file.name().ends_with(".skrec")))
}

const DARK: &str = "(prefers-color-scheme: dark)";
const STILL: &str = "(prefers-reduced-motion: reduce)";

/// What the system prefers.
pub(super) fn system() -> Action {
    Action::System { dark: document::prefers(DARK), reduced_motion: document::prefers(STILL) }
}
