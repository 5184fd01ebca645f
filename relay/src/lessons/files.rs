//! What a lesson's programs can read and import: more files of its folder.

use super::{Folder, MAX_FILE_BYTES};
use socketscope_shared::session::File;
use std::fs;

/// Most files of one lesson.
const MAX_FILES: usize = 16;
/// Most bytes of all of them: every run's log holds them.
const MAX_BYTES: usize = 1 << 20;
/// Longest name, in bytes.
const MAX_NAME_BYTES: usize = 64;

/// Adds the folder's file of this name; or says what is wrong with it and what to do.
pub(super) fn add(files: &mut Vec<File>, folder: &Folder, name: &str) -> Result<(), String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | ' ');
    if name.len() > MAX_NAME_BYTES || name.starts_with('.') || !name.chars().all(plain) || name.is_empty() {
        return Err(format!(
            "`{name}` can't be one of the `files`: name one beside this file, with letters, digits, dots, hyphens and underscores"
        ));
    }
    if files.iter().any(|file| file.name == name) {
        return Err(format!("`{name}` is one of the `files` already: name it once"));
    }
    let data = data(folder, name)?;
    files.push(File { name: name.to_owned(), data });
    let bytes: usize = files.iter().map(|file| file.data.len()).sum();
    if files.len() > MAX_FILES || bytes > MAX_BYTES {
        return Err(format!(
            "the `files` up to `{name}` are too much: {MAX_FILES} files and {MAX_BYTES} bytes at most"
        ));
    }
    Ok(())
}

fn data(folder: &Folder, name: &str) -> Result<Vec<u8>, String> {
    if let Some((_, text)) = folder.programs.iter().find(|(program, _)| program == name) {
        return Ok(text.clone().into_bytes());
    }
    let path = folder.path.join(name);
    let missing =
        || format!("there is no `{name}` beside this file: write it, or correct the name in `files`");
    // Not what a link leads to: that may be anything of this machine's.
    let known = fs::symlink_metadata(&path).map_err(|_| missing())?;
    if folder.embedded || !known.is_file() {
        return Err(missing());
    }
    if known.len() > MAX_FILE_BYTES {
        let len = known.len();
        return Err(format!(
            "`{name}` has {len} bytes: one of a lesson's files has {MAX_FILE_BYTES} at most"
        ));
    }
    fs::read(&path).map_err(|e| format!("`{name}` can't be read: {e}"))
}
