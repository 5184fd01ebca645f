//! Programs that know nothing of us and look at the same things: strace and tshark.

use crate::{child::bound_to_us, wait::until};
use std::{
    env, fs,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

/// Whether strace is here; says so if not.
pub fn can_trace() -> bool {
    present("strace")
}

/// Whether tshark can look into another process's network; says so if not.
pub fn can_capture() -> bool {
    let root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !root {
        eprintln!("skipped: only root can enter a session's network");
    }
    root && present("tshark") && present("nsenter")
}

/// Whether tshark can read files; says so if not.
pub fn can_read_captures() -> bool {
    present("tshark")
}

/// What tshark reads in a capture file: a line for each packet, these fields of it separated by tabs.
pub fn read_capture(file: &Path, options: &[&str], fields: &[&str]) -> Vec<String> {
    let mut command = bound_to_us("tshark");
    command.arg("-r").arg(file).args(options).args(["-T", "fields"]);
    command.args(fields.iter().flat_map(|field| ["-e", field]));
    let output = command.output().expect("tshark starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "tshark does not read {}: {said}", file.display());
    let text = String::from_utf8(output.stdout).expect("tshark prints UTF-8");
    text.lines().map(str::to_owned).collect()
}

/// Where Perfetto's own classes are, which `cargo xtask test` brings; says so if they are not here.
pub fn perfetto() -> Option<PathBuf> {
    let beside = || {
        let test = env::current_exe().ok()?;
        let tools = test.ancestors().map(|folder| folder.join("tools")).find(|folder| folder.is_dir())?;
        let mut folders = fs::read_dir(tools).ok()?.filter_map(|folder| Some(folder.ok()?.path()));
        folders.find(|folder| folder.join("perfetto").is_dir())
    };
    let found = env::var_os("SOCKETSCOPE_PERFETTO").map(PathBuf::from).filter(|path| path.is_dir());
    let found = found.or_else(beside);
    assert!(found.is_some() || env::var_os("CI").is_none(), "CI must have Perfetto's classes");
    if found.is_none() {
        eprintln!("skipped: Perfetto's classes are not here (`cargo xtask test` brings them with pip)");
    }
    found
}

/// What Perfetto's own classes read in traces: lines of JSON, as `tests/read_trace.py` prints them.
pub fn read_traces(classes: &Path, traces: &[PathBuf]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("read_trace.py");
    let mut command = bound_to_us("python3");
    let output =
        command.env("PYTHONPATH", classes).arg(script).args(traces).output().expect("python3 starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{traces:?} are not read: {said}");
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

fn present(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).any(|folder| folder.join(program).is_file());
    assert!(found || env::var_os("CI").is_none(), "CI must have {program}");
    if !found {
        eprintln!("skipped: there is no {program} (`apt-get install {program}`)");
    }
    found
}

/// tshark in the network of a process.
pub struct Capture {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Capture {
    /// Starts capturing on lo there what passes `filter`; returns once it does.
    pub fn start(pid: u32, filter: &str, fields: &[&str]) -> Self {
        let mut command = bound_to_us("nsenter");
        command.args(["--target", &pid.to_string(), "--net", "--"]);
        command.args(["tshark", "-n", "-l", "-i", "lo", "-f", filter, "-T", "fields"]);
        for field in fields {
            command.args(["-e", field]);
        }
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("nsenter starts");
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (out, all) = (child.stdout.take().expect("a pipe"), lines.clone());
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                all.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        });
        let mut said = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let begun = said.by_ref().map_while(Result::ok).any(|line| line.contains("Capture started"));
        assert!(begun, "tshark does not capture");
        thread::spawn(move || said.for_each(drop));
        Capture { child, lines }
    }

    /// Ends it once it has printed `expected` lines; what it printed, which may be more.
    pub async fn lines(mut self, expected: usize) -> Vec<String> {
        let count = || self.lines.lock().unwrap_or_else(PoisonError::into_inner).len();
        until("tshark sees the segments", async || match count() {
            seen if seen >= expected => Ok(()),
            seen => Err(format!("it saw {seen} of {expected}")),
        })
        .await;
        interrupt(&self.child);
        let _ = self.child.wait();
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.clone()
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn interrupt(child: &Child) {
    let _ = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status();
}
