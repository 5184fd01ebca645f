//! A log's file: a heading, then chunks of the wire, each after its length and checksums.
//!
//! | part | bytes |
//! |---|---|
//! | heading | [`HEADING`] |
//! | of each chunk: its length | u32, little-endian |
//! | CRC-32 of the chunk | u32, little-endian |
//! | CRC-32 of these eight bytes | u32, little-endian |
//! | the chunk | as on the wire |
//!
//! The header's own checksum distinguishes a chunk that was cut short from one whose length was damaged. Files of version 1 had
//! no heading and no checksums, and other events; they are recognised as such, not taken for damaged, and not read.
//!
//! Reading never changes a file: what cannot be read today may be needed tomorrow.

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
/// What a file begins with; the last byte is the version.
pub const HEADING: [u8; 8] = *b"SkLog\r\n\x02";
/// Largest chunk that is read back: one event with the largest payload that a probe reports, and some.
const MAX_CHUNK_BYTES: u64 = 80 << 20;
/// The writer gathers up to this many bytes into one write.
const WRITE_BYTES: usize = 1 << 20;
/// Length and checksums of a chunk.
const CHUNK_HEADER_BYTES: usize = 12;

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
    #[error("it is damaged from its first event on, or holds none")]
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
            log.stop_saving(&format!("{}: {e}", path.display()));
            false
        }
    })
}

/// Reads a log file into an ended log. Where the file was cut short by a killed relay, or is damaged, the log's end says
/// so, and nothing after that place is shown.
pub fn load(path: &Path, id: SessionId) -> Result<SessionLog, LoadError> {
    let file = File::open(path)?;
    lock(&file)?;
    read(BufReader::with_capacity(WRITE_BYTES, &file), id)
}

/// Reads what is in a log file, as [`load`] does.
pub fn read(from: impl Read, id: SessionId) -> Result<SessionLog, LoadError> {
    let log = SessionLog::new(id);
    let mut chunks = Chunks::new(from)?;
    let end = loop {
        let bytes = match chunks.next()? {
            Next::Chunk(bytes) => bytes,
            Next::Cut => break End::RelayStopped,
            Next::Damaged => break End::Damaged,
        };
        match wire::decode_chunk(&bytes) {
            Ok(chunk) if chunk.session == id && chunk.first_seq == log.last_seq() + 1 && !log.is_over() => {
                log.append(&chunk.events)
            }
            Err(e @ (WireError::Version { .. } | WireError::NotOurs)) if log.last_seq() == 0 => {
                return Err(LoadError::Unreadable(e));
            }
            Ok(_) | Err(_) => break End::Damaged,
        }
    };
    if log.last_seq() == 0 {
        return Err(LoadError::Empty);
    }
    log.end(end);
    Ok(log)
}

/// Writes an ended log into a file, completely or not at all.
pub fn save(path: &Path, log: &SessionLog) -> io::Result<()> {
    replace(path, &log.blocks())
}

fn write_all(mut file: File, path: &Path, log: &SessionLog) -> io::Result<()> {
    file.write_all(&HEADING)?;
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

/// Replaces the file with one of these chunks, completely or not at all.
fn replace(path: &Path, chunks: &[Bytes]) -> io::Result<()> {
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    let mut file = OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(&temporary)?;
    let written = file
        .write_all(&HEADING)
        .and_then(|()| file.write_all(&framed(chunks)))
        .and_then(|()| file.sync_data());
    written.and_then(|()| fs::rename(&temporary, path)).inspect_err(|_| drop(fs::remove_file(&temporary)))
}

fn framed(chunks: &[Bytes]) -> Vec<u8> {
    let len_bytes = chunks.iter().map(|chunk| CHUNK_HEADER_BYTES + chunk.len()).sum();
    let mut bytes = Vec::with_capacity(len_bytes);
    for chunk in chunks {
        let len = u32::try_from(chunk.len()).expect("a log is bounded far below 4 GiB");
        let mut header = [0; 8];
        header[..4].copy_from_slice(&len.to_le_bytes());
        header[4..].copy_from_slice(&crc32fast::hash(chunk).to_le_bytes());
        bytes.extend(header);
        bytes.extend(crc32fast::hash(&header).to_le_bytes());
        bytes.extend_from_slice(chunk);
    }
    bytes
}

/// Reads a file's chunks.
struct Chunks<R> {
    from: R,
    /// What is in the heading's place.
    heading: Vec<u8>,
}

/// What comes next in a file.
enum Next {
    Chunk(Vec<u8>),
    /// The file ends, cleanly or in the middle of a chunk.
    Cut,
    Damaged,
}

impl<R: Read> Chunks<R> {
    fn new(mut from: R) -> Result<Self, LoadError> {
        let mut heading = Vec::new();
        from.by_ref().take(HEADING.len() as u64).read_to_end(&mut heading)?;
        // A chunk of version 1 comes after its length: at its fifth byte.
        let found = match heading[..] {
            [_, _, _, _, b'S', b'k', ..] => 1,
            [ref name @ .., version] if *name == HEADING[..7] => version,
            _ => HEADING[7],
        };
        if found != HEADING[7] {
            return Err(LoadError::Unreadable(WireError::Version { found, understood: HEADING[7] }));
        }
        Ok(Chunks { from, heading })
    }

    fn next(&mut self) -> io::Result<Next> {
        if self.heading != HEADING {
            return Ok(if HEADING.starts_with(&self.heading) { Next::Cut } else { Next::Damaged });
        }
        let Some(header) = exactly::<CHUNK_HEADER_BYTES>(&mut self.from)? else { return Ok(Next::Cut) };
        let number =
            |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let len = u64::from(number(0));
        if crc32fast::hash(&header[..8]) != number(8) || len > MAX_CHUNK_BYTES {
            return Ok(Next::Damaged);
        }
        let bytes = at_most(&mut self.from, len)?;
        Ok(match bytes.len() as u64 == len {
            true if crc32fast::hash(&bytes) == number(4) => Next::Chunk(bytes),
            true => Next::Damaged,
            false => Next::Cut,
        })
    }
}

/// This many bytes; `None` if the file ends before.
fn exactly<const N: usize>(from: &mut impl Read) -> io::Result<Option<[u8; N]>> {
    let mut bytes = [0; N];
    match from.read_exact(&mut bytes) {
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        other => other.map(|()| Some(bytes)),
    }
}

fn at_most(from: &mut impl Read, len: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The lock tells another relay with the same data directory that the log is not over.
pub(super) fn lock(file: &File) -> Result<(), LoadError> {
    file.try_lock().map_err(|e| match e {
        TryLockError::WouldBlock => LoadError::Busy,
        TryLockError::Error(e) => LoadError::Io(e),
    })
}
