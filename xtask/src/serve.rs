//! Builds the release binary with the page in it, and serves it.

use crate::{
    page,
    process::{cargo, run as run_command, target},
    steps::Steps,
};
use anyhow::{Context, Result};
use std::{env, os::unix::process::CommandExt, path::PathBuf, process::Command};

/// The variable that tells `relay/build.rs` which folder to embed.
pub const DIST_VARIABLE: &str = "SOCKETSCOPE_DIST";

/// `cargo xtask build`.
pub fn build() -> Result<()> {
    let mut steps = Steps::new(page::STEPS + 1);
    let binary = release(&mut steps)?;
    println!("\n{} is ready, built in {}.", binary.display(), steps.took());
    Ok(())
}

/// `cargo xtask run`.
pub fn run(arguments: &[String]) -> Result<()> {
    let mut steps = Steps::new(page::STEPS + 1);
    let binary = release(&mut steps)?;
    println!("\nBuilt in {}. Ctrl-C ends it.\n", steps.took());
    let mut serve = Command::new(binary);
    serve.arg("serve").args(arguments);
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some());
    if has_display && !arguments.iter().any(|argument| argument == "--open") {
        serve.arg("--open");
    }
    // Replaces this process, so that Ctrl-C and the exit status are the relay's own.
    Err(serve.exec()).with_context(|| format!("{} cannot be started", serve.get_program().display()))
}

/// Builds target/release/socketscope with the page in it.
pub fn release(steps: &mut Steps) -> Result<PathBuf> {
    let dist = page::build(steps)?;
    steps.run("building the relay", || {
        run_command(cargo().args(["build", "--release", "--package", "socketscope"]).env(DIST_VARIABLE, dist))
    })?;
    Ok(target().join("release/socketscope"))
}
