//! Opens a recording: what it is and where its parts are, without reading all of it.

use super::{
    Chunk, EventsError, Header, Meta, ReadError, Source, Wrote,
    bounds::{MAX_HEADER_BYTES, MAX_META_BYTES},
    cbor,
    container::{HEAD_BYTES, Head, MAGIC, kind, record},
    events::Packed,
    index::{Index, TRAILER_BYTES, trailer},
    scan::{End, Next, record_at, scan},
    version::Version,
};
use crate::{Event, lesson::Lesson};

/// Why nothing of a recording can be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It does not begin as a recording does.
    #[error("not a Socketscope recording")]
    NotOurs,
    /// It ends before its header does.
    #[error("the recording is cut off before anything in it can be shown")]
    Cut,
    /// Its header is not what was written.
    #[error("the recording is damaged from its beginning on")]
    Damaged,
    /// Its version is newer than this reader.
    #[error("the recording has format {version} and was made by {} {}, which is newer: use that, or a later one", .wrote.name, .wrote.version)]
    Newer {
        /// Its version.
        version: u32,
        /// Who wrote it.
        wrote: Wrote,
    },
    /// The bytes could not be had.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Why nothing is added to a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// What stands after a damaged place is not found again.
    #[error("the recording is damaged at byte {at}, and nothing can be added to it")]
    Damaged {
        /// Where.
        at: u64,
    },
    /// Too much to add.
    #[error("notes take more than {} bytes", MAX_META_BYTES)]
    TooLarge,
}

/// What is to be added to a recording's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// Where it is to stand; what the file has from there on is a record that was cut off, and goes first.
    pub at: u64,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// An open recording.
#[derive(Clone, Debug)]
pub struct Recording<S> {
    source: S,
    version: Version,
    header: Header,
    meta: Meta,
    index: Index,
    end: End,
    head: Head,
}

impl<S: Source> Recording<S> {
    /// Opens it. Where it is whole, its first and last bytes are read, and its notes; where it was cut off or its index is
    /// damaged, all of it is read once to find its parts.
    pub fn open(source: S) -> Result<Self, OpenError> {
        let (head, header) = header(&source)?;
        let version = Version::of(&header)?;
        let found = match indexed(&source)? {
            Some(index) => meta(&source, index.meta_at)?.map(|meta| (index, End::Whole, meta)),
            None => None,
        };
        let (index, end, meta) = match found {
            Some(found) => found,
            None => {
                let (index, end) = scan(&source, head)?;
                let meta = meta(&source, index.meta_at)?.unwrap_or_default();
                (index, end, meta)
            }
        };
        Ok(Recording { source, version, header, meta, index, end, head })
    }

    /// Who wrote it, of what.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What a person added.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// What it is called now.
    pub fn name(&self) -> &str {
        self.meta.name.as_deref().unwrap_or(&self.header.name)
    }

    /// How it ends, as far as it was read. A damaged place before the index is found by [`events`](Self::events), or by
    /// [`check`](Self::check).
    pub fn end(&self) -> End {
        self.end
    }

    /// Its records of events, in order and without gaps.
    pub fn chunks(&self) -> &[Chunk] {
        self.index.chunks.list()
    }

    /// How many events they have.
    pub fn last_seq(&self) -> u64 {
        self.index.chunks.next_seq() - 1
    }

    /// The record of events that has this one.
    pub fn chunk_of(&self, seq: u64) -> Option<usize> {
        let place = self.chunks().partition_point(|chunk| chunk.first_seq <= seq).checked_sub(1)?;
        (seq <= self.last_seq()).then_some(place)
    }

    /// The events of a record, by its place in [`chunks`](Self::chunks). Whoever shows them begins with the first record
    /// and stops at the first error: what follows it says nothing without it.
    pub fn events(&self, chunk: usize) -> Result<Vec<Event>, EventsError> {
        let chunk = self.chunks().get(chunk).ok_or(EventsError::NoSuchChunk)?;
        let damaged = EventsError::Damaged { at: chunk.at };
        let Next::Record { head, payload } = record_at(&self.source, chunk.at)? else { return Err(damaged) };
        let packed = Packed::read(chunk.at, &payload);
        match packed {
            Some(packed) if head.kind == kind::EVENTS && packed.chunk == *chunk => {
                packed.unpack(self.version).ok_or_else(|| EventsError::unread(chunk.at, &self.header))
            }
            _ => Err(damaged),
        }
    }

