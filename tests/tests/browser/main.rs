//! The whole in a real browser.

mod back_row;
mod curriculum;
mod editing;
mod layout;
mod lecture;
