//! What is shown, for others: a link to this step, its recording, and the frame for another page.

use super::relay;
use crate::{
    i18n,
    model::{Archive, Model},
    view::kit::browser::window,
};
use socketscope_shared::Language;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What can be given to others.
pub fn view(model: &Model) -> Html {
    let lang = model.lang;
    let here = here();
    let linked = here.filter(|_| !matches!(model.archive, Some(Archive::File { .. })));
    let seq = model.session.as_ref().map(|session| session.timeline.cursor()).filter(|seq| *seq > 0);
    let fragment = model.place_at(seq).fragment();
    let framed = linked.as_ref().filter(|_| model.archive.is_some());
    let frame = framed.map(|here| frame(model, here, &fragment));
    html! {
        <div class="share">
            if let Some([base, query]) = &linked {
                <Copied {lang} label={i18n::SHARE_LINK.get(lang)} text={[base.as_str(), query, &fragment].concat()} />
                if model.archive.is_none() { <p class="hint">{ i18n::SHARE_LINK_HELP.get(lang) }</p> }
            } else {
                <p class="hint">{ i18n::SHARE_FILE.get(lang) }</p>
            }
            if let Some(frame) = frame { <Copied {lang} label={i18n::SHARE_FRAME.get(lang)} text={frame} /> }
            if let Some(url) = linked.as_ref().and_then(|_| recording(model)) {
                <p><a class="btn download" href={url} download="">{ i18n::SHARE_RECORDING.get(lang) }</a></p>
                <p class="hint">{ i18n::SHARE_RECORDING_HELP.get(lang) }</p>
            }
        </div>
    }
}

/// The page's address: up to its `?`, and from there up to its `#`. None of a page that is a file.
fn here() -> Option<[String; 2]> {
    let location = window()?.location();
    let base = [location.origin().ok()?, location.pathname().ok()?].concat();
    base.starts_with("http").then_some([base, location.search().ok()?])
}

/// Where the recording of what is shown is.
fn recording(model: &Model) -> Option<String> {
    let session = model.session.as_ref()?;
    match &model.archive {
        Some(Archive::Recording { url }) => Some(url.clone()),
        _ => Some(relay::file(&session.id.to_string())),
    }
}

/// The element for another page, as docs/publish.md has it.
fn frame(model: &Model, [base, query]: &[String; 2], fragment: &str) -> String {
    let query = if query.is_empty() { "?" } else { &[query, "&"].concat() };
    let own = ["embed=1&controls=steps&lang=", model.lang.tag()].concat();
    let url = escaped(&[base, query, &own, fragment].concat());
    let title = model.current_lesson().map_or("Socketscope", |lesson| lesson.title.get(model.lang));
    let title = escaped(title);
    ["<iframe src=\"", &url, "\" width=\"720\" height=\"480\" title=\"", &title, "\"></iframe>"].concat()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// A text to take along.
#[derive(Debug, PartialEq, Properties)]
struct CopiedProps {
    lang: Language,
    /// What it is.
    label: &'static str,
    text: String,
}

/// A field with a text, and a button that copies it.
#[function_component]
fn Copied(props: &CopiedProps) -> Html {
    // Which text was copied, or not.
    let copied = use_state(|| None::<(String, bool)>);
    let field = use_node_ref();
    let onclick = {
        let (copied, text, field) = (copied.clone(), props.text.clone(), field.clone());
        move |_: MouseEvent| {
            let (copied, text, field) = (copied.clone(), text.clone(), field.clone());
            spawn_local(async move {
                let done = copy(&text).await;
                // The person copies what is selected.
                if let Some(field) = field.cast::<HtmlInputElement>().filter(|_| !done) {
                    let _ = field.focus();
                    field.select();
                }
                copied.set(Some((text, done)));
            });
        }
    };
    let lang = props.lang;
    let now = copied.as_ref().filter(|(text, _)| *text == props.text).map(|(_, done)| *done);
    let said = match now {
        None => "",
        Some(true) => i18n::SHARE_COPIED.get(lang),
        Some(false) => i18n::SHARE_NOT_COPIED.get(lang),
    };
    let button = i18n::SHARE_COPY.get(lang);
    html! {
        <div class="copied">
            <label>{ props.label }<input type="text" readonly=true ref={field} value={props.text.clone()} /></label>
            <button type="button" class="btn" aria-label={[button, ": ", props.label].concat()} {onclick}>{ button }</button>
            <span class="hint" role="status">{ said }</span>
        </div>
    }
}

/// Whether the browser took it; it does so only on a page of this machine, or one that came encrypted.
async fn copy(text: &str) -> bool {
    let clipboard = window().map(|window| window.navigator());
    let has = |navigator: &web_sys::Navigator| {
        js_sys::Reflect::get(navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_truthy())
    };
    match clipboard.filter(has) {
        Some(navigator) => JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok(),
        None => false,
    }
}
