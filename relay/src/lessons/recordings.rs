//! Each built-in lesson as it ran once, so that there is something to see before the first run.

use super::embedded;
use crate::log_store::{LoadError, SessionLog, file};
use socketscope_shared::{SessionId, lesson::Lesson};
use std::sync::{Arc, OnceLock};

/// The recordings of a relay's lessons. They are in the binary: nothing of them is in the data directory.
#[derive(Debug)]
pub struct Recordings(Vec<Recording>);

#[derive(Debug)]
struct Recording {
    id: SessionId,
    file: &'static [u8],
    /// Read when somebody first asks for it.
    log: OnceLock<Arc<SessionLog>>,
}

impl Recordings {
    /// Those of these lessons.
    pub fn of(lessons: &[Lesson]) -> Self {
        let recording = |lesson: &Lesson| {
            let (id, file) = (lesson.recording?, embedded::recording(&lesson.id)?);
            Some(Recording { id, file, log: OnceLock::new() })
        };
        Recordings(lessons.iter().filter_map(recording).collect())
    }

    /// The log of this session, if it is one of them.
    pub fn log(&self, id: SessionId) -> Option<Result<Arc<SessionLog>, LoadError>> {
        let recording = self.0.iter().find(|recording| recording.id == id)?;
        if let Some(log) = recording.log.get() {
            return Some(Ok(log.clone()));
        }
        let read = file::read(recording.file, id);
        Some(read.map(|log| recording.log.get_or_init(|| Arc::new(log)).clone()))
    }
}

/// The id of a lesson's recording: always the same, so that its address stays good when it is made anew.
pub fn session_of(lesson: &str) -> SessionId {
    // FNV-1a. Random ids are in no danger of meeting it.
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let hash = |hash: u128, byte: u8| (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    SessionId(lesson.bytes().fold(BASIS, hash))
}
