//! The one place where a recording's version decides how it is read.

use super::{OpenError, bounds::MAX_LESSON_BYTES, container::Numbers, deflate, header::Header, v1};
use crate::{Event, lesson::Lesson};

/// The version that is written.
pub const VERSION: u32 = 1;
/// Its minor version: raised when something is added that older readers of this version cannot show.
pub const MINOR: u32 = 0;

/// The versions that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    V1,
}

impl Version {
    /// The recording's version.
    pub fn of(header: &Header) -> Result<Self, OpenError> {
        match header.version {
            0 => Err(OpenError::Damaged),
            1 => Ok(Version::V1),
            version => Err(OpenError::Newer { version, wrote: header.wrote.clone() }),
        }
    }

    /// The events of a record's bytes.
    pub fn events(self, bytes: &[u8], count: usize) -> Option<Vec<Event>> {
        match self {
            Version::V1 => v1::events(bytes, count),
        }
    }

    /// The lesson of a record's payload: its length before compression (u32), then what it was compressed to.
    pub fn lesson(self, payload: &[u8]) -> Option<Lesson> {
        let mut numbers = Numbers(payload);
        let len_bytes = numbers.u32().and_then(|len| usize::try_from(len).ok())?;
        if len_bytes > MAX_LESSON_BYTES {
            return None;
        }
        let bytes = deflate::unpack(numbers.0, len_bytes)?;
        match self {
            Version::V1 => v1::lesson(&bytes),
        }
    }
}
