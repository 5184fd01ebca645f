//! The files of a data directory.

use socketscope_shared::SessionId;
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// What a recording's file is called after the session's id.
pub const EXTENSION: &str = "skrec";
/// What logs were called before they were recordings.
const OLDER: &str = "sklog";
/// A half-written file of a relay that was killed is removed after this long.
const STALE: Duration = Duration::from_secs(3600);

/// A session's file.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The session's id.
    pub id: SessionId,
    /// Where it is.
    pub path: PathBuf,
    /// When it got its last event.
    pub modified: SystemTime,
    /// Its length.
    pub len_bytes: u64,
    /// Whether it is of a format that was there before recordings.
    pub older: bool,
}

/// Where the sessions of a data directory are.
pub fn sessions_dir(data: &Path) -> PathBuf {
    data.join("sessions")
}

/// The file of a session.
pub fn path(dir: &Path, id: SessionId) -> PathBuf {
    dir.join(format!("{id}.{EXTENSION}"))
}

/// Whether there is only a file of this session that an older relay left.
pub(super) fn is_older(dir: &Path, id: SessionId) -> bool {
    dir.join(format!("{id}.{OLDER}")).is_file()
}

/// The sessions' files, oldest first.
pub fn files(dir: &Path) -> io::Result<Vec<Kept>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let path = entry.path();
        let older = path.extension().is_some_and(|extension| extension == OLDER);
        let named = older || path.extension().is_some_and(|extension| extension == EXTENSION);
        let id = path.file_stem().and_then(|stem| SessionId::parse(stem.to_str()?)).filter(|_| named);
        // A file that is gone by now was removed by another relay.
        if let (Some(id), Ok(metadata)) = (id, entry.metadata()) {
            files.push(Kept { id, path, modified: metadata.modified()?, len_bytes: metadata.len(), older });
        }
    }
    files.sort_by_key(|file| file.modified);
    Ok(files)
}

/// Removes what a relay that was killed left half-written.
pub(super) fn remove_stale(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let temporary = entry.path().extension().is_some_and(|extension| extension == "tmp");
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok()).unwrap_or_default();
        if temporary && age > STALE {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