    /// All events from the first on, a record at a time. An error is the last that comes.
    pub fn all(&self) -> impl Iterator<Item = Result<Vec<Event>, EventsError>> {
        let mut failed = false;
        (0..self.chunks().len()).map_while(move |chunk| {
            if failed {
                return None;
            }
            let events = self.events(chunk);
            failed = events.is_err();
            Some(events)
        })
    }

    /// The lesson as it was; `None` where none was recorded.
    pub fn lesson(&self) -> Result<Option<Lesson>, EventsError> {
        let Some(at) = self.index.lesson_at else { return Ok(None) };
        match record_at(&self.source, at)? {
            Next::Record { head, payload } if head.kind == kind::LESSON => {
                self.version.lesson(&payload).map(Some).ok_or_else(|| EventsError::unread(at, &self.header))
            }
            _ => Err(EventsError::Damaged { at }),
        }
    }

    /// Reads all of it and checks every checksum.
    pub fn check(&self) -> Result<End, ReadError> {
        scan(&self.source, self.head).map(|(_, end)| end)
    }

    /// The bytes that change what a person added: only appended, so that a writer that is killed loses nothing.
    pub fn with_meta(&self, meta: &Meta) -> Result<Addition, AppendError> {
        let at = self.writable_at()?;
        let payload = cbor::encode(meta);
        if payload.len() > MAX_META_BYTES || cbor::measure(&payload).is_none() {
            return Err(AppendError::TooLarge);
        }
        let mut bytes = record(kind::META, &payload);
        let index = Index { meta_at: Some(at), ..self.index.clone() };
        bytes.extend(index.records(at + bytes.len() as u64));
        Ok(Addition { at, bytes })
    }

    /// The bytes that make one that was cut off whole again; none where it is.
    pub fn completed(&self) -> Result<Addition, AppendError> {
        let at = self.writable_at()?;
        let bytes = if self.end == End::Whole { Vec::new() } else { self.index.records(at) };
        Ok(Addition { at, bytes })
    }

    /// The bytes that it was opened from.
    pub fn into_source(self) -> S {
        self.source
    }

    fn writable_at(&self) -> Result<u64, AppendError> {
        match self.end {
            End::Whole => Ok(self.source.len_bytes()),
            End::Cut { at } => Ok(at),
            End::Damaged { at } => Err(AppendError::Damaged { at }),
        }
    }
}

/// The header and the head of its record.
fn header<S: Source>(source: &S) -> Result<(Head, Header), OpenError> {
    let magic = source.read(0, MAGIC.len())?;
    if *magic != MAGIC {
        return Err(if MAGIC.starts_with(&magic) { OpenError::Cut } else { OpenError::NotOurs });
    }
    let at = MAGIC.len() as u64;
    let Some(head) = Head::read(&source.read(at, HEAD_BYTES)?) else { return Err(OpenError::Cut) };
    if head.kind != kind::HEADER || head.len_bytes > MAX_HEADER_BYTES {
        return Err(OpenError::Damaged);
    }
    match record_at(source, at)? {
        Next::Record { payload, .. } => Ok((head, header_of(&payload)?)),
        Next::Cut => Err(OpenError::Cut),
        Next::Damaged => Err(OpenError::Damaged),
    }
}

/// The header of this payload.
pub(super) fn header_of(payload: &[u8]) -> Result<Header, OpenError> {
    cbor::decode(payload).ok_or(OpenError::Damaged)
}

/// The index that the trailer tells of.
fn indexed<S: Source>(source: &S) -> Result<Option<Index>, ReadError> {
    let Some(from) = source.len_bytes().checked_sub(TRAILER_BYTES as u64) else { return Ok(None) };
    let Some(at) = trailer(&source.read(from, TRAILER_BYTES)?) else { return Ok(None) };
    if at >= from {
        return Ok(None);
    }
    match record_at(source, at)? {
        Next::Record { head, payload } if head.kind == kind::INDEX && at + head.record_bytes() == from => {
            Ok(Index::read(at, &payload))
        }
        _ => Ok(None),
    }
}

/// What a person added, by its record's offset; `None` where that is damaged.
fn meta<S: Source>(source: &S, at: Option<u64>) -> Result<Option<Meta>, ReadError> {
    let Some(at) = at else { return Ok(Some(Meta::default())) };
    match record_at(source, at)? {
        Next::Record { head, payload } if head.kind == kind::META => Ok(meta_of(&payload)),
        _ => Ok(None),
    }
}

/// What a person added; `None` where the payload says something else.
pub(super) fn meta_of(payload: &[u8]) -> Option<Meta> {
    if payload.len() > MAX_META_BYTES {
        return None;
    }
    cbor::decode(payload)
}
