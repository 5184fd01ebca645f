//! A relay's configuration.

use crate::{
    assets::{ASSETS, Asset},
    session::SessionConfig,
};
use std::{
    env,
    fs::DirBuilder,
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    time::Duration,
};

/// A relay's configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the token and the logs are kept.
    pub data: PathBuf,
    /// A lecturer's own lessons.
    pub lessons: Option<PathBuf>,
    /// How sessions are run.
    pub sessions: SessionConfig,
    /// The page.
    pub assets: &'static [Asset],
    /// How often a viewer is asked whether it is still there. One that has been silent for two and a half times as
    /// long is dropped.
    pub ping_every: Duration,
    /// Viewers at the same time.
    pub max_viewers: usize,
    /// How long a request's headers may take to come.
    pub headers_within: Duration,
}

impl Config {
    /// Everything as usual, with this data directory and our own binary.
    pub fn new(data: PathBuf, executable: PathBuf) -> Self {
        Config {
            data,
            lessons: None,
            sessions: SessionConfig::new(executable),
            assets: ASSETS,
            ping_every: Duration::from_secs(20),
            max_viewers: 1100,
            headers_within: Duration::from_secs(10),
        }
    }
}

/// The data directory: `SOCKETSCOPE_DATA`, else `$XDG_DATA_HOME/socketscope`, else `~/.local/share/socketscope`.
pub fn data_dir() -> io::Result<PathBuf> {
    let from = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    from("SOCKETSCOPE_DATA")
        .or_else(|| Some(from("XDG_DATA_HOME")?.join("socketscope")))
        .or_else(|| Some(from("HOME")?.join(".local/share/socketscope")))
        .ok_or_else(|| io::Error::other("there is no HOME: name a data directory in SOCKETSCOPE_DATA"))
}

/// Makes the data directory, for its owner only.
pub fn make_data_dir(data: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(data)
}
