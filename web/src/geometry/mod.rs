//! Layout: what goes where, as pure functions. No browser in here.

pub mod comparison;
pub mod frame;
pub mod glyphs;
pub mod listing;
pub mod matrix;
pub mod mono;
pub mod python;
pub mod rows;
pub mod ruler;
pub mod streams;
pub mod tracks;

/// As `f64::clamp`, but with bounds in the wrong order it gives the upper one instead of a panic, whose message alone
/// would bring the code that prints floats.
pub fn within(value: f64, from: f64, to: f64) -> f64 {
    value.max(from).min(to)
}
