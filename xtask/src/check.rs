//! What can be checked without running anything: format, the rules of ARCHITECTURE.md, clippy.

mod crates;
mod layers;
mod sources;

use crate::{
    install, page,
    process::{cargo, root, run},
    steps::Steps,
};
use anyhow::{Result, bail};

/// Steps that [`all`] announces.
pub const STEPS: usize = 4;

/// `cargo xtask check`.
pub fn check() -> Result<()> {
    let mut steps = Steps::new(STEPS);
    all(&mut steps)?;
    println!("\nAll checks passed in {}.", steps.took());
    Ok(())
}

/// Format, rules, and clippy for this machine and for the browser.
pub fn all(steps: &mut Steps) -> Result<()> {
    steps.run("checking the format", || run(cargo().args(["fmt", "--all", "--check"])))?;
    steps.run("checking the architecture's rules", rules)?;
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
