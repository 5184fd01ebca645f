//! A folder that any static host serves, under any path.

use super::{LESSONS, files, front, lessons_file, runs::Recorded};
use crate::fingerprint::Fingerprint;
use anyhow::Context;
use socketscope_shared::lesson::Lesson;
use std::{fs, path::Path};

/// The page of a lesson.
pub const PLAYER: &str = "lesson.html";
/// Keeps all of it for when there is no network.
const WORKER: &str = include_str!("worker.js");

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// How many files.
    pub files: usize,
    /// All of them, bytes.
    pub bytes: u64,
}

/// Writes the site into a folder, which it makes. What another build left in `assets` and `recordings` goes.
pub fn write(dir: &Path, lessons: &[Lesson], recorded: &[Recorded]) -> anyhow::Result<Written> {
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, asset) in files::assets()? {
        all.push((format!("assets/{name}"), asset.plain.to_vec()));
    }
    for run in recorded {
        all.push((format!("recordings/{}.skrec", run.id), run.bytes.clone()));
    }
    all.push((LESSONS.to_owned(), lessons_file(lessons)));
    let register = "<script>navigator.serviceWorker?.register(\"worker.js\")</script>\n</body>";
    all.push((PLAYER.to_owned(), files::shell()?.replacen("</body>", register, 1).into_bytes()));
    all.push(("index.html".to_owned(), front::page(lessons).replacen("</body>", register, 1).into_bytes()));
    let worker = worker(&all);
    all.push(("worker.js".to_owned(), worker.into_bytes()));
    // GitHub's pages would leave out files that begin with an underscore, and take their time over the others.
    all.push((".nojekyll".to_owned(), Vec::new()));

    for folder in ["assets", "recordings"] {
        let folder = dir.join(folder);
        if folder.is_dir() {
            fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
        }
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    for (name, bytes) in &all {
        let file = dir.join(name);
        fs::write(&file, bytes).with_context(|| file.display().to_string())?;
    }
    Ok(Written { files: all.len(), bytes: all.iter().map(|(_, bytes)| bytes.len() as u64).sum() })
}

/// It takes everything anew when anything has changed.
fn worker(all: &[(String, Vec<u8>)]) -> String {
    let contents: Vec<u8> = all.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes].concat()).collect();
    let names: Vec<&str> = all.iter().map(|(name, _)| name.as_str()).collect();
    let id = Fingerprint::default().of(&contents).id().to_string();
    WORKER
        .replace("\"{{files}}\"", &serde_json::to_string(&names).unwrap_or_default())
        .replace("{{cache}}", &format!("socketscope-{id}"))
}
