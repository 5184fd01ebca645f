//! The files of a data directory.

use socketscope_shared::SessionId;
use std::{
    fs, io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// What a recording's file is called after the session's id.
pub const EXTENSION: &str = "skrec";
/// What logs were called before they were recordings.
const OLDER: &str = "sklog";
/// What a recording is called that a person removed and may want back.
const REMOVED: &str = "removed";
/// So long it can be had back.
const UNDO: Duration = Duration::from_secs(3600);
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

/// The file of a session that was removed and can be had back.
pub fn removed(dir: &Path, id: SessionId) -> PathBuf {
    dir.join(format!("{id}.{REMOVED}"))
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

/// Removes what a relay that was killed left half-written, and what a person removed long ago.
pub(super) fn remove_stale(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        // A file that is gone by now was removed by another relay.
        let Ok(metadata) = entry.metadata() else { continue };
        // Renaming a file changes this time and no other.
        let renamed = SystemTime::UNIX_EPOCH + Duration::from_secs(metadata.ctime().try_into().unwrap_or(0));
        let is_stale = match entry.path().extension().and_then(|extension| extension.to_str()) {
            Some("tmp") => older_than(metadata.modified()?, STALE),
            Some(REMOVED) => older_than(renamed, UNDO),
            _ => false,
        };
        if is_stale {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn older_than(time: SystemTime, age: Duration) -> bool {
    time.elapsed().is_ok_and(|elapsed| elapsed > age)
}
