//! The page: draws a session's timeline and sends a person's commands.
//!
//! - [`model`]: what the page knows, and every way in which it changes. Pure.
//! - [`store`]: the socket to the relay.
//! - [`geometry`]: layout, as pure functions of a timeline; tested natively.
//! - [`view`]: the model as elements and pictures. Computes no state.
//! - [`part`]: parts of the page whose code comes when it is needed.
//! - [`i18n`]: all texts; [`keys`]: all keys; [`url`]: the page's address.

pub mod geometry;
pub mod i18n;
pub mod keys;
pub mod model;
pub mod part;
pub mod store;
pub mod url;
pub mod view;

use wasm_bindgen::prelude::wasm_bindgen;

/// Shows the page in the document. Called by `boot.js`, not on load, so that tests can import the library.
#[wasm_bindgen]
pub fn start() {
    view::shell::app::mount(view::shell::app::Props::default());
}
