//! The whole in a real browser.

mod barriers;
mod boxes;
mod curriculum;
mod editing;
mod layout;
mod lecture;
mod own;
mod published;
