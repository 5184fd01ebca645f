//! Programs to and from files on the person's disk.

use crate::{
    i18n,
    model::{Action, Edit, MAX_TEXT_BYTES, NotLoaded, Shown, WhyNot},
};
use js_sys::{Array, Uint8Array};
use socketscope_shared::Language;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Element, File, HtmlAnchorElement, HtmlInputElement, Url};
use yew::prelude::*;

/// Loads a file into the program, and saves the program to one.
pub fn buttons(lang: Language, act: &Callback<Action>, program: &Shown) -> Html {
    let [load_it, save_it] = [i18n::LOAD_FILE, i18n::SAVE_FILE].map(|text| text.get(lang));
    let choose = |event: MouseEvent| {
        let button: Element = event.target_unchecked_into();
        let button = button.closest("button").ok().flatten();
        let next = button.and_then(|button| button.next_element_sibling());
        if let Some(field) = next.and_then(|next| next.dyn_into::<HtmlInputElement>().ok()) {
            field.click();
        }
    };
    let chosen = {
        let (act, actor) = (act.clone(), program.actor.clone());
        move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = field.files().and_then(|files| files.get(0)) {
                load(&act, actor.clone(), file);
            }
            // The same file can be chosen again.
            field.set_value("");
        }
    };
    let (name, text) = (program.file.clone(), program.text.clone());
    let save = move |_: MouseEvent| _ = save(&name, &text);
    html! {
        <>
            <button class="edit file" type="button" title={load_it} aria-label={load_it} onclick={choose}>{ icon("M8 10V2M5 5l3-3 3 3") }</button>
            <input type="file" hidden=true accept=".py,.txt,text/*" aria-label={load_it} onchange={chosen} />
            <button class="edit file" type="button" title={save_it} aria-label={save_it} onclick={save}>{ icon("M8 2v8M5 7l3 3 3-3") }</button>
        </>
    }
}

/// An arrow out of a tray, or into it.
fn icon(arrow: &'static str) -> Html {
    html! { <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d={arrow} /><path d="M2 10v4h12v-4" /></svg> }
}

/// Why a file was not loaded, where it was for this program.
pub fn problem(lang: Language, not_loaded: Option<&NotLoaded>, actor: &str) -> Html {
    let Some(NotLoaded { file, why, .. }) = not_loaded.filter(|not| not.actor == actor) else {
        return Html::default();
    };
    let text = match why {
        WhyNot::TooLarge => i18n::load_too_large(lang, file),
        WhyNot::NotText => i18n::load_not_text(lang, file),
        WhyNot::Unreadable => i18n::load_unreadable(lang, file),
    };
    html! { <p class="note-bad" role="alert">{ text }</p> }
}

/// Reads a file; of one that is too long, enough to see that.
pub fn load(act: &Callback<Action>, actor: String, file: File) {
    let act = act.clone();
    spawn_local(async move {
        let part = file.slice_with_i32_and_i32(0, MAX_TEXT_BYTES as i32 + 1);
        let bytes = match part {
            Ok(part) => JsFuture::from(part.array_buffer()).await.ok(),
            Err(_) => None,
        };
        let bytes = bytes.map(|bytes| Uint8Array::new(&bytes).to_vec());
        act.emit(Action::Edit(Edit::Load { actor, file: file.name(), bytes }));
    });
}

/// As if the person had followed a link to it.
fn save(name: &str, text: &str) -> Result<(), JsValue> {
    let blob = Blob::new_with_str_sequence(&Array::of1(&JsValue::from_str(text)))?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(document) = document {
        let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    Url::revoke_object_url(&url)
}
