//! Lessons: those in the binary, and a lecturer's own. The format is described in `docs/lessons.md`.
//!
//! - [`read`]: the lesson of a folder; [`format`]: `lesson.toml` as written; [`files`]: what its programs can read;
//!   [`embedded`]: the binary's own, and [`recordings`] of them.
//! - [`check`]: what must hold of a lesson; [`together`]: of all of them; [`moments`]: of its notes, questions and claims; [`runs`]: of its runs;
//!   [`problem`]: what these say.

mod check;
mod embedded;
mod files;
mod format;
mod moments;
mod problem;
mod read;
pub mod recordings;
mod runs;
mod table;
#[cfg(test)]
mod tests;
mod together;

pub use table::{runs_table, table};

use socketscope_shared::lesson::{Lesson, Section};
use std::{
    fs::{self, OpenOptions},
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Largest file of a lesson, in bytes.
const MAX_FILE_BYTES: u64 = 256 << 10;
/// Most lessons in a lecturer's directory.
const MAX_LESSONS: usize = 200;
/// Most entries of a directory that are looked at.
const MAX_ENTRIES: usize = 2000;
/// Most programs beside a `lesson.toml`.
const MAX_PROGRAMS: usize = 64;

/// A lesson that can't be used: where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}: {problem}", file.display(), line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct LessonError {
    /// The file that is to be changed.
    pub file: PathBuf,
    /// Its line, from 1, if one is to blame.
    pub line: Option<usize>,
    /// What is wrong and what to do about it.
    pub problem: String,
}

/// A lesson's folder, read.
struct Folder {
    /// Where it is, for messages.
    path: PathBuf,
    /// Its name, which is the lesson's id.
    id: String,
    /// The text of `lesson.toml`.
    description: String,
    /// The programs: file name and text.
    programs: Vec<(String, String)>,
    /// Whether it is in the binary, and not on disk.
    embedded: bool,
    /// A recorded run of it.
    recording: Option<&'static [u8]>,
}

impl Folder {
    fn error(&self, file: &str, line: Option<usize>, problem: impl Into<String>) -> LessonError {
        LessonError { file: self.path.join(file), line, problem: problem.into() }
    }
}

/// All lessons in the order of the curriculum: those in the binary and, from `extra`, a lecturer's own.
pub fn load(extra: Option<&Path>) -> Result<Vec<Lesson>, LessonError> {
    let own = extra.map(folders).transpose()?.unwrap_or_default();
    let mut all = Vec::<(Folder, Lesson)>::new();
    for folder in embedded::folders().into_iter().chain(own) {
        let lesson = read::read(&folder)?;
        if all.iter().any(|(_, other)| other.id == lesson.id) {
            let problem =
                format!("there is a lesson `{}` already: rename this folder, its name is the id", lesson.id);
            return Err(LessonError { file: folder.path, line: None, problem });
        }
        all.push((folder, lesson));
    }
    together::check(&mut all)?;
    let mut lessons: Vec<Lesson> = all.into_iter().map(|(_, lesson)| lesson).collect();
    lessons.sort_by_cached_key(|lesson| {
        (lesson.section == Section::Own, place(&lesson.number), lesson.id.clone())
    });
    Ok(lessons)
}

/// The lesson of this id or number.
pub fn find<'a>(lessons: &'a [Lesson], name: &str) -> Option<&'a Lesson> {
    lessons.iter().find(|lesson| lesson.id == name || lesson.number == name)
}

/// `3.10` comes after `3.9`.
fn place(number: &str) -> Vec<u32> {
    number.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

/// The lessons' folders in a directory; the directory may itself be one.
fn folders(directory: &Path) -> Result<Vec<Folder>, LessonError> {
    if directory.join("lesson.toml").symlink_metadata().is_ok() {
        return Ok(vec![folder(directory)?]);
    }
    let mut paths = entries(directory)?;
    paths.retain(|path| path.join("lesson.toml").symlink_metadata().is_ok());
    let problem = match paths.len() {
        0 => {
            "there is no lesson here: each is a folder with a `lesson.toml` (see docs/lessons.md)".to_owned()
        }
        n if n > MAX_LESSONS => {
            format!("{n} lessons are too many (at most {MAX_LESSONS}): split the directory")
        }
        _ => {
            if let Some(link) = paths.iter().find(|path| path.is_symlink()) {
                return Err(is_link(link));
            }
            return paths.iter().map(|path| folder(path)).collect();
        }
    };
    Err(LessonError { file: directory.to_owned(), line: None, problem })
}

fn folder(path: &Path) -> Result<Folder, LessonError> {
    let full = path.canonicalize().map_err(|e| unreadable(path, &e))?;
    let name = full.file_name().map(|name| name.to_string_lossy().into_owned());
    let description = text(&path.join("lesson.toml"))?;
    let mut programs = Vec::new();
    for file in entries(path)? {
        if file.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        if programs.len() == MAX_PROGRAMS {
            let problem = format!("more than {MAX_PROGRAMS} programs: move some elsewhere");
            return Err(LessonError { file: path.to_owned(), line: None, problem });
        }
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
        programs.push((name.unwrap_or_default(), text(&file)?));
    }
    Ok(Folder {
        path: path.to_owned(),
        id: name.unwrap_or_default(),
        description,
        programs,
        embedded: false,
        recording: None,
    })
}

/// What is in a directory, in the order of the names.
fn entries(directory: &Path) -> Result<Vec<PathBuf>, LessonError> {
    let at = |e| unreadable(directory, &e);
    let listed = fs::read_dir(directory).map_err(at)?.take(MAX_ENTRIES + 1);
    let mut paths = listed.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>().map_err(at)?;
    if paths.len() > MAX_ENTRIES {
        let problem = format!("more than {MAX_ENTRIES} files: name a directory with nothing but lessons");
        return Err(LessonError { file: directory.to_owned(), line: None, problem });
    }
    paths.sort();
    Ok(paths)
}

/// A file's text. What is opened is looked at, not its name again; a pipe without a writer is not waited for.
fn text(file: &Path) -> Result<String, LessonError> {
    let at = |e| unreadable(file, &e);
    let open = OpenOptions::new().read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(file);
    let open = open.map_err(at)?;
    let problem = |problem| Err(LessonError { file: file.to_owned(), line: None, problem });
    if !open.metadata().map_err(at)?.is_file() {
        return problem("is no ordinary file: a lesson has texts only".to_owned());
    }
    let mut bytes = Vec::new();
    (&open).take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(at)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return problem(format!("is too long: a lesson's file has at most {MAX_FILE_BYTES} bytes"));
    }
    String::from_utf8(bytes).map_err(|_| at(io::ErrorKind::InvalidData.into()))
}

fn is_link(path: &Path) -> LessonError {
    let problem =
        "is a symbolic link: a lesson is read from its own folder alone, so put a copy here".to_owned();
    LessonError { file: path.to_owned(), line: None, problem }
}

fn unreadable(file: &Path, e: &io::Error) -> LessonError {
    if e.raw_os_error() == Some(libc::ELOOP) {
        return is_link(file);
    }
    let problem = match e.kind() {
        io::ErrorKind::NotFound => "does not exist: check the path".to_owned(),
        io::ErrorKind::InvalidData => "is not UTF-8 text: save it as UTF-8".to_owned(),
        _ => format!("can't be read: {e}"),
    };
    LessonError { file: file.to_owned(), line: None, problem }
}
