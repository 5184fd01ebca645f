//! Packs the compiled page: `bundle WASM WORK DIST`.
//!
//! A program apart from xtask, because what reads and writes wasm takes long to build and no check needs it.

#![allow(clippy::print_stdout, reason = "a command-line tool")]

mod assets;
mod budget;
mod slim;
mod split;

use anyhow::{Context, Result, ensure};
use std::{
    env, fs,
    path::{Path, PathBuf},
};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<_> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [wasm, work, dist] = arguments.as_slice() else {
        anyhow::bail!("usage: bundle WASM WORK DIST (`cargo xtask web` does it)");
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("xtask/bundle")?;
    let sizes = assets::write(root, &bind(wasm, work)?, dist)?;
    budget::check(&sizes)
}

/// What the splitter and wasm-bindgen make of the compiled page.
#[derive(Default)]
struct Parts {
    /// The module that loads the wasm.
    script: Vec<u8>,
    /// The wasm of the first screen.
    wasm: Vec<u8>,
    /// The module that fetches the rest.
    link: Vec<u8>,
    /// The rest: names without extension, and wasm.
    later: Vec<(String, Vec<u8>)>,
}

/// Runs in this process, so that no other version of wasm-bindgen has to be installed or can mismatch. The folder `work` is
/// made anew.
fn bind(wasm: &Path, work: &Path) -> Result<Parts> {
    if work.exists() {
        fs::remove_dir_all(work)?;
    }
    let split = split::split(wasm, &work.join("split"))?;
    let out = work.join("bindgen");
    Bindgen::new()
        .input_path(&split.main)
        .out_name(split::PAGE)
        .web(true)?
        .typescript(false)
        // The parts share the first screen's table of functions.
        .keep_lld_exports(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&out)
        .context("wasm-bindgen does not understand the page's wasm")?;
    ensure!(
        !out.join("snippets").exists(),
        "a dependency of the page brings JavaScript files of its own; the relay serves one script only"
    );
    let mut parts = Parts {
        script: fs::read(out.join("page.js"))?,
        wasm: fs::read(out.join("page_bg.wasm"))?,
        link: split.link,
        later: split.later,
    };
    slim::number_hashes(&mut parts);
    Ok(parts)
}
