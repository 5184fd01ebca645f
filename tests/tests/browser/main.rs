//! The whole in a real browser.

mod curriculum;
mod editing;
mod layout;
mod lecture;
mod own;
