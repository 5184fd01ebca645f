//! Texts for people: from Fluent files to Rust.
//!
//! `shared/texts/<language>/<part>/<group>.ftl` holds what a part of Socketscope says in a language. A build script makes a
//! constant of each message without arguments and a function of each with some; nothing of Fluent is left at run time.
//! A mistake fails the build, with its file and line.
//!
//! # Layout
//! - [`ftl`]: a file's messages, in the small part of Fluent that is used here.
//! - [`catalogue`]: a part's messages in all languages, compared with the English ones.
//! - [`chinese`]: mistakes in Chinese texts that otherwise only its readers would see.
//! - [`plural`]: which numbers take which form, by Unicode's CLDR.
//! - [`rust`]: what the build script writes.

pub mod build;
pub mod catalogue;
pub mod chinese;
pub mod ftl;
pub mod plural;
pub mod rust;
#[cfg(test)]
mod tests;

use std::fmt;

/// What is wrong in a file of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// From 1; 0 where the whole file is meant.
    pub line: usize,
    /// In a sentence.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}
