//! All logs of a data directory: those that are recorded now, and those of earlier sessions.

use super::{
    Beginning, FileSource, LoadError, SessionLog, file,
    folder::{self, files, is_older, remove_stale},
    load,
};
use socketscope_shared::{SessionId, event::End, recording::Recording};
use std::{
    collections::{HashMap, HashSet},
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    thread::JoinHandle,
};

/// Ended logs that could not be saved and are kept in memory.
const MAX_UNSAVED: usize = 16;

/// How much of the past is kept on disk; the oldest goes first. Pinned logs count, and stay.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// Logs.
    pub files: usize,
    /// Bytes of all logs together.
    pub bytes: u64,
}

impl Default for Retention {
    fn default() -> Self {
        Retention { files: 200, bytes: 2 << 30 }
    }
}

/// The logs of a data directory.
#[derive(Debug)]
pub struct LogStore {
    dir: PathBuf,
    retention: Retention,
    slots: Mutex<HashMap<SessionId, Slot>>,
    /// A log is loaded once, however many ask for it at the same time.
    loading: Mutex<()>,
    /// Room is made for one log at a time: two at once would take the same place.
    creating: Mutex<()>,
}

#[derive(Debug)]
enum Slot {
    /// Not all in its file yet, or never to be where it could not be saved.
    Live { log: Arc<SessionLog>, writer: Option<JoinHandle<bool>> },
    /// In its file; in memory as long as somebody reads it.
    Recorded(Weak<SessionLog>),
}

impl LogStore {
    /// Opens the logs in `<data>/sessions`.
    pub fn open(data: &Path, retention: Retention) -> io::Result<Self> {
        let dir = folder::sessions_dir(data);
        DirBuilder::new().recursive(true).mode(0o700).create(&dir)?;
        let store = LogStore {
            dir,
            retention,
            slots: Mutex::default(),
            loading: Mutex::default(),
            creating: Mutex::default(),
        };
        store.remove_oldest(retention.files)?;
        tracing::info!("{} recorded sessions in {}", store.recorded()?.len(), store.dir.display());
        Ok(store)
    }

    /// Where the files are.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// A new log of which only the id is known, as [`begin`](Self::begin) makes it.
    pub fn create(&self, id: SessionId) -> Arc<SessionLog> {
        self.begin(id, Beginning::untold(id))
    }

    /// A new log, saved as it grows. If it cannot be saved, that is logged and the log lives in memory only.
    pub fn begin(&self, id: SessionId, beginning: Beginning) -> Arc<SessionLog> {
        let _creating = self.creating.lock().unwrap_or_else(PoisonError::into_inner);
        self.make_room().unwrap_or_else(|e| {
            tracing::warn!("old sessions cannot be removed: {}: {e}", self.dir.display())
        });
        let log = Arc::new(SessionLog::saving(id));
        let path = self.path(id);
        let writer = file::record(&path, log.clone(), beginning).inspect_err(|e| {
            tracing::warn!("session {id} is not saved: {}: {e}", path.display());
            log.stop_saving(&format!("{}: {e}", path.display()));
        });
        let mut slots = self.slots();
        forget_unsaved(&mut slots);
        slots.insert(id, Slot::Live { log: log.clone(), writer: writer.ok() });
        log
    }

    /// Makes room for one more log.
    pub fn make_room(&self) -> io::Result<()> {
        self.remove_oldest(self.retention.files.saturating_sub(1))
    }

    /// A log that is in memory only, as it could not be saved.
    pub fn unsaved(&self, id: SessionId) -> Option<Arc<SessionLog>> {
        self.in_memory(id).filter(|log| log.unsaved().is_some())
    }

    /// A session's log, live or recorded. Reads the disk where needed.
    pub fn get(&self, id: SessionId) -> Option<Arc<SessionLog>> {
        self.load(id).ok().flatten()
    }

    /// Like [`get`](Self::get), but distinguishes a missing log from one whose file cannot be read.
    pub fn load(&self, id: SessionId) -> Result<Option<Arc<SessionLog>>, LoadError> {
        if let Some(log) = self.in_memory(id) {
            return Ok(Some(log));
        }
        let _loading = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(log) = self.in_memory(id) {
            return Ok(Some(log));
        }
        let path = self.path(id);
        match load(&path, id) {
            Ok(log) => {
                let log = Arc::new(log);
                self.slots().insert(id, Slot::Recorded(Arc::downgrade(&log)));
                Ok(Some(log))
            }
            Err(LoadError::Io(e)) if e.kind() == io::ErrorKind::NotFound => {
                if is_older(&self.dir, id) {
                    Err(LoadError::Older)
                } else {
                    Ok(None)
                }
            }
            Err(e) => {
                tracing::warn!("session {id} cannot be shown: {}: {e}", path.display());
                Err(e)
            }
        }
    }

