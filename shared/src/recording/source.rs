//! Where a recording's bytes come from: memory, or a file of which only parts are read.

use std::borrow::Cow;

/// Bytes that were not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ReadError(pub String);

/// Bytes by their offset.
pub trait Source {
    /// How many there are.
    fn len_bytes(&self) -> u64;

    /// Those from `at` on, as many as asked for, or fewer where they end before.
    fn read(&self, at: u64, len_bytes: usize) -> Result<Cow<'_, [u8]>, ReadError>;
}

impl<T: AsRef<[u8]>> Source for T {
    fn len_bytes(&self) -> u64 {
        self.as_ref().len() as u64
    }

    fn read(&self, at: u64, len_bytes: usize) -> Result<Cow<'_, [u8]>, ReadError> {
        let bytes = self.as_ref();
        let from = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
        let to = from.saturating_add(len_bytes).min(bytes.len());
        Ok(Cow::Borrowed(&bytes[from..to]))
    }
}
