//! The whole in a real browser.

mod back_row;
mod barriers;
mod boxes;
mod curriculum;
mod editing;
mod layout;
mod lecture;
mod own;
mod published;
