//! Builds the page: Rust to wasm, and this to the assets that the relay embeds.

use crate::{
    install,
    process::{cargo, run, target},
    steps::Steps,
};
use anyhow::Result;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// What the page is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// The page's own tests, which need a browser: web/tests/parts/.
pub const TESTS: &str = "parts";

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
    steps.run("packing the page", || bundle(&wasm))
}

/// The wasm alone: with the library for tests beside it, LTO keeps a seventh more of the code. The splitter reads
/// relocations.
fn compile() -> Result<PathBuf> {
    run(cargo()
        .args(["rustc", "--package", "socketscope-web", "--lib", "--crate-type", "cdylib"])
        .args(["--features", "split", "--target", TARGET, "--profile", "wasm-release"])
        .args(["--", "-C", "link-arg=--emit-relocs"]))?;
    Ok(target().join(TARGET).join("wasm-release/socketscope_web.wasm"))
}

fn bundle(wasm: &Path) -> Result<PathBuf> {
    // The workspace's features, so that the tests' build finds the same dependencies built.
    run(cargo().args(["build", "--workspace", "--bin", "bundle"]))?;
    let dist = target().join("page");
    run(Command::new(target().join("debug/bundle")).args([wasm, &target().join("page-work"), &dist]))?;
    Ok(dist)
}
