//! `cargo xtask test cpython`: CPython's own tests of its socket library under the embedded interpreter.

use crate::{
    install,
    process::{cargo, output, run},
};
use anyhow::{Context, Result};
use std::process::Command;

/// Prints how many of the tests that pass under CPython pass here; fails if one fails unexpectedly.
pub fn test() -> Result<()> {
    let missing = || output(Command::new("python3").args(["-I", "-c", "import test.test_socket"])).is_err();
    if missing() {
        let version = "import sys; print('%d.%d' % sys.version_info[:2])";
        let version = output(Command::new("python3").args(["-I", "-c", version]))
            .context("python3 is missing: `sudo apt-get install python3` brings it")?;
        install::package(&format!("libpython{}-testsuite", version.trim()))?;
    }
    // Of the whole workspace: cargo unites the features of what it is asked for.
    let tests = ["test", "--workspace", "--test", "interpreter"];
    run(cargo().args(tests).args(["what_passes_under_cpython_passes_here", "--", "--ignored", "--nocapture"]))
}
