//! Screenshots of the running page.

use crate::{
    install, page,
    process::{cargo, root, run, target},
    serve::DIST_VARIABLE,
    steps::Steps,
};
use anyhow::Result;
use std::{fs, path::Path, process::Command};

/// Pictures that README.md shows, and their names in docs/.
const README: [(&str, &str); 3] = [
    ("light-en-1440x900.png", "page-light.png"),
    ("select-dark-zh.png", "select-dark.png"),
    ("five-servers-light-en.png", "comparison-light.png"),
];

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
    for (picture, of_readme) in README {
        fs::copy(folder.join(picture), root().join("docs").join(of_readme))?;
    }
    println!("\nThe pictures are in {}, made in {}.", folder.display(), steps.took());
    Ok(())
}
