//! A session's recording as a file that somebody takes away.

use super::{Sessions, failed};
use crate::{
    kept::{KeptError, share::Shared, summary::file_name},
    log_store::{self, Beginning, LoadError, SessionLog},
};
use bytes::Bytes;
use socketscope_shared::{SessionId, recording::Recording, wire::Refusal};
use std::{
    fs::File,
    io::{self, Take},
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::{sync::OwnedSemaphorePermit, task};

/// A recording: what is in a file, then these bytes.
#[derive(Debug)]
pub struct Download {
    /// What to call it.
    pub file_name: String,
    /// From the data directory.
    pub front: Option<Take<File>>,
    /// What follows.
    pub rest: Bytes,
    /// While one is made in memory, no other is.
    _place: Option<OwnedSemaphorePermit>,
}

impl Download {
    /// Its length.
    pub fn len_bytes(&self) -> u64 {
        self.front.as_ref().map_or(0, Take::limit) + self.rest.len() as u64
    }

    fn of_bytes(bytes: Bytes, place: Option<OwnedSemaphorePermit>) -> Self {
        let name = Recording::open(&bytes).map(|recording| file_name(&recording)).unwrap_or_default();
        Download { file_name: name, front: None, rest: bytes, _place: place }
    }

    fn of_file(path: &Path) -> Result<Self, KeptError> {
        let shared = Shared::open(path)?;
        let file_name = shared.file_name();
        let (front, rest) =
            shared.parts().map_err(|problem| KeptError::File { path: path.to_owned(), problem })?;
        Ok(Download { file_name, front: Some(front), rest: rest.into(), _place: None })
    }
}

impl Sessions {
    /// The session's recording, as far as viewers may see it now. Whoever may watch a session may have it.
    pub async fn download(self: &Arc<Self>, session: SessionId) -> Result<Download, Refusal> {
        if let Some(file) = self.recordings.file(session) {
            return Ok(Download::of_bytes(file, None));
        }
        let Some(store) = self.store.clone() else {
            let log = self.known().get(&session).map(|known| known.log.clone());
            return self.from_memory(log.ok_or(Refusal::NoSuchSession { session })?).await;
        };
        if let Some(log) = store.unsaved(session) {
            return self.from_memory(log).await;
        }
        let path = store.path(session);
        let opened = task::spawn_blocking(move || Download::of_file(&path)).await.map_err(failed)?;
        opened.map_err(|e| match e {
            KeptError::File { problem, .. } if problem.kind() == io::ErrorKind::NotFound => {
                match store.load(session) {
                    Err(e @ LoadError::Older) => Refusal::Unreadable { session, problem: e.to_string() },
                    _ => Refusal::NoSuchSession { session },
                }
            }
            e => Refusal::Unreadable { session, problem: e.to_string() },
        })
    }

    /// Where the kept runs are.
    pub fn kept_in(&self) -> Option<PathBuf> {
        self.store.as_ref().map(|store| store.dir().to_owned())
    }

    async fn from_memory(self: &Arc<Self>, log: Arc<SessionLog>) -> Result<Download, Refusal> {
        let place = self.composing.clone().try_acquire_owned();
        let place = place.map_err(|_| failed("another copy is being made: try again"))?;
        let sessions = self.clone();
        let composed = task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            let beginning = Beginning::of_log(&log, &sessions.lessons);
            log_store::file::write(&mut bytes, &log, &beginning).map(|()| bytes)
        });
        let bytes = composed.await.map_err(failed)?.map_err(failed)?;
        Ok(Download::of_bytes(bytes.into(), Some(place)))
    }
}
