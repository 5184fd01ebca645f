//! All logs of a data directory: those that are recorded now, and those of earlier sessions.

use super::{
    SessionLog,
    file::{self, EXTENSION, LoadError},
};
use socketscope_shared::{SessionId, event::End};
use std::{
    collections::{HashMap, HashSet},
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    thread::JoinHandle,
    time::{Duration, SystemTime},
};

/// A half-written file of a relay that was killed is removed after this long.
const STALE: Duration = Duration::from_secs(3600);

/// Ended logs that could not be saved and are kept in memory.
const MAX_UNSAVED: usize = 16;

/// How much of the past is kept on disk; the oldest goes first.
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
        let dir = data.join("sessions");
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

    /// A new log, saved as it grows. If it cannot be saved, that is logged and the log lives in memory only.
    pub fn create(&self, id: SessionId) -> Arc<SessionLog> {
        let _creating = self.creating.lock().unwrap_or_else(PoisonError::into_inner);
        self.remove_oldest(self.retention.files.saturating_sub(1)).unwrap_or_else(|e| {
            tracing::warn!("old sessions cannot be removed: {}: {e}", self.dir.display())
        });
        let log = Arc::new(SessionLog::saving(id));
        let path = self.path(id);
        let writer = file::record(&path, log.clone()).inspect_err(|e| {
            tracing::warn!("session {id} is not saved: {}: {e}", path.display());
            log.stop_saving(&format!("{}: {e}", path.display()));
        });
        let mut slots = self.slots();
        forget_unsaved(&mut slots);
        slots.insert(id, Slot::Live { log: log.clone(), writer: writer.ok() });
        log
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
        match file::load(&path, id) {
            Ok(log) => {
                let log = Arc::new(log);
                self.slots().insert(id, Slot::Recorded(Arc::downgrade(&log)));
                Ok(Some(log))
            }
            Err(LoadError::Io(e)) if e.kind() == io::ErrorKind::NotFound => Ok(None),
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

    fn path(&self, id: SessionId) -> PathBuf {
        self.dir.join(format!("{id}.{EXTENSION}"))
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
            let path = self.path(file.id);
            let busy =
                live.contains(&file.id) || File::open(&path).is_ok_and(|open| file::lock(&open).is_err());
            if busy {
                continue;
            }
            fs::remove_file(&path)?;
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

struct LogFile {
    id: SessionId,
    modified: SystemTime,
    len_bytes: u64,
}

/// The log files, oldest first.
fn files(dir: &Path) -> io::Result<Vec<LogFile>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let path = entry.path();
        let named = path.extension().is_some_and(|extension| extension == EXTENSION);
        let id = path.file_stem().and_then(|stem| SessionId::parse(stem.to_str()?)).filter(|_| named);
        // A file that is gone by now was removed by another relay.
        if let (Some(id), Ok(metadata)) = (id, entry.metadata()) {
            files.push(LogFile { id, modified: metadata.modified()?, len_bytes: metadata.len() });
        }
    }
    files.sort_by_key(|file| file.modified);
    Ok(files)
}

fn remove_stale(dir: &Path) -> io::Result<()> {
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

/// Lets go of a live log once all of it is in its file, for which it may `wait`.
fn settle(slot: &mut Slot, wait: bool) {
    let Slot::Live { log, writer } = slot else { return };
    if let Some(done) = writer.take_if(|writer| wait || writer.is_finished())
        && done.join().unwrap_or(false)
    {
        *slot = Slot::Recorded(Arc::downgrade(log));
    }
}
