//! A log's file: a recording, as `docs/recording.md` describes it, that grows with the log.
//!
//! What viewers may have is in the file. It gets records of events as they come, and an index when the log is over; many
//! small records then become few large ones, which take less.

use super::{SessionLog, beginning::Beginning, load::LoadError};
use socketscope_shared::{
    Event,
    recording::{WriteError, Writer},
    wire::{self, WireError},
};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    process,
    sync::Arc,
    thread::{self, JoinHandle},
};

/// The writer gathers up to this many bytes into one write.
const WRITE_BYTES: usize = 1 << 20;

/// Why a log is not in its file, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The system does not take it.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A recording may not have it.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// What the log has of it is not what was put there.
    #[error("the log in memory is damaged: {0}")]
    Memory(#[from] WireError),
}

/// Makes the file of a live log and a thread that writes into it what the log gets. The thread ends with the log and
/// returns whether all of it is in the file.
pub fn record(
    path: &Path,
    log: Arc<SessionLog>,
    beginning: Beginning,
) -> Result<JoinHandle<bool>, SaveError> {
    let (writer, bytes) = beginning.write()?;
    let file = begin(path, &bytes)?;
    let path = path.to_owned();
    let name = format!("log {}", log.id());
    let thread = thread::Builder::new().name(name).spawn(move || {
        let saving = Saving { file, writer, path: &path, beginning: &beginning };
        match saving.all_of(&log) {
            Ok(()) => true,
            Err(e) => {
                tracing::warn!("session {} goes on, but is not saved: {}: {e}", log.id(), path.display());
                log.stop_saving(&format!("{}: {e}", path.display()));
                false
            }
        }
    });
    Ok(thread?)
}

/// Writes a log that is over into a file, completely or not at all.
pub fn save(path: &Path, log: &SessionLog, beginning: &Beginning) -> Result<(), SaveError> {
    let temporary = temporary(path);
    let saved = create(&temporary).map_err(SaveError::from).and_then(|mut file| {
        write(&mut file, log, beginning)?;
        file.sync_data()?;
        Ok(fs::rename(&temporary, path)?)
    });
    saved.inspect_err(|_| drop(fs::remove_file(&temporary)))
}

/// The recording of what viewers may have of a log.
pub fn write(out: &mut impl Write, log: &SessionLog, beginning: &Beginning) -> Result<(), SaveError> {
    let (mut writer, bytes) = beginning.write()?;
    out.write_all(&bytes)?;
    let mut seq = 0;
    loop {
        let batch = log.chunks_after(seq, WRITE_BYTES);
        if batch.chunks.is_empty() {
            return Ok(out.write_all(&writer.finish())?);
        }
        out.write_all(&writer.events(seq + 1, &events(&batch.chunks)?)?)?;
        seq = batch.last_seq;
    }
}

/// A file that is written.
struct Saving<'a> {
    file: File,
    writer: Writer,
    path: &'a Path,
    beginning: &'a Beginning,
}

impl Saving<'_> {
    /// Until the log is over and its end is in the file.
    fn all_of(mut self, log: &SessionLog) -> Result<(), SaveError> {
        let (mut saved_seq, mut flushes) = (0, 0);
        while !log.is_complete_at(saved_seq) {
            log.wait_after(saved_seq);
            let batch = log.unsaved_after(saved_seq, WRITE_BYTES);
            self.file.write_all(&self.writer.events(saved_seq + 1, &events(&batch.chunks)?)?)?;
            saved_seq = batch.last_seq;
            log.publish(saved_seq);
            flushes += 1;
        }
        if log.blocks() < flushes {
            match save(self.path, log, self.beginning) {
                Ok(()) => return Ok(()),
                Err(e) => tracing::debug!("{} stays as it was recorded: {e}", self.path.display()),
            }
        }
        // All events are in the file: where there is no room for an index, readers do without.
        let ended = self.file.write_all(&self.writer.finish()).and_then(|()| self.file.sync_data());
        ended.unwrap_or_else(|e| tracing::warn!("{} has no index: {e}", self.path.display()));
        Ok(())
    }
}

fn events(chunks: &[bytes::Bytes]) -> Result<Vec<Event>, WireError> {
    let mut events = Vec::new();
    for chunk in chunks {
        events.extend(wire::decode_chunk(chunk)?.events);
    }
    Ok(events)
}

/// A new file with these bytes, locked from the moment on when it has its name.
fn begin(path: &Path, bytes: &[u8]) -> io::Result<File> {
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let temporary = temporary(path);
    let begun = create(&temporary).and_then(|mut file| {
        file.try_lock()?;
        file.write_all(bytes)?;
        fs::rename(&temporary, path)?;
        Ok(file)
    });
    begun.inspect_err(|_| drop(fs::remove_file(&temporary)))
}

/// A new file, for its owner only.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).read(true).write(true).truncate(true).mode(0o600).open(path)
}

/// Where a file is made before it has its name.
pub(crate) fn temporary(path: &Path) -> PathBuf {
    path.with_extension(format!("{}.tmp", process::id()))
}

/// The lock tells others with the same data directory that the log is not over, or that its file is being changed.
pub(crate) fn lock(file: &File) -> Result<(), LoadError> {
    locked(file.try_lock())
}

/// While somebody reads it, it does not change.
pub(crate) fn lock_shared(file: &File) -> Result<(), LoadError> {
    locked(file.try_lock_shared())
}

fn locked(result: Result<(), TryLockError>) -> Result<(), LoadError> {
    result.map_err(|e| match e {
        TryLockError::WouldBlock => LoadError::Busy,
        TryLockError::Error(e) => LoadError::Io(e),
    })
}
