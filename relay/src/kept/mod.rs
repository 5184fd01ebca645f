//! Recordings as people handle them: in the data directory and in files of their own.
//!
//! - [`summary`]: what a list says of each; [`date`]: when it was made.
//! - [`change`]: renamed, pinned, removed; [`share`]: copied out; [`import`]: taken in, also as [`lines`] of JSON.
//! - [`error`](mod@error): why something was not done.

pub mod change;
pub mod date;
mod error;
pub mod import;
pub mod lines;
pub mod share;
pub mod summary;

pub use error::KeptError;
pub use summary::{State, Summary};

use crate::log_store::{
    FileSource,
    file::lock_shared,
    folder::{Kept, files},
};
use error::At;
use socketscope_shared::recording::Recording;
use std::{fs::File, io, path::Path};

/// All kept runs of a data directory, newest first; none where there is no such directory.
pub fn list(dir: &Path) -> Result<Vec<Summary>, KeptError> {
    let mut list: Vec<_> = all(dir)?.iter().map(summary_of).collect();
    list.sort_by_key(|summary| std::cmp::Reverse(summary.started_unix_ms));
    Ok(list)
}

/// The kept run whose id begins so.
pub fn find(dir: &Path, prefix: &str) -> Result<Kept, KeptError> {
    let wanted = prefix.to_ascii_lowercase();
    let mut found = all(dir)?;
    found.retain(|kept| kept.id.to_string().starts_with(&wanted));
    if let Some(exact) = found.iter().find(|kept| kept.id.to_string() == wanted) {
        return Ok(exact.clone());
    }
    match &found[..] {
        [only] => Ok(only.clone()),
        [first, second, ..] if !wanted.is_empty() => {
            Err(KeptError::Several { prefix: wanted, count: found.len(), first: first.id, second: second.id })
        }
        _ => Err(KeptError::NoSuch(prefix.to_owned())),
    }
}

fn all(dir: &Path) -> Result<Vec<Kept>, KeptError> {
    match files(dir) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.at(dir),
    }
}

fn summary_of(kept: &Kept) -> Summary {
    if kept.older {
        let problem = KeptError::Older(kept.id).to_string();
        return Summary::unreadable(kept.id, kept.len_bytes, State::Older, problem);
    }
    match opened(&kept.path) {
        Ok((recording, live)) => {
            let mut summary = Summary::of(kept.id, &recording, kept.len_bytes);
            if live {
                summary.state = State::Recording;
            }
            summary
        }
        Err(e) => Summary::unreadable(kept.id, kept.len_bytes, State::Unreadable, e.to_string()),
    }
}

/// The recording, and whether a relay is writing it.
fn opened(path: &Path) -> Result<(Recording<FileSource>, bool), KeptError> {
    let file = File::open(path).at(path)?;
    let live = lock_shared(&file).is_err();
    let source = FileSource::new(file).at(path)?;
    Ok((Recording::open(source).at(path)?, live))
}
