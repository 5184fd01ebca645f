//! Everything that the page itself says: what the build script makes from `shared/texts/<language>/page`; see `docs/texts.md`.
//!
//! `RUN.get(lang)` is a text, `step_of(lang, &3, &41)` one with values.

mod texts {
    include!(concat!(env!("OUT_DIR"), "/page.rs"));
}

pub use socketscope_shared::words::Message;
pub(crate) use texts::*;
