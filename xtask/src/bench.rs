//! Measurements side by side.

use crate::process::{cargo, run};
use anyhow::Result;

/// `cargo xtask bench`.
pub fn bench(filter: Option<&str>) -> Result<()> {
    run(cargo()
        .args(["run", "--quiet", "--release", "--package", "socketscope-tests", "--bin", "bench", "--"])
        .args(filter))
}
