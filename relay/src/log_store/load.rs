//! Reads a recording into an ended log.
//!
//! Reading never changes a file: what cannot be read today may be needed tomorrow.

use super::{SessionLog, file::lock_shared, source::FileSource};
use socketscope_shared::{
    Event, Fact, SessionId,
    event::End,
    recording::{self, EventsError, OpenError, ReadError, Recording, Source, Wrote},
};
use std::{fs::File, io, path::Path};

/// Why a recording could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Another process writes it.
    #[error("another relay is recording it")]
    Busy,
    /// A relay of before there were recordings wrote it.
    #[error(
        "an older Socketscope recorded it, in a format that this one does not read; the file stays as it is"
    )]
    Older,
    /// It does not begin as a recording does.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Its first events need a newer reader.
    #[error("{} {} made it, which is newer: use that, or a later one", .0.name, .0.version)]
    Newer(Wrote),
    /// It holds no complete event.
    #[error("it is damaged from its first event on, or holds none")]
    Empty,
}

impl From<ReadError> for LoadError {
    fn from(e: ReadError) -> Self {
        LoadError::Io(io::Error::other(e))
    }
}

/// Reads a recording's file. Where it was cut short by a killed relay, or is damaged, the log's end says so, and nothing
/// after that place is shown.
pub fn load(path: &Path, id: SessionId) -> Result<SessionLog, LoadError> {
    let file = File::open(path)?;
    lock_shared(&file)?;
    read(FileSource::new(file)?, id)
}

/// Reads a recording as [`load`] does. Its log has this id, whichever the session had: a file's name is what it is asked
/// for by.
pub fn read(from: impl Source, id: SessionId) -> Result<SessionLog, LoadError> {
    let recording = Recording::open(from)?;
    let log = SessionLog::new(id);
    let mut end = match recording.end() {
        recording::End::Whole | recording::End::Cut { .. } => End::RelayStopped,
        recording::End::Damaged { .. } => End::Damaged,
    };
    for events in recording.all() {
        match events {
            Ok(events) => log.append(&with_id(events, id)),
            Err(EventsError::Read(e)) => return Err(e.into()),
            Err(EventsError::Newer { wrote }) if log.last_seq() == 0 => return Err(LoadError::Newer(wrote)),
            Err(e @ EventsError::Newer { .. }) => end = End::Failed { reason: e.to_string() },
            Err(EventsError::Damaged { .. } | EventsError::NoSuchChunk) => end = End::Damaged,
        }
    }
    if log.last_seq() == 0 {
        return Err(LoadError::Empty);
    }
    log.end(end);
    Ok(log)
}

/// The same events, of the session with this id.
fn with_id(mut events: Vec<Event>, id: SessionId) -> Vec<Event> {
    for event in &mut events {
        if let Fact::SessionStarted(info) = &mut event.fact {
            info.id = id;
        }
    }
    events
}
