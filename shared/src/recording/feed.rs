//! Reads a recording as its bytes come in: from a network, or a file that grows.

use super::{
    End, EventsError, Header, Meta, OpenError,
    bounds::MAX_HEADER_BYTES,
    container::{HEAD_BYTES, Head, MAGIC, kind},
    events::Packed,
    open::{header_of, meta_of},
    scan::Scan,
    version::Version,
};
use crate::{Event, lesson::Lesson};

/// A part of a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Who wrote it; the first piece.
    Header(Header),
    /// The lesson as it was.
    Lesson(Box<Lesson>),
    /// The next events, the first of which has this sequence number.
    Events {
        /// Of the first.
        first_seq: u64,
        /// The events, without gaps.
        events: Vec<Event>,
    },
    /// What a person added: in place of an earlier one.
    Meta(Meta),
}

/// Why no more pieces come.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// Nothing can be shown.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// What came before is all that can be shown.
    #[error(transparent)]
    Events(#[from] EventsError),
}

/// Takes bytes in and gives pieces out. Between pieces it keeps at most one record and what was pushed last.
#[derive(Debug, Default)]
pub struct Feed {
    buffer: Vec<u8>,
    /// How much of the buffer is done with.
    done: usize,
    /// How much of the file is.
    at: u64,
    opened: Option<(Version, Header)>,
    scan: Scan,
    failed: Option<FeedError>,
}

impl Feed {
    /// Takes in the bytes that come next. Whoever pushes takes out all pieces before pushing more.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.failed.is_none() {
            self.buffer.drain(..self.done);
            self.done = 0;
            self.buffer.extend_from_slice(bytes);
        }
    }

    /// The next piece; `None` where more bytes are needed. An error is told again each time.
    pub fn next_piece(&mut self) -> Result<Option<Piece>, FeedError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let piece = self.piece();
        if let Err(error) = &piece {
            self.failed = Some(error.clone());
            (self.buffer, self.done) = (Vec::new(), 0);
        }
        piece
    }

    /// How the recording ends if no more bytes come.
    pub fn end(&self) -> End {
        match &self.failed {
            Some(_) => End::Damaged { at: self.at },
            None if self.scan.ended && self.buffer.len() == self.done => End::Whole,
            None => End::Cut { at: self.at },
        }
    }

    /// Looks past records that are no pieces.
    fn piece(&mut self) -> Result<Option<Piece>, FeedError> {
        if self.at == 0 {
            let start = &self.buffer[..self.buffer.len().min(MAGIC.len())];
            if !MAGIC.starts_with(start) {
                return Err(OpenError::NotOurs.into());
            }
            if start.len() < MAGIC.len() {
                return Ok(None);
            }
            self.advance(MAGIC.len());
        }
        loop {
            let rest = self.buffer.get(self.done..).unwrap_or_default();
            let Some(head) = Head::read(rest) else { return Ok(None) };
            if !head.is_plausible() || self.opened.is_none() && head.len_bytes > MAX_HEADER_BYTES {
                return Err(self.damaged());
            }
            let Some(payload) = rest.get(HEAD_BYTES..HEAD_BYTES + head.len_bytes) else { return Ok(None) };
            if !head.fits(payload) {
                return Err(self.damaged());
            }
            let piece = match &self.opened {
                None if head.kind != kind::HEADER => return Err(OpenError::Damaged.into()),
                None => {
                    let header = header_of(payload)?;
                    self.opened = Some((Version::of(&header)?, header.clone()));
                    Some(Piece::Header(header))
                }
                Some(_) if !self.scan.take(self.at, head.kind, payload) => return Err(self.damaged()),
                Some((version, header)) => read(head.kind, self.at, payload, *version, header)?,
            };
            self.advance(HEAD_BYTES + head.len_bytes);
            if piece.is_some() {
                return Ok(piece);
            }
        }
    }

    fn advance(&mut self, len_bytes: usize) {
        self.done += len_bytes;
        self.at += len_bytes as u64;
    }

    fn damaged(&self) -> FeedError {
        match self.opened {
            None => OpenError::Damaged.into(),
            Some(_) => EventsError::Damaged { at: self.at }.into(),
        }
    }
}

/// The piece that a record after the header is, if it is one.
fn read(
    kind: u8,
    at: u64,
    payload: &[u8],
    version: Version,
    header: &Header,
) -> Result<Option<Piece>, EventsError> {
    let unread = || EventsError::unread(at, header);
    Ok(match kind {
        kind::LESSON => match version.lesson(payload) {
            Some(lesson) => Some(Piece::Lesson(Box::new(lesson))),
            None if matches!(unread(), EventsError::Damaged { .. }) => return Err(unread()),
            // The events can be shown without it.
            None => None,
        },
        kind::META => Some(Piece::Meta(meta_of(payload).ok_or_else(unread)?)),
        kind::EVENTS => {
            let packed = Packed::read(at, payload).ok_or_else(unread)?;
            let events = packed.unpack(version).ok_or_else(unread)?;
            Some(Piece::Events { first_seq: packed.chunk.first_seq, events })
        }
        _ => None,
    })
}
