//! What the page shows at once, and from where it fetches the rest.

pub mod address;
pub mod app;
pub mod contrast;
pub mod document;
mod embed;
pub mod fetched;
pub mod header;
pub mod kept;
pub mod lesson;
pub mod listeners;
pub mod nav;
pub mod pace;
pub mod programs;
pub mod side;
pub mod stage;
pub mod status;
mod swipe;
