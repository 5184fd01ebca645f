//! Small parts that several parts of the page share. It knows none of them.

pub mod answering;
pub mod browser;
pub mod buttons;
pub mod classes;
pub mod code;
pub mod figures;
pub mod names;
pub mod note;
pub mod pane;
pub mod predict;
pub mod program;
pub mod starts;
pub mod strips;
pub mod units;
pub mod views;
