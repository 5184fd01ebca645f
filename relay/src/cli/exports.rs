//! `export` into the formats of other tools: docs/exports.md.

use super::kept::say;
use crate::{
    export::{self, pcapng, perfetto},
    kept::{KeptError, share::Shared},
};
use anyhow::Context;
use socketscope_shared::{recording::EventsError, timeline::Timeline};
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Its segments as packets.
pub(super) fn pcapng(shared: &Shared, output: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let to = target(shared, output, "pcapng")?;
    let timeline = timeline(shared)?;
    let counts = written(&to, |out| pcapng::write(&timeline, shared.lesson().as_ref(), out))?;
    if counts.written == 0 && counts.without_headers == 0 {
        eprintln!("socketscope: no segments were captured in this run: the file has no packets");
    }
    if counts.without_headers > 0 {
        let count = counts.without_headers;
        eprintln!("socketscope: {count} segments are left out: the recording does not have their headers");
    }
    say(&format!("{}\n", to.display()))
}

/// Its calls, segments and buffers as a trace.
pub(super) fn perfetto(shared: &Shared, output: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let to = target(shared, output, "pftrace")?;
    let timeline = timeline(shared)?;
    written(&to, |out| perfetto::write(&timeline, out))?;
    say(&format!("{}\n", to.display()))
}

/// The file that is named, or one after the lesson and the time that is not there yet.
fn target(shared: &Shared, output: Option<PathBuf>, extension: &str) -> Result<PathBuf, KeptError> {
    if let Some(to) = output {
        return Ok(to);
    }
    let to = PathBuf::from(shared.file_name()).with_extension(extension);
    match to.symlink_metadata() {
        Ok(_) => Err(KeptError::Exists(to)),
        Err(_) => Ok(to),
    }
}

/// The log, up to where it is damaged: that was said before.
fn timeline(shared: &Shared) -> anyhow::Result<Timeline> {
    let mut broken = None;
    let events = shared.events().map_while(|events| events.map_err(|e| broken = Some(e)).ok());
    let timeline = export::timeline(events)?;
    match broken {
        None | Some(EventsError::Damaged { .. }) => Ok(timeline),
        Some(e) => Err(e.into()),
    }
}

/// Writes the file; of one that cannot be completed nothing is left.
fn written<T>(
    to: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, export::ExportError>,
) -> anyhow::Result<T> {
    let mut out = BufWriter::new(File::create(to).with_context(|| to.display().to_string())?);
    let done = write(&mut out).and_then(|done| Ok(out.flush().map(|()| done)?));
    if done.is_err() && to.is_file() {
        _ = fs::remove_file(to);
    }
    done.with_context(|| to.display().to_string())
}
