//! Layout: what goes where, as pure functions. No browser in here.

pub mod brackets;
pub mod comments;
pub mod comparison;
pub mod fall;
pub mod find;
pub mod frame;
pub mod glyphs;
pub mod listing;
pub mod marks;
pub mod matrix;
pub mod mono;
pub mod plain;
pub mod pointers;
pub mod preamble;
pub mod python;
pub mod rows;
pub mod ruler;
pub mod tracks;
pub mod typing;
pub mod utf16;

/// As `f64::clamp`, but with bounds in the wrong order it gives the upper one instead of a panic, whose message alone
/// would bring the code that prints floats.
pub fn within(value: f64, from: f64, to: f64) -> f64 {
    value.max(from).min(to)
}
