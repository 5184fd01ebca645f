//! A static site in a folder, and a plain file server that knows nothing of it: that of the system's Python.

use crate::child::{Running, binary, bound_to_us};
use std::{path::Path, process::Command};
use tempfile::TempDir;

/// A site of the built-in recordings, served under a path of its own.
pub struct Site {
    /// Where it is served, up to its last `/`.
    pub url: String,
    server: Running,
    _folder: TempDir,
}

impl Site {
    /// Writes and serves it.
    pub fn start() -> Self {
        let folder = TempDir::new().expect("a folder for the site");
        let site = folder.path().join("courses/net");
        let status = Command::new(binary()).arg("site").arg(&site).arg("--recorded").status();
        assert!(status.is_ok_and(|status| status.success()), "the site is written");
        let mut python = bound_to_us("python3");
        python
            .args(["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory"])
            .arg(folder.path());
        python.stderr(std::process::Stdio::null());
        let port = |line: &str| line.split(" port ").nth(1)?.split(' ').next()?.parse::<u16>().ok();
        let (server, port) = Running::start(python, port);
        Site { url: format!("http://127.0.0.1:{port}/courses/net/"), server, _folder: folder }
    }

    /// The network is gone.
    pub fn stop(&mut self) {
        self.server.kill();
    }
}

/// Writes the page with a recording as one HTML file.
pub fn single(recording: &Path, html: &Path) {
    let status =
        Command::new(binary()).arg("export").arg(recording).args(["--html", "-o"]).arg(html).status();
    assert!(status.is_ok_and(|status| status.success()), "the file is written");
}
