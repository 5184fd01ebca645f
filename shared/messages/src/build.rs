//! What build scripts call: each writes one file into cargo's `OUT_DIR`.
#![expect(clippy::print_stdout, reason = "cargo reads what a build script prints")]

use crate::{
    catalogue::{self, Findings},
    rust,
};
use std::{env, error::Error, fs, path::Path};

/// Writes `languages.rs`: the languages that have a folder in `texts`.
pub fn languages(texts: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", texts.display());
    write("languages", &rust::languages(&catalogue::languages(texts)?))
}

/// Writes `<part>.rs`: the messages of a part; see [`rust::messages`].
pub fn messages(texts: &Path, part: &str, runtime: &str) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", texts.display());
    let languages = catalogue::languages(texts)?;
    let (catalogue, Findings { errors, warnings }) = catalogue::read(texts, part, &languages)?;
    for problem in errors {
        println!("cargo::error={problem}");
    }
    for problem in warnings {
        println!("cargo::warning={problem}; the English text stands in");
    }
    write(part, &rust::messages(&catalogue, runtime))
}

fn write(name: &str, source: &str) -> Result<(), Box<dyn Error>> {
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    Ok(fs::write(Path::new(&out).join(name).with_extension("rs"), source)?)
}
