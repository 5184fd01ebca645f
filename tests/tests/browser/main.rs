//! The whole in a real browser.

mod back_row;
mod barriers;
mod boxes;
mod curriculum;
mod editing;
mod kept;
mod layout;
mod lecture;
mod own;
mod published;
