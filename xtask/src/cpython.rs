//! CPython's own tests of its socket library under the embedded interpreter.

use crate::{
    check, install,
    process::{cargo, output, run},
    serve::DIST_VARIABLE,
};
use anyhow::{Context, Result};
use std::{path::Path, process::Command};

/// `cargo xtask test cpython`: prints how many of the tests that pass under CPython pass here; fails if one fails
/// unexpectedly.
pub fn test() -> Result<()> {
    bring_tests()?;
    run(&mut command())
}

/// The same among all tests, which have built everything for this page. Skipped where the tests cannot be had.
pub fn test_if_present(dist: &Path) -> Result<()> {
    if let Err(problem) = bring_tests() {
        println!("      skipped: {problem:#}");
        return Ok(());
    }
    run(check::linted(&mut command())?.env(DIST_VARIABLE, dist))
}

/// Of the whole workspace: cargo unites the features of what it is asked for.
fn command() -> Command {
    let mut command = cargo();
    command.args(["test", "--quiet", "--workspace", "--test", "interpreter"]);
    command.args(["what_passes_under_cpython_passes_here", "--", "--ignored", "--nocapture"]);
    command
}

fn bring_tests() -> Result<()> {
    if output(Command::new("python3").args(["-I", "-c", "import test.test_socket"])).is_ok() {
        return Ok(());
    }
    let version = "import sys; print('%d.%d' % sys.version_info[:2])";
    let version = output(Command::new("python3").args(["-I", "-c", version]))
        .context("python3 is missing: `sudo apt-get install python3` brings it")?;
    install::package(&format!("libpython{}-testsuite", version.trim()))
}
