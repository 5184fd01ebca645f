//! Changes what a person adds to a kept run. Its file only grows, so that a crash loses nothing.

use super::error::{At, KeptError};
use crate::log_store::{
    FileSource,
    file::lock,
    folder::{self, Kept},
};
use socketscope_shared::{
    SessionId,
    recording::{Meta, Recording},
};
use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::{FileExt, MetadataExt},
    path::Path,
};

/// Longest name, in characters.
const MAX_NAME_CHARS: usize = 200;

/// Gives it this name.
pub fn rename(kept: &Kept, name: &str) -> Result<(), KeptError> {
    let name = name.trim();
    let long = name.chars().count() > MAX_NAME_CHARS;
    if name.is_empty() || long || name.chars().any(char::is_control) {
        return Err(KeptError::BadName(MAX_NAME_CHARS));
    }
    change(kept, |meta| meta.name = Some(name.to_owned()))
}

/// Keeps it when room is made, or no longer.
pub fn pin(kept: &Kept, pinned: bool) -> Result<(), KeptError> {
    change(kept, |meta| meta.pinned = pinned)
}

/// Removes it for ever.
pub fn remove(kept: &Kept) -> Result<(), KeptError> {
    let file = File::open(&kept.path).at(&kept.path)?;
    lock(&file).map_err(|_| KeptError::Busy(kept.id))?;
    fs::remove_file(&kept.path).at(&kept.path)
}

/// Removes it so that it can be [had back](restore) for an hour.
pub fn set_aside(dir: &Path, kept: &Kept) -> Result<(), KeptError> {
    if kept.older {
        return remove(kept);
    }
    let file = File::open(&kept.path).at(&kept.path)?;
    lock(&file).map_err(|_| KeptError::Busy(kept.id))?;
    fs::rename(&kept.path, folder::removed(dir, kept.id)).at(&kept.path)
}

/// Brings back what was set aside.
pub fn restore(dir: &Path, id: SessionId) -> Result<(), KeptError> {
    let (from, to) = (folder::removed(dir, id), folder::path(dir, id));
    if !from.is_file() || to.symlink_metadata().is_ok() {
        return Err(KeptError::NoSuch(id.to_string()));
    }
    fs::rename(&from, &to).at(&from)
}

fn change(kept: &Kept, edit: impl FnOnce(&mut Meta)) -> Result<(), KeptError> {
    if kept.older {
        return Err(KeptError::Older(kept.id));
    }
    let path = &kept.path;
    let file = OpenOptions::new().read(true).write(true).open(path).at(path)?;
    lock(&file).map_err(|_| KeptError::Busy(kept.id))?;
    // A relay that has just ended it has put another file in its place.
    if fs::metadata(path).at(path)?.ino() != file.metadata().at(path)?.ino() {
        return Err(KeptError::Busy(kept.id));
    }
    let recording = Recording::open(FileSource::new(file.try_clone().at(path)?).at(path)?).at(path)?;
    let mut meta = recording.meta().clone();
    edit(&mut meta);
    if meta == *recording.meta() {
        return Ok(());
    }
    let addition = recording.with_meta(&meta).at(path)?;
    append(&file, addition.at, &addition.bytes)
        // What was there is whole without it.
        .inspect_err(|_| drop(file.set_len(addition.at)))
        .and_then(|()| file.set_modified(kept.modified))
        .at(path)
}

/// The file keeps its age: which one is the oldest does not depend on what it is called.
fn append(file: &File, at: u64, bytes: &[u8]) -> io::Result<()> {
    file.set_len(at)?;
    file.write_all_at(bytes, at)?;
    file.sync_data()
}
