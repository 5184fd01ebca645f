//! What the log adds up to at each of its events. All of it grows with the log, event by event.

mod by_id;
pub mod clock;
pub mod comparison;
pub mod deadlock;
pub mod exchange;
pub mod history;
pub mod readiness;
pub mod timeline;
pub mod world;
