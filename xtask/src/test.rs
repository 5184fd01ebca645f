//! Everything that is checked.

use crate::{
    check, install, page,
    process::{cargo, find, path_with, root, run, target},
    relay::DIST_VARIABLE,
    steps::Steps,
};
use anyhow::{Context, Result};
use std::{env, ffi::OsString, fs, path::Path, process::Command};

/// `cargo xtask test`.
pub fn test(filter: Option<&str>) -> Result<()> {
    match filter {
        None => everything(),
        Some(filter) => matching(filter),
    }
}

fn everything() -> Result<()> {
    let mut steps = Steps::new(1 + check::STEPS + page::STEPS + 5);
    steps.run("looking for the tests' tools", install::test_tools)?;
    check::all(&mut steps)?;
    let dist = page::build(&mut steps)?;
    steps.run("building the programs and their tests", || build(&dist))?;
    steps.run("native tests", || native(&dist, Part::Native))?;
    let wasm_pack = steps.run("looking for wasm-pack", install::wasm_pack)?;
    steps.run("tests of the page's parts in a browser", || in_browser(&wasm_pack))?;
    steps.run("tests of the whole, in a browser and from outside", || native(&dist, Part::Whole))?;
    println!("\nAll checks and tests passed in {}.", steps.took());
    Ok(())
}

fn matching(filter: &str) -> Result<()> {
    let mut steps = Steps::new(1 + page::STEPS + 2);
    steps.run("looking for the tests' tools", install::test_tools)?;
    let dist = page::build(&mut steps)?;
    steps.run("building the programs and their tests", || build(&dist))?;
    steps.run("tests with this in their name", || native(&dist, Part::Matching(filter)))?;
    println!("\nThe tests whose name contains \"{filter}\" passed in {}.", steps.took());
    Ok(())
}

/// Every target of every crate at once: cargo unites features over the crates that one command names, so commands
/// that name others would build the dependencies again.
fn build(dist: &Path) -> Result<()> {
    run(cargo().args(["build", "--workspace", "--all-targets"]).env(DIST_VARIABLE, dist))
}

#[derive(Clone, Copy)]
enum Part<'a> {
    /// Tests within the crates.
    Native,
    /// Tests of the built programs, from outside.
    Whole,
    Matching(&'a str),
}

fn native(dist: &Path, part: Part) -> Result<()> {
    let mut command = cargo();
    if find("cargo-nextest").is_some() {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "slow"]);
        match part {
            Part::Native => command.args(["-E", "not package(socketscope-tests)"]),
            Part::Whole => command.args(["-E", "package(socketscope-tests)"]),
            Part::Matching(filter) => command.arg(filter),
        };
    } else {
        command.args(["test", "--no-fail-fast"]);
        match part {
            Part::Native => command.args(["--workspace", "--exclude", "socketscope-tests"]),
            Part::Whole => command.args(["--package", "socketscope-tests", "--", "--test-threads=2"]),
            Part::Matching(filter) => command.args(["--workspace", filter]),
        };
    }
    run(command.env(DIST_VARIABLE, dist).env("SOCKETSCOPE_BINARY", target().join("debug/socketscope")))
}

/// The page's own tests, which wasm-pack runs in headless Chromium.
fn in_browser(wasm_pack: &Path) -> Result<()> {
    let chromedriver = install::chromedriver().context("chromedriver has gone")?;
    // Every run leaves a browser profile in the folder for temporary files.
    let temporary = target().join("browser-tmp");
    fs::create_dir_all(&temporary)?;
    // wasm-pack installs wasm-bindgen's programs unless the right version comes first on PATH.
    let path: OsString = path_with(&[target().join("debug")])?;
    let result = run(Command::new(wasm_pack)
        .current_dir(root())
        .args(["test", "--headless", "--chrome", "--chromedriver"])
        .arg(&chromedriver)
        .arg("web")
        .env("PATH", path)
        .env("TMPDIR", &temporary)
        .env("CARGO", env::var_os("CARGO").unwrap_or_else(|| "cargo".into())));
    fs::remove_dir_all(&temporary)?;
    result
}
