//! A log's file: chunks of the wire, each after its length (u32, little-endian).

use super::SessionLog;
use bytes::Bytes;
use socketscope_shared::{
    SessionId,
    event::End,
    wire::{self, WireError},
};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, BufReader, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::Arc,
    thread::{self, JoinHandle},
};

/// What a log file is called after the session's id.
pub const EXTENSION: &str = "sklog";
/// Largest chunk that is read back: one event with the largest payload that a probe reports, and some.
const MAX_CHUNK_BYTES: u64 = 80 << 20;
/// The writer gathers up to this many bytes into one write.
const WRITE_BYTES: usize = 1 << 20;

/// Why a log file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// Another process writes it.
    #[error("another relay is recording it")]
    Busy,
    /// It does not begin as a log does.
    #[error("{0}")]
    Unreadable(WireError),
    /// It holds no complete chunk.
    #[error("it holds no events")]
    Empty,
}

/// Makes the file of a live log and a thread that writes into it what the log gets. The thread ends with the log and
/// returns whether all of it is in the file.
pub fn record(path: &Path, log: Arc<SessionLog>) -> io::Result<JoinHandle<bool>> {
    let file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(path)?;
    lock(&file).map_err(|e| io::Error::other(e.to_string()))?;
    let path = path.to_owned();
    let name = format!("log {}", log.id());
    thread::Builder::new().name(name).spawn(move || match write_all(file, &path, &log) {
        Ok(()) => true,
        Err(e) => {
            tracing::warn!("session {} goes on, but is not saved: {}: {e}", log.id(), path.display());
            log.stop_saving();
            false
        }
    })
}

/// Reads a log file into an ended log. What was cut short by a killed relay is left out, a missing end is added, and
/// the file then says the same.
pub fn load(path: &Path, id: SessionId) -> Result<SessionLog, LoadError> {
    let file = File::open(path)?;
    lock(&file)?;
    let log = SessionLog::new(id);
    let mut reader = BufReader::with_capacity(WRITE_BYTES, &file);
    while let Some(bytes) = read_chunk(&mut reader)? {
        match wire::decode_chunk(&bytes) {
            Ok(chunk) if chunk.session == id && chunk.first_seq == log.last_seq() + 1 => {
                log.append(&chunk.events)
            }
            Err(e @ (WireError::Version { .. } | WireError::NotOurs)) if log.last_seq() == 0 => {
                return Err(LoadError::Unreadable(e));
            }
            Ok(_) | Err(_) => break,
        }
    }
    if log.last_seq() == 0 {
        return Err(LoadError::Empty);
    }
    if !log.is_over() {
        log.end(End::RelayStopped);
        replace(path, &log.blocks()).unwrap_or_else(|e| {
            tracing::warn!("the end of session {id} is not saved: {}: {e}", path.display())
        });
    }
    Ok(log)
}

fn write_all(mut file: File, path: &Path, log: &SessionLog) -> io::Result<()> {
    let mut saved_seq = 0;
    let mut written = 0;
    while !log.is_complete_at(saved_seq) {
        log.wait_after(saved_seq);
        let batch = log.unsaved_after(saved_seq, WRITE_BYTES);
        file.write_all(&framed(&batch.chunks))?;
        saved_seq = batch.last_seq;
        log.publish(saved_seq);
        written += batch.chunks.len();
    }
    let blocks = log.blocks();
    if blocks.len() < written { replace(path, &blocks) } else { file.sync_data() }
}

/// Puts a file with these chunks in the place of the old, whole or not at all.
fn replace(path: &Path, chunks: &[Bytes]) -> io::Result<()> {
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    let mut file = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&temporary)?;
    let written = file.write_all(&framed(chunks)).and_then(|()| file.sync_data());
    written.and_then(|()| fs::rename(&temporary, path)).inspect_err(|_| drop(fs::remove_file(&temporary)))
}

fn framed(chunks: &[Bytes]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(chunks.iter().map(|chunk| 4 + chunk.len()).sum());
    for chunk in chunks {
        let len = u32::try_from(chunk.len()).expect("a log is bounded far below 4 GiB");
        bytes.extend(len.to_le_bytes());
        bytes.extend_from_slice(chunk);
    }
    bytes
}

/// The next complete chunk; `None` at the end, be it clean or in the middle of one.
fn read_chunk(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut len = [0; 4];
    match from.read_exact(&mut len) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let len = u64::from(u32::from_le_bytes(len));
    let mut bytes = Vec::new();
    if len <= MAX_CHUNK_BYTES {
        from.take(len).read_to_end(&mut bytes)?;
    }
    Ok((bytes.len() as u64 == len).then_some(bytes))
}

/// The lock tells another relay with the same data directory that the log is not over.
pub(super) fn lock(file: &File) -> Result<(), LoadError> {
    file.try_lock().map_err(|e| match e {
        TryLockError::WouldBlock => LoadError::Busy,
        TryLockError::Error(e) => LoadError::Io(e),
    })
}
