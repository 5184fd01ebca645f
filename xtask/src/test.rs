//! Everything that is checked.

use crate::{
    check, cpython, install, page,
    process::{cargo, find, path_with, root, run, target},
    serve::DIST_VARIABLE,
    steps::Steps,
};
use anyhow::{Context, Result};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// How often the tests of the lessons' claims run each lesson (tests/tests/outside/claims.rs).
const TIMES_VARIABLE: &str = "SOCKETSCOPE_TIMES";
/// Where the browser tests find axe-core (tests/tests/browser/barriers.rs).
const AXE_VARIABLE: &str = "SOCKETSCOPE_AXE";
/// Tells the tests where Perfetto's classes are.
const PERFETTO_VARIABLE: &str = "SOCKETSCOPE_PERFETTO";
/// Enough for a change.
const TIMES: u32 = 3;
/// What a night has time for: this finds claims that hold only on most runs.
const NIGHTLY_TIMES: u32 = 20;

/// What cargo runs wasm with: the one that was just built, else .cargo/config.toml builds it with fewer features again.
const RUNNER_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER";

/// `cargo xtask test`.
pub fn test(filter: Option<&str>, times: Option<u32>) -> Result<()> {
    let times = times.unwrap_or(TIMES);
    match filter {
        None => everything(times, find("wasm-pack").as_deref()),
        Some(filter) => matching(filter, times),
    }
}

/// `cargo xtask nightly`: what a change does not wait for.
pub fn nightly() -> Result<()> {
    let wasm_pack = install::wasm_pack()?;
    everything(NIGHTLY_TIMES, Some(&wasm_pack))?;
    match find("cargo-deny") {
        Some(_) => run(cargo().args(["deny", "check", "bans", "licenses", "sources"])),
        None => {
            println!("without cargo-deny: licences are not checked (`cargo install cargo-deny --locked`)");
            Ok(())
        }
    }
}

fn everything(times: u32, wasm_pack: Option<&Path>) -> Result<()> {
    let mut steps = Steps::new(1 + check::RULES + page::STEPS + 4);
    steps.run("looking for the tests' tools", install::test_tools)?;
    check::rules_alone(&mut steps)?;
    let dist = page::build(&mut steps)?;
    steps.run("building the programs and their tests, and clippy", || build(&dist))?;
    steps.run("tests of the page's parts in a browser, and clippy", || in_browser(wasm_pack))?;
    steps.run("tests of the parts and of the whole", || native(&dist, times, None))?;
    steps.run("CPython's own tests of its socket library", || cpython::test_if_present(&dist))?;
    println!("\nAll checks and tests passed in {}.", steps.took());
    Ok(())
}

fn matching(filter: &str, times: u32) -> Result<()> {
    let mut steps = Steps::new(1 + page::STEPS + 2);
    steps.run("looking for the tests' tools", install::test_tools)?;
    let dist = page::build(&mut steps)?;
    steps.run("building the programs and their tests, and clippy", || build(&dist))?;
    steps.run("tests with this in their name", || native(&dist, times, Some(filter)))?;
    println!("\nThe tests whose name contains \"{filter}\" passed in {}.", steps.took());
    Ok(())
}

/// Every target of every crate at once: cargo unites features over the crates that one command names, so commands
/// that name others would build the dependencies again.
fn build(dist: &Path) -> Result<()> {
    let mut build = cargo();
    build.args(["build", "--workspace", "--all-targets"]).env(DIST_VARIABLE, dist);
    run(check::linted(&mut build)?)
}

/// All tests, or those whose name contains `filter`, of the whole workspace for the same reason.
fn native(dist: &Path, times: u32, filter: Option<&str>) -> Result<()> {
    let mut command = cargo();
    if find("cargo-nextest").is_some() {
        command.args(["nextest", "run", "--workspace", "--no-fail-fast", "--status-level", "slow"]);
    } else {
        command.args(["test", "--workspace", "--no-fail-fast"]);
    }
    command.args(filter);
    run(check::linted(&mut command)?
        .env(DIST_VARIABLE, dist)
        .env("SOCKETSCOPE_BINARY", target().join("debug/socketscope"))
        .env(AXE_VARIABLE, install::axe())
        .env(PERFETTO_VARIABLE, install::perfetto())
        .env(TIMES_VARIABLE, times.to_string()))
}

/// The page's own tests in headless Chromium: by wasm-pack where it is, else by the commands that wasm-pack gives.
/// Either way wbtools' test runner serves them and drives the browser.
fn in_browser(wasm_pack: Option<&Path>) -> Result<()> {
    let chromedriver = install::chromedriver().context("chromedriver has gone")?;
    // Every run leaves a browser profile in the folder for temporary files.
    let temporary = target().join("browser-tmp");
    fs::create_dir_all(&temporary)?;
    let mut command = match wasm_pack {
        Some(wasm_pack) => by_wasm_pack(wasm_pack, &chromedriver)?,
        None => {
            let mut command = cargo();
            command
                .args(["test", "--workspace", "--test", page::TESTS, "--target", page::TARGET])
                .env(RUNNER_VARIABLE, target().join("debug/wasm-bindgen-test-runner"));
            command
        }
    };
    let result =
        run(check::linted(&mut command)?.env("CHROMEDRIVER", &chromedriver).env("TMPDIR", &temporary));
    fs::remove_dir_all(&temporary)?;
    result
}

fn by_wasm_pack(wasm_pack: &Path, chromedriver: &Path) -> Result<Command> {
    let mut command = Command::new(wasm_pack);
    command
        .current_dir(root())
        .args(["test", "--headless", "--chrome", "--chromedriver"])
        .arg(chromedriver)
        .arg("web")
        // wasm-pack installs wasm-bindgen's programs unless the right version comes first on PATH.
        .env("PATH", path_with(&[target().join("debug")])?)
        .env("CARGO", env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from));
    Ok(command)
}
