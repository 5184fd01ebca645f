//! Measurements side by side.

use crate::process::{cargo, run};
use anyhow::Result;

/// `cargo xtask bench`.
pub fn bench(filter: Option<&str>) -> Result<()> {
    println!("wire and fold (shared/benches/throughput.rs)");
    run(cargo()
        .args(["bench", "--quiet", "--package", "socketscope-shared", "--features", "testing"])
        .args(["--bench", "throughput", "--"])
        .args(filter))
}
