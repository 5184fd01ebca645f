//! The editor of programs.

pub mod cards;
pub mod field;
pub mod files;
pub mod find;
pub mod hosts;
pub mod text;
