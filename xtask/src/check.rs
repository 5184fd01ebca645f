//! What can be checked without running anything: format, the rules of ARCHITECTURE.md, clippy.

mod crates;
mod layers;
mod sources;

use crate::{
    install, page,
    process::{cargo, output, root, run},
    steps::Steps,
};
use anyhow::{Result, bail};
use std::{path::Path, process::Command};

/// Steps that [`rules_alone`] announces.
pub const RULES: usize = 2;
/// Steps that [`check`] announces.
const STEPS: usize = RULES + 2;
/// What stands between two arguments in the variable by which `cargo clippy` hands them to its driver.
const SEPARATOR: &str = "__CLIPPY_HACKERY__";

/// `cargo xtask check`.
pub fn check() -> Result<()> {
    let mut steps = Steps::new(STEPS);
    rules_alone(&mut steps)?;
    clippy(&mut steps)?;
    println!("\nAll checks passed in {}.", steps.took());
    Ok(())
}

/// Format and rules.
pub fn rules_alone(steps: &mut Steps) -> Result<()> {
    steps.run("checking the format", || run(cargo().args(["fmt", "--all", "--check"])))?;
    steps.run("checking the architecture's rules", rules)
}

/// Makes a command that builds our crates check them by clippy as well, as `cargo clippy` does where it checks only: it would
/// go through every dependency a second time, which takes as long as building them.
pub fn linted(command: &mut Command) -> Result<&mut Command> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let driver = Path::new(sysroot.trim()).join("bin/clippy-driver");
    if !driver.is_file() {
        bail!("clippy is missing: `rustup component add clippy` brings it");
    }
    let arguments: String = ["--deny", "warnings"].map(|argument| argument.to_owned() + SEPARATOR).concat();
    Ok(command.env("RUSTC_WORKSPACE_WRAPPER", driver).env("CLIPPY_ARGS", arguments))
}

/// Clippy for this machine and for the browser.
fn clippy(steps: &mut Steps) -> Result<()> {
    steps.run("clippy, native", || {
        run(cargo().args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
    })?;
    steps.run("clippy, wasm", || {
        install::wasm_target()?;
        run(cargo()
            .args(["clippy", "--quiet", "--workspace", "--test", page::TESTS, "--target", page::TARGET])
            .args(["--", "--deny", "warnings"]))
    })
}

fn rules() -> Result<()> {
    let mut findings = crates::check()?;
    findings.extend(sources::check(&root())?);
    for warning in findings.iter().filter(|finding| !finding.fatal) {
        println!("      note: {}", warning.what);
    }
    let broken: Vec<_> = findings.iter().filter(|finding| finding.fatal).collect();
    for finding in &broken {
        println!("      {}", finding.what);
    }
    match broken.len() {
        0 => Ok(()),
        count => bail!("{count} rules of ARCHITECTURE.md are broken (see above)"),
    }
}

/// Something that breaks a rule of ARCHITECTURE.md.
struct Finding {
    what: String,
    /// Whether the check fails; otherwise it only prints this.
    fatal: bool,
}

impl Finding {
    fn fatal(what: String) -> Self {
        Self { what, fatal: true }
    }
}
