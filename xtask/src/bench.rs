//! Measurements side by side.

use crate::{
    install, page,
    process::{cargo, run, target},
    serve::DIST_VARIABLE,
    steps::Steps,
};
use anyhow::Result;
use std::process::Command;

/// Events of the long session: as many as a session may have.
const LONG_EVENTS: u64 = 1_000_000;

/// `cargo xtask bench`.
pub fn bench(filter: Option<&str>) -> Result<()> {
    println!("wire and fold (shared/benches/throughput.rs)");
    run(cargo()
        .args(["bench", "--quiet", "--package", "socketscope-shared", "--features", "testing"])
        .args(["--bench", "throughput", "--"])
        .args(filter))?;
    if filter.is_none_or(|filter| "page".contains(filter)) {
        page_with_a_long_session()?;
    }
    Ok(())
}

/// How the page in a browser copes with a long session, compared with a short one (tests/src/bin/long.rs).
fn page_with_a_long_session() -> Result<()> {
    let mut steps = Steps::new(page::STEPS + 3);
    steps.run("looking for a browser", install::test_tools)?;
    let dist = page::build(&mut steps)?;
    steps.run("building the relay", || {
        run(cargo()
            .args(["build", "--release", "--package", "socketscope", "--package", "socketscope-tests"])
            .env(DIST_VARIABLE, &dist))
    })?;
    steps.run("opening long sessions", || {
        let release = target().join("release");
        run(Command::new(release.join("long"))
            .arg(LONG_EVENTS.to_string())
            .env("SOCKETSCOPE_BINARY", release.join("socketscope")))
    })
}
