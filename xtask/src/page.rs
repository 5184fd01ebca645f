//! Builds the page: Rust to wasm, wasm to parts with their JavaScript, and these to the assets that the relay embeds.

use crate::{
    assets, budget, install,
    process::{cargo, root, run, target},
    slim, split,
    steps::Steps,
};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// Steps that [`build`] announces.
pub const STEPS: usize = 3;

/// `cargo xtask web`.
pub fn web() -> Result<()> {
    let mut steps = Steps::new(STEPS);
    let dist = build(&mut steps)?;
    println!("\nThe page is in {}, built in {}.", dist.display(), steps.took());
    Ok(())
}

/// Builds the page, checks its size, and returns the folder for `SOCKETSCOPE_DIST`.
pub fn build(steps: &mut Steps) -> Result<PathBuf> {
    steps.run("looking for the wasm target", install::wasm_target)?;
    let wasm = steps.run("building the page", compile)?;
    steps.run("packing the page", || {
        let parts = bind(&wasm)?;
        let dist = target().join("page");
        let sizes = assets::write(&root(), &parts, &dist)?;
        budget::check(&sizes)?;
        Ok(dist)
    })
}

/// The wasm alone: with the library for tests beside it, LTO keeps a seventh more of the code. The splitter reads
/// relocations.
fn compile() -> Result<PathBuf> {
    run(cargo()
        .args([
            "rustc",
            "--package",
            "socketscope-web",
            "--lib",
            "--crate-type",
            "cdylib",
            "--features",
            "split",
        ])
        .args(["--target", "wasm32-unknown-unknown", "--profile", "wasm-release"])
        .args(["--", "-C", "link-arg=--emit-relocs"]))?;
    Ok(target().join("wasm32-unknown-unknown/wasm-release/socketscope_web.wasm"))
}

/// What the splitter and wasm-bindgen make of the compiled page.
#[derive(Default)]
pub struct Parts {
    /// The module that loads the wasm.
    pub script: Vec<u8>,
    /// The wasm of the first screen.
    pub wasm: Vec<u8>,
    /// The module that fetches the rest.
    pub link: Vec<u8>,
    /// The rest: names without extension, and wasm.
    pub later: Vec<(String, Vec<u8>)>,
}

/// In this process, so that there is no other version of wasm-bindgen to install or to mismatch.
fn bind(wasm: &std::path::Path) -> Result<Parts> {
    let out = target().join("page-bindgen");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    let split = split::split(wasm, &target().join("page-split"))?;
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
    anyhow::ensure!(
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
