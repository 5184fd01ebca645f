//! `socketscope open`: the page with one recording.

use super::{args_kept::Open, kept::file_of, serve};
use crate::fingerprint::Fingerprint;
use crate::{
    config::{self, Config},
    kept::import::MAX_BYTES,
    lessons::{self, recordings::Recordings},
    log_store,
    relay::Relay,
};
use anyhow::{Context, bail};
use bytes::Bytes;
use socketscope_shared::{lesson::Lesson, recording::Recording};
use std::{
    env,
    fs::File,
    io::{self, Read, Write},
    path::Path,
    process::ExitCode,
};

/// Serves it until a signal ends that.
pub(super) async fn open(arguments: Open) -> anyhow::Result<ExitCode> {
    let path = file_of(&arguments.run)?;
    let named = || path.display().to_string();
    let bytes = read(&path).with_context(named)?;
    let recording = Recording::open(&bytes).with_context(named)?;
    let id = recording.header().session.unwrap_or_else(|| Fingerprint::default().of(&bytes).id());
    // Says what is wrong with it here rather than on the page.
    log_store::read(&bytes, id).with_context(named)?;
    let lessons = match recording.lesson() {
        Ok(Some(lesson)) => vec![Lesson { recording: Some(id), ..lesson }],
        Ok(None) | Err(_) => lessons::load(None)?,
    };
    drop(recording);
    let shutdown = serve::interrupted()?;
    let listener = serve::listen(arguments.port).await?;
    let config = Config::new(config::data_dir()?, env::current_exe()?);
    let address = listener.local_addr()?;
    let relay = Relay::showing(config, lessons, Recordings::only(id, bytes))?;
    writeln!(io::stdout(), "Socketscope: open http://{address}/#session={id} (Ctrl-C ends it)")
        .context("standard output")?;
    relay.serve(listener, shutdown).await?;
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> anyhow::Result<Bytes> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("longer than {MAX_BYTES} bytes, which no recording is");
    }
    Ok(bytes.into())
}
