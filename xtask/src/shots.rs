//! Screenshots of the running page.

use crate::{
    install, page,
    process::{cargo, root, run, target},
    relay::DIST_VARIABLE,
    steps::Steps,
};
use anyhow::Result;
use std::{fs, path::Path, process::Command};

/// `cargo xtask shots`.
pub fn shots(folder: &Path) -> Result<()> {
    let mut steps = Steps::new(page::STEPS + 3);
    steps.run("looking for a browser", install::test_tools)?;
    let dist = page::build(&mut steps)?;
    steps.run("building the relay", || {
        run(cargo().args(["build", "--workspace", "--all-targets"]).env(DIST_VARIABLE, &dist))
    })?;
    steps.run("taking screenshots", || {
        fs::create_dir_all(folder)?;
        let binary = target().join("debug/socketscope");
        run(Command::new(target().join("debug/shots")).arg(folder).env("SOCKETSCOPE_BINARY", binary))
    })?;
    // The README's.
    fs::copy(folder.join("light-en-1440x900.png"), root().join("docs/page-light.png"))?;
    println!("\nThe pictures are in {}, made in {}.", folder.display(), steps.took());
    Ok(())
}
