//! What the relay is asked about the runs that it keeps.

use super::run::Run;
use crate::i18n::{self, Message};
use js_sys::{Array, JSON};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// Why something was not done, in a sentence.
pub type Problem = Message;

/// A change of a kept run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is called this.
    Name(String),
    /// It stays when room is made, or no longer.
    Pinned(bool),
    /// It is removed, or back again.
    Removed(bool),
}

impl Change {
    fn json(&self) -> String {
        let quoted = |text: &str| JSON::stringify(&JsValue::from_str(text)).map(String::from);
        match self {
            Change::Name(name) => ["{\"name\":", &quoted(name).unwrap_or_default(), "}"].concat(),
            Change::Pinned(on) => ["{\"pinned\":", if *on { "true}" } else { "false}" }].concat(),
            Change::Removed(on) => ["{\"removed\":", if *on { "true}" } else { "false}" }].concat(),
        }
    }
}

/// The address of a kept run's file.
pub fn file(id: &str) -> String {
    ["recordings/", id, ".skrec"].concat()
}

/// The kept runs, newest first.
pub async fn list(token: String) -> Result<Vec<Run>, Problem> {
    let response = ask(&["recordings?token=", &token].concat(), None).await?;
    let text = response.text().map_err(|_| i18n::KEPT_UNREACHABLE)?;
    let text = JsFuture::from(text).await.map_err(|_| i18n::KEPT_UNREACHABLE)?;
    let list = text.as_string().and_then(|text| JSON::parse(&text).ok());
    let list = list.and_then(|list| list.dyn_into::<Array>().ok()).ok_or(i18n::KEPT_UNREACHABLE)?;
    Ok(list.iter().filter_map(|one| Run::read(&one)).collect())
}

/// Changes one.
pub async fn change(token: String, id: String, change: Change) -> Result<(), Problem> {
    let url = [&file(&id), "?token=", &token].concat();
    ask(&url, Some(&change.json())).await.map(drop)
}

async fn ask(url: &str, body: Option<&str>) -> Result<Response, Problem> {
    let init = RequestInit::new();
    if let Some(body) = body {
        init.set_method("POST");
        init.set_body(&JsValue::from_str(body));
    }
    let window = web_sys::window().ok_or(i18n::KEPT_UNREACHABLE)?;
    let response = JsFuture::from(window.fetch_with_str_and_init(url, &init)).await;
    let response = response.ok().and_then(|response| response.dyn_into::<Response>().ok());
    let response = response.ok_or(i18n::KEPT_UNREACHABLE)?;
    match response.status() {
        200..300 => Ok(response),
        403 => Err(i18n::KEPT_NO_TOKEN),
        404 => Err(i18n::KEPT_GONE),
        409 => Err(i18n::KEPT_BUSY),
        422 => Err(i18n::KEPT_BAD_NAME),
        _ => Err(i18n::KEPT_FAILED),
    }
}
