//! A relay of a test's own.

use crate::child::{Running, binary, bound_to_us};
use std::path::Path;
use tempfile::TempDir;

/// A running relay with a data directory of its own; ended when dropped.
pub struct Relay {
    running: Running,
    url: String,
    data: TempDir,
}

impl Relay {
    /// Starts one on a free port.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts one on a free port with more arguments.
    pub fn start_with(arguments: &[&str]) -> Self {
        let data = TempDir::new().expect("a folder for the relay's data");
        let (running, url) = serve(data.path(), 0, arguments);
        Relay { running, url, data }
    }

    /// The address that it printed, token and all.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `127.0.0.1:8123`.
    pub fn authority(&self) -> &str {
        let rest = self.url.strip_prefix("http://").expect("the relay serves HTTP");
        rest.split(['/', '#', '?']).next().unwrap_or(rest)
    }

    /// The secret of the printed address.
    pub fn token(&self) -> &str {
        self.url.split_once("token=").expect("the printed address has a token").1
    }

    /// Its data directory.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.running.id()
    }

    /// Ends it at once, as a crash would.
    pub fn kill(&mut self) {
        self.running.kill();
    }

    /// Starts it again where it was: same port, same data.
    pub fn restart(&mut self) {
        let port = self.authority().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
        (self.running, self.url) = serve(self.data.path(), port, &[]);
    }
}

fn serve(data: &Path, port: u16, arguments: &[&str]) -> (Running, String) {
    let mut command = bound_to_us(binary());
    command.args(["serve", "--port", &port.to_string()]).args(arguments).env("SOCKETSCOPE_DATA", data);
    Running::start(command, |line| {
        let url = &line[line.find("http://127.0.0.1:")?..];
        url.split_whitespace().next().map(str::to_owned)
    })
}
