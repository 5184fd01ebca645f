//! Bytes from a static host, or from a file: so many and no more.

use super::replay::{Problem, UNREACHABLE};
use crate::i18n;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamDefaultReader, Response};

/// How much is fetched at most, bytes.
#[derive(Clone, Copy)]
pub struct Limit(usize);

impl Limit {
    /// The lessons of a site.
    pub const LESSONS: Limit = Limit(16 << 20);
    /// A recording: as much as a phone can hold.
    pub const RECORDING: Limit = Limit(256 << 20);
}

/// What is at this address.
pub async fn get(url: &str, limit: Limit) -> Result<Vec<u8>, Problem> {
    let window = web_sys::window().ok_or(UNREACHABLE)?;
    let response = JsFuture::from(window.fetch_with_str(url)).await.map_err(|_| UNREACHABLE)?;
    let response: Response = response.dyn_into().map_err(|_| UNREACHABLE)?;
    if !response.ok() {
        return Err(i18n::RECORDING_NOT_THERE);
    }
    let Some(body) = response.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let read = JsFuture::from(reader.read()).await.map_err(|_| UNREACHABLE)?;
        let field = |name: &str| Reflect::get(&read, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        if field("done").is_truthy() {
            return Ok(bytes);
        }
        let Ok(part) = field("value").dyn_into::<Uint8Array>() else { return Err(UNREACHABLE) };
        if bytes.len() + part.length() as usize > limit.0 {
            // Nobody reads on; that the host may hear of it or not is all the same.
            let _ = reader.cancel();
            return Err(i18n::RECORDING_TOO_LARGE);
        }
        let from = bytes.len();
        bytes.resize(from + part.length() as usize, 0);
        part.copy_to(&mut bytes[from..]);
    }
}

/// What is in this file.
pub async fn read(file: &Blob, limit: Limit) -> Result<Vec<u8>, Problem> {
    if file.size() > limit.0 as f64 {
        return Err(i18n::RECORDING_TOO_LARGE);
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| UNREACHABLE)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
