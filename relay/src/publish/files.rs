//! The page's own files: under any path, with no special headers.

use super::LESSONS;
use crate::assets::{ASSETS, Asset};

/// Why the page cannot be published.
#[derive(Debug, thiserror::Error)]
#[error("this Socketscope was built without its page: build it with `cargo xtask run`")]
pub struct NoPage;

/// Everything under `assets/`, by its name there.
pub fn assets() -> Result<Vec<(&'static str, &'static Asset)>, NoPage> {
    let assets: Vec<_> =
        ASSETS.iter().filter_map(|asset| Some((asset.path.strip_prefix("/assets/")?, asset))).collect();
    if assets.is_empty() { Err(NoPage) } else { Ok(assets) }
}

/// The shell, which finds its files beside itself, and lessons instead of a relay.
pub fn shell() -> Result<String, NoPage> {
    let shell = ASSETS.iter().find(|asset| asset.path == "/index.html").ok_or(NoPage)?;
    let shell = String::from_utf8_lossy(shell.plain).replace("\"/assets/", "\"assets/");
    let lessons = format!("<meta name=\"socketscope-lessons\" content=\"{LESSONS}\">\n</head>");
    Ok(shell.replacen("</head>", &lessons, 1))
}
