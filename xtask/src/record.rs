//! The lessons' recordings.

use crate::{
    process::{cargo, root, run, target},
    steps::Steps,
};
use anyhow::Result;
use std::process::Command;

/// `cargo xtask record`.
pub fn record() -> Result<()> {
    let mut steps = Steps::new(2);
    steps.run("building the relay", || run(cargo().args(["build", "--workspace", "--all-targets"])))?;
    steps.run("playing every lesson", || {
        let binary = target().join("debug/socketscope");
        let mut record = Command::new(target().join("debug/record"));
        run(record.arg(root().join("relay/lessons")).env("SOCKETSCOPE_BINARY", binary))
    })?;
    println!(
        "\nThe recordings are beside their lessons, made in {}: look at them, and commit them.",
        steps.took()
    );
    Ok(())
}
