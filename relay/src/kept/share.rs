//! Copies of recordings, for others and for programs that know nothing of ours.

use super::{
    error::{At, KeptError},
    summary,
};
use crate::log_store::{
    FileSource,
    file::{create, temporary},
};
use socketscope_shared::{
    Event,
    lesson::Lesson,
    recording::{End, EventsError, Recording, Source},
};
use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::Path,
};

/// A recording that is open to be copied.
pub struct Shared {
    recording: Recording<FileSource>,
    path: std::path::PathBuf,
}

impl Shared {
    /// Opens the recording in this file.
    pub fn open(path: &Path) -> Result<Self, KeptError> {
        let source = FileSource::new(File::open(path).at(path)?).at(path)?;
        Ok(Shared { recording: Recording::open(source).at(path)?, path: path.to_owned() })
    }

    /// A name for the copy: the lesson and when it ran.
    pub fn file_name(&self) -> String {
        summary::file_name(&self.recording)
    }

    /// How it ends, after all of it was checked.
    pub fn end(&self) -> Result<End, KeptError> {
        self.recording.check().at(&self.path)
    }

    /// The lesson as it was, where it was recorded.
    pub fn lesson(&self) -> Option<Lesson> {
        self.recording.lesson().ok().flatten()
    }

    /// Its events, up to where it is damaged.
    pub fn events(&self) -> impl Iterator<Item = Result<Vec<Event>, EventsError>> {
        self.recording.all()
    }

    /// Puts the copy into a file, completely or not at all.
    pub fn save(self, to: &Path) -> Result<(), KeptError> {
        let temporary = temporary(to);
        let saved = create(&temporary).and_then(|mut file| {
            self.write(&mut file)?;
            file.sync_data()?;
            fs::rename(&temporary, to)
        });
        saved.inspect_err(|_| drop(fs::remove_file(&temporary))).at(to)
    }

    /// Writes the copy. One that was cut off gets an index; a damaged one stays as it is.
    pub fn write(self, out: &mut impl Write) -> io::Result<()> {
        let (mut front, rest) = self.parts()?;
        io::copy(&mut front, out)?;
        out.write_all(&rest)
    }

    /// The copy: what is in the file, and what follows that.
    pub fn parts(self) -> io::Result<(io::Take<File>, Vec<u8>)> {
        let completed = self.recording.completed().ok();
        let source = self.recording.into_source();
        // One that is damaged is copied as it is.
        let (at, rest) =
            completed.map_or((source.len_bytes(), Vec::new()), |addition| (addition.at, addition.bytes));
        let mut file = source.into_file();
        file.seek(SeekFrom::Start(0))?;
        Ok((file.take(at), rest))
    }
}
