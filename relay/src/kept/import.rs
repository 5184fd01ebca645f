//! Takes somebody else's recording into the data directory.

use super::{
    error::{At, KeptError},
    share::Shared,
};
use crate::{
    fingerprint::Fingerprint,
    log_store::{FileSource, LoadError, LogStore, folder},
};
use socketscope_shared::{
    Event, SessionId,
    recording::{End, Recording},
};
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// Longest file that is read.
pub const MAX_BYTES: u64 = 1 << 30;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// By which it is found.
    pub id: SessionId,
    /// The session's own id, where that is another run here.
    pub instead_of: Option<SessionId>,
    /// Whether it was here before.
    pub known: bool,
    /// How it ends.
    pub end: End,
}

/// Checks it and copies it. It gets its session's id, or another where that is taken: by a run that is kept here, or by
/// one that every Socketscope has (`is_ours`).
pub fn import(
    store: &LogStore,
    path: &Path,
    is_ours: impl Fn(SessionId) -> bool,
) -> Result<Imported, KeptError> {
    let file = File::open(path).at(path)?;
    let metadata = file.metadata().at(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a file")).at(path);
    }
    if metadata.len() > MAX_BYTES {
        return Err(KeptError::TooLarge { path: path.to_owned(), limit_bytes: MAX_BYTES });
    }
    let recording = Recording::open(FileSource::new(file).at(path)?).at(path)?;
    if recording.events(0).is_err() {
        return Err(LoadError::Empty).at(path);
    }
    let end = Shared::open(path)?.end()?;
    let own = recording.header().session.filter(|id| !is_ours(*id));
    let mut instead_of = recording.header().session;
    for id in own.into_iter().chain([fingerprint(path).at(path)?]) {
        if instead_of == Some(id) {
            instead_of = None;
        }
        match same_log(&recording, &folder::path(store.dir(), id)) {
            Kept::Same => return Ok(Imported { id, instead_of, known: true, end }),
            Kept::Other => instead_of = recording.header().session,
            Kept::Nothing => {
                store.make_room().at(store.dir())?;
                Shared::open(path)?.save(&folder::path(store.dir(), id))?;
                return Ok(Imported { id, instead_of, known: false, end });
            }
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists)).at(path)
}

/// What is kept by an id.
enum Kept {
    Nothing,
    Same,
    Other,
}

/// Notes and names are a person's own: only what ran is compared.
fn same_log(recording: &Recording<FileSource>, path: &Path) -> Kept {
    let Ok(file) = File::open(path) else { return Kept::Nothing };
    let known = FileSource::new(file).ok().and_then(|source| Recording::open(source).ok());
    match known.is_some_and(|known| events(&known).eq(events(recording))) {
        true => Kept::Same,
        false => Kept::Other,
    }
}

fn events(recording: &Recording<FileSource>) -> impl Iterator<Item = Event> {
    recording.all().map_while(Result::ok).flatten()
}

/// The same for the same bytes.
fn fingerprint(path: &Path) -> io::Result<SessionId> {
    let mut file = File::open(path)?.take(MAX_BYTES);
    let (mut print, mut buffer) = (Fingerprint::default(), vec![0; 64 << 10]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(print.id()),
            len => print = print.of(&buffer[..len]),
        }
    }
}
