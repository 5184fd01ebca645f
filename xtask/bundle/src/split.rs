//! Splits the page's wasm where `socketscope_web::part` says so.

use crate::slim;
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};
use wasm_split_cli_support::{Options, transform};

/// The name of the page's script and wasm, without extension.
pub const PAGE: &str = "page";
/// How the scripts import each other before they have a hash in their name.
pub const PAGE_IMPORT: &str = "./page.js";
/// The same for the module that fetches the rest.
pub const LINK_IMPORT: &str = "./split.js";

/// The wasm in pieces.
pub struct Split {
    /// The file with the first screen's, for wasm-bindgen.
    pub main: PathBuf,
    /// The module that fetches the rest.
    pub link: Vec<u8>,
    /// The rest: names without extension, and wasm.
    pub later: Vec<(String, Vec<u8>)>,
}

/// Writes the pieces of `wasm` into `folder`.
pub fn split(wasm: &Path, folder: &Path) -> Result<Split> {
    let input = fs::read(wasm)?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = PAGE_IMPORT;
    options.link_name = LINK_IMPORT;
    let pieces = transform(options)
        .map_err(|report| anyhow::anyhow!("{report:#}"))
        .context("the page's wasm can't be split")?;
    let mut later = Vec::new();
    for file in pieces.split_modules {
        let stem = file.file_stem().context("a piece without a name")?.to_string_lossy().into_owned();
        later.push((stem, slim::wasm(&fs::read(&file)?)?));
    }
    later.sort();
    Ok(Split { main, link: fs::read(folder.join(LINK_IMPORT))?, later })
}
