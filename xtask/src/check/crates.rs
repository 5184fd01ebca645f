//! Who may depend on whom.

use super::Finding;
use crate::process::{cargo, output};
use anyhow::{Context, Result};
use serde_json::Value;

/// Each crate of ours and those of ours that it may depend on.
const MAY_USE: [(&str, &[&str]); 11] = [
    ("socketscope-messages", &[]),
    ("socketscope-shared", &["socketscope-messages"]),
    ("socketscope-probe", &["socketscope-shared"]),
    ("socketscope-network", &["socketscope-probe", "socketscope-shared"]),
    ("socketscope-python", &["socketscope-probe", "socketscope-shared"]),
    (
        "socketscope",
        &["socketscope-network", "socketscope-probe", "socketscope-python", "socketscope-shared"],
    ),
    ("socketscope-web", &["socketscope-messages", "socketscope-shared"]),
    ("socketscope-tests", &["socketscope", "socketscope-shared"]),
    ("xtask", &[]),
    ("bundle", &[]),
    ("wbtools", &[]),
];

/// All that `shared` may depend on: none of them does I/O, except for what its build script reads.
const SHARED_MAY_USE: [&str; 8] = [
    "bitcode",
    "crc32fast",
    "minicbor",
    "miniz_oxide",
    "serde",
    "socketscope-messages",
    "thiserror",
    "strsim",
];

pub fn check() -> Result<Vec<Finding>> {
    let metadata = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    Ok(edges(&metadata).into_iter().filter_map(|(from, to)| judge(from, to)).map(Finding::fatal).collect())
}

/// Pairs of a crate of ours and what it depends on, tests' dependencies left out.
fn edges(metadata: &Value) -> Vec<(&str, &str)> {
    let mut edges = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            if dependency["kind"] != "dev" {
                edges.extend(package["name"].as_str().zip(dependency["name"].as_str()));
            }
        }
    }
    edges
}

fn judge(from: &str, to: &str) -> Option<String> {
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == from) else {
        return Some(format!(
            "{from} is a new crate: say in xtask/src/check/crates.rs what it may depend on"
        ));
    };
    let ours = MAY_USE.iter().any(|(name, _)| *name == to);
    if ours && !allowed.contains(&to) {
        return Some(format!("{from} may not depend on {to}"));
    }
    if from == "socketscope-shared" && !SHARED_MAY_USE.contains(&to) {
        return Some(format!("{from} may not depend on {to}: it does no I/O and reads no clock"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_point_one_way() {
        assert_eq!(judge("socketscope", "socketscope-probe"), None);
        assert_eq!(judge("socketscope", "axum"), None);
        for (from, to) in [
            ("socketscope-probe", "socketscope"),
            ("socketscope-web", "socketscope"),
            ("socketscope", "socketscope-web"),
            ("socketscope-shared", "tokio"),
            ("socketscope-new", "libc"),
        ] {
            assert!(judge(from, to).is_some(), "{from} to {to}");
        }
    }

    #[test]
    fn edges_are_read_from_metadata() {
        let metadata = serde_json::json!({ "packages": [{ "name": "a", "dependencies": [
            { "name": "b", "kind": null }, { "name": "c", "kind": "dev" }, { "name": "d", "kind": "build" }
        ] }] });
        assert_eq!(edges(&metadata), [("a", "b"), ("a", "d")]);
    }
}
