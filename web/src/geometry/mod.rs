//! Layout: what stands where, as pure functions. No browser in here.

pub mod glyphs;
pub mod listing;
pub mod matrix;
pub mod python;
pub mod rows;
pub mod ruler;
pub mod streams;
pub mod tracks;