    /// Lets go of an ended log's memory, unless somebody reads it: waits until all of it is in its file.
    pub fn let_go(&self, id: SessionId) {
        if let Some(slot) = self.slots().get_mut(&id) {
            settle(slot, true);
        }
    }

    /// The sessions on disk, newest first.
    pub fn recorded(&self) -> io::Result<Vec<SessionId>> {
        Ok(files(&self.dir)?.into_iter().rev().map(|file| file.id).collect())
    }

    /// Ends every log that has not ended, and waits until all are saved.
    pub fn close(&self) {
        let mut slots = self.slots();
        for slot in slots.values() {
            if let Slot::Live { log, .. } = slot {
                log.end(End::RelayStopped);
            }
        }
        slots.values_mut().for_each(|slot| settle(slot, true));
    }

    fn in_memory(&self, id: SessionId) -> Option<Arc<SessionLog>> {
        let mut slots = self.slots();
        slots.retain(|_, slot| {
            settle(slot, false);
            !matches!(slot, Slot::Recorded(log) if log.strong_count() == 0)
        });
        match slots.get(&id)? {
            Slot::Live { log, .. } => Some(log.clone()),
            Slot::Recorded(log) => log.upgrade(),
        }
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<SessionId, Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where this session's file is, or would be.
    pub fn path(&self, id: SessionId) -> PathBuf {
        folder::path(&self.dir, id)
    }

    /// Removes the oldest logs until at most `keep` are left, and no more bytes than allowed.
    fn remove_oldest(&self, keep: usize) -> io::Result<()> {
        remove_stale(&self.dir)?;
        let live: HashSet<_> = {
            let slots = self.slots();
            slots.iter().filter(|(_, slot)| matches!(slot, Slot::Live { .. })).map(|(id, _)| *id).collect()
        };
        let files = files(&self.dir)?;
        let mut count = files.len();
        let mut bytes: u64 = files.iter().map(|file| file.len_bytes).sum();
        for file in files {
            if count <= keep && bytes <= self.retention.bytes {
                break;
            }
            if live.contains(&file.id) || is_in_use_or_pinned(&file.path) {
                continue;
            }
            fs::remove_file(&file.path)?;
            count -= 1;
            bytes -= file.len_bytes;
            let Retention { files, bytes } = self.retention;
            tracing::info!("removed session {}: {files} sessions and {bytes} bytes are kept", file.id);
        }
        Ok(())
    }
}

impl Drop for LogStore {
    fn drop(&mut self) {
        self.close();
    }
}

/// Lets go of ended logs that could not be saved, when there are many.
fn forget_unsaved(slots: &mut HashMap<SessionId, Slot>) {
    slots.values_mut().for_each(|slot| settle(slot, false));
    let unsaved: Vec<_> = slots
        .iter()
        .filter(|(_, slot)| matches!(slot, Slot::Live { log, writer: None } if log.is_over()))
        .map(|(id, _)| *id)
        .collect();
    if unsaved.len() >= MAX_UNSAVED {
        unsaved.iter().for_each(|id| drop(slots.remove(id)));
        tracing::warn!("{} sessions that could not be saved are forgotten", unsaved.len());
    }
}

/// Whether this file has to stay: another relay writes it, or a person wants to keep it.
fn is_in_use_or_pinned(path: &Path) -> bool {
    let Ok(open) = File::open(path) else { return false };
    if file::lock_shared(&open).is_err() {
        return true;
    }
    let recording = FileSource::new(open).ok().and_then(|source| Recording::open(source).ok());
    recording.is_some_and(|recording| recording.meta().pinned)
}

/// Lets go of a live log once all of it is in its file, for which it may `wait`.
fn settle(slot: &mut Slot, wait: bool) {
    let Slot::Live { log, writer } = slot else { return };
    if let Some(done) = writer.take_if(|writer| wait || writer.is_finished())
        && done.join().unwrap_or(false)
    {
        *slot = Slot::Recorded(Arc::downgrade(log));
    }
}
