//! A recording in a file, of which only the parts are read that are asked for.

use socketscope_shared::recording::{ReadError, Source};
use std::{borrow::Cow, fs::File, io, os::unix::fs::FileExt};

/// An open file as it was when it was opened: what is added later is not seen.
#[derive(Debug)]
pub struct FileSource {
    file: File,
    len_bytes: u64,
}

impl FileSource {
    /// What the file has now.
    pub fn new(file: File) -> io::Result<Self> {
        let len_bytes = file.metadata()?.len();
        Ok(FileSource { file, len_bytes })
    }

    /// The file.
    pub fn into_file(self) -> File {
        self.file
    }
}

impl Source for FileSource {
    fn len_bytes(&self) -> u64 {
        self.len_bytes
    }

    fn read(&self, at: u64, len_bytes: usize) -> Result<Cow<'_, [u8]>, ReadError> {
        let rest = usize::try_from(self.len_bytes.saturating_sub(at)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; len_bytes.min(rest)];
        self.file.read_exact_at(&mut bytes, at).map_err(|e| ReadError(e.to_string()))?;
        Ok(Cow::Owned(bytes))
    }
}

impl Source for &FileSource {
    fn len_bytes(&self) -> u64 {
        (*self).len_bytes()
    }

    fn read(&self, at: u64, len_bytes: usize) -> Result<Cow<'_, [u8]>, ReadError> {
        (*self).read(at, len_bytes)
    }
}
