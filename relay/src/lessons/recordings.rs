//! Recordings that a relay has besides those in its data directory: each built-in lesson as it ran once, so that there is
//! something to see before the first run, or the one that somebody opened.

use super::embedded;
use crate::{
    fingerprint::Fingerprint,
    log_store::{self, LoadError, SessionLog},
};
use bytes::Bytes;
use socketscope_shared::{SessionId, lesson::Lesson};
use std::sync::{Arc, OnceLock};

/// Recordings by their ids.
#[derive(Debug)]
pub struct Recordings(Vec<Recording>);

#[derive(Debug)]
struct Recording {
    id: SessionId,
    file: Bytes,
    /// Read when somebody first asks for it.
    log: OnceLock<Arc<SessionLog>>,
}

impl Recordings {
    /// Those of these lessons. They are in the binary.
    pub fn of(lessons: &[Lesson]) -> Self {
        let recording = |lesson: &Lesson| {
            let (id, file) = (lesson.recording?, embedded::recording(&lesson.id)?);
            Some(Recording { id, file: Bytes::from_static(file), log: OnceLock::new() })
        };
        Recordings(lessons.iter().filter_map(recording).collect())
    }

    /// Only this one.
    pub fn only(id: SessionId, file: Bytes) -> Self {
        Recordings(vec![Recording { id, file, log: OnceLock::new() }])
    }

    /// The log of this session, if it is one of them.
    pub fn log(&self, id: SessionId) -> Option<Result<Arc<SessionLog>, LoadError>> {
        let recording = self.find(id)?;
        if let Some(log) = recording.log.get() {
            return Some(Ok(log.clone()));
        }
        let read = log_store::read(&recording.file, id);
        Some(read.map(|log| recording.log.get_or_init(|| Arc::new(log)).clone()))
    }

    /// The file of this session, if it is one of them.
    pub fn file(&self, id: SessionId) -> Option<Bytes> {
        self.find(id).map(|recording| recording.file.clone())
    }

    fn find(&self, id: SessionId) -> Option<&Recording> {
        self.0.iter().find(|recording| recording.id == id)
    }
}

/// The id of a lesson's recording: always the same, so that its address stays good when it is made anew.
pub fn session_of(lesson: &str) -> SessionId {
    Fingerprint::default().of(lesson.as_bytes()).id()
}
