//! What the tests of the whole share: the built relay, a real browser, a viewer that speaks the wire, `play --json`.
//!
//! They test the binary that `SOCKETSCOPE_BINARY` names, else the one beside them in target/. `cargo xtask test`
//! builds it with the page in it.

pub mod browser;
mod child;
pub mod export;
pub mod page;
pub mod play;
pub mod relay;
pub mod site;
pub mod tools;
pub mod viewer;
pub mod wait;

pub use browser::Browser;
pub use child::binary;
pub use page::Page;
pub use relay::Relay;
pub use site::{Site, single};
pub use viewer::Viewer;
