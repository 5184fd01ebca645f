//! Why something was not done with a recording.

use crate::log_store::LoadError;
use socketscope_shared::{
    SessionId,
    recording::{AppendError, EventsError, OpenError, ReadError},
};
use std::{io, path::PathBuf};

/// Why something was not done with a recording, as a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// No id begins so.
    #[error("no kept run has an id that begins with `{0}`: `socketscope sessions` lists them")]
    NoSuch(String),
    /// Several do.
    #[error("{count} kept runs have ids that begin with `{prefix}`: type more of it ({first}, {second}, …)")]
    Several {
        /// What was given.
        prefix: String,
        /// How many.
        count: usize,
        /// One of them.
        first: SessionId,
        /// Another.
        second: SessionId,
    },
    /// Something else is written into its file.
    #[error("run {0} is being recorded or read just now: try it again when that is over")]
    Busy(SessionId),
    /// Its file is not a recording yet.
    #[error("run {0} was recorded by an older Socketscope, in a format that this one does not read")]
    Older(SessionId),
    /// A name that would break a list.
    #[error("a name has 1 to {0} characters, and no control characters")]
    BadName(usize),
    /// A file that cannot be opened, read or written.
    #[error("{}: {problem}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        problem: io::Error,
    },
    /// A file that is no recording, or of which nothing can be shown.
    #[error("{}: {problem}", path.display())]
    NotShown {
        /// Which.
        path: PathBuf,
        /// Why.
        problem: LoadError,
    },
    /// A file that cannot be changed.
    #[error("{}: {problem}", path.display())]
    Append {
        /// Which.
        path: PathBuf,
        /// Why.
        problem: AppendError,
    },
    /// A file that is longer than any recording.
    #[error("{}: longer than {limit_bytes} bytes, which no recording is", path.display())]
    TooLarge {
        /// Which.
        path: PathBuf,
        /// The limit.
        limit_bytes: u64,
    },
    /// A file of lines that are no log.
    #[error("{}: {problem}", path.display())]
    Lines {
        /// Which.
        path: PathBuf,
        /// Why, with the line's number.
        problem: String,
    },
    /// A copy would replace a file.
    #[error("{} is there already: name another file with --output", .0.display())]
    Exists(PathBuf),
}

/// Puts the file's path to what went wrong with it.
pub(super) trait At<T> {
    fn at(self, path: &std::path::Path) -> Result<T, KeptError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &std::path::Path) -> Result<T, KeptError> {
        self.map_err(|problem| KeptError::File { path: path.to_owned(), problem })
    }
}

impl<T> At<T> for Result<T, LoadError> {
    fn at(self, path: &std::path::Path) -> Result<T, KeptError> {
        self.map_err(|problem| match problem {
            LoadError::Io(problem) => KeptError::File { path: path.to_owned(), problem },
            problem => KeptError::NotShown { path: path.to_owned(), problem },
        })
    }
}

impl<T> At<T> for Result<T, OpenError> {
    fn at(self, path: &std::path::Path) -> Result<T, KeptError> {
        self.map_err(LoadError::from).at(path)
    }
}

impl<T> At<T> for Result<T, ReadError> {
    fn at(self, path: &std::path::Path) -> Result<T, KeptError> {
        self.map_err(LoadError::from).at(path)
    }
}

impl<T> At<T> for Result<T, EventsError> {
    fn at(self, path: &std::path::Path) -> Result<T, KeptError> {
        self.map_err(io::Error::other).at(path)
    }
}

impl<T> At<T> for Result<T, AppendError> {
    fn at(self, path: &std::path::Path) -> Result<T, KeptError> {
        self.map_err(|problem| KeptError::Append { path: path.to_owned(), problem })
    }
}
