//! A recording for tools that know nothing of ours: docs/exports.md.
//!
//! - [`pcapng`]: its segments as packets, for Wireshark and tshark.
//! - [`perfetto`]: a trace of its calls, segments and buffers.
//! - [`causes`]: which call put a segment on the network.

mod causes;
pub mod pcapng;
pub mod perfetto;
#[cfg(test)]
mod tests;

use socketscope_shared::{Event, SessionId, log::LogError, timeline::Timeline, wire::Chunk};
use std::io;

/// Longest file that is written: payloads of a log from outside may be named again and again.
const MAX_BYTES: u64 = 4 << 30;

/// Why there is no export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It cannot be written.
    #[error("can't write the export: {0}")]
    Output(#[from] io::Error),
    /// The events are no log.
    #[error("the recording's log can't be read: {0}")]
    Log(#[from] LogError),
    /// It would be longer than [`MAX_BYTES`].
    #[error("the export would be longer than {MAX_BYTES} bytes, which none of a recorded run is")]
    TooLarge,
}

/// What became of the segments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Segments that are in the file.
    pub written: u64,
    /// Segments whose headers the log does not have: no packet can be made of them.
    pub without_headers: u64,
}

/// The log with its index.
pub fn timeline(events: impl Iterator<Item = Vec<Event>>) -> Result<Timeline, ExportError> {
    let mut timeline = Timeline::default();
    for events in events {
        let first_seq = timeline.last_seq() + 1;
        timeline.extend(Chunk { session: SessionId(0), first_seq, events })?;
    }
    Ok(timeline)
}
