//! The page's parts in a real browser, from hand-made logs: the DOM shows what the log says.
#![cfg(target_arch = "wasm32")]

mod borders;
mod code;
mod comparison;
mod doors;
mod editor;
mod editor_tools;
mod kept;
mod layers;
mod page;
mod readiness;
mod shell;
mod sockets;
mod stage;
mod verdicts;
mod waiting;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
