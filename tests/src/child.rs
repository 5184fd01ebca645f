//! Child processes that never outlive a test, however it ends.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// The program under test.
pub fn binary() -> PathBuf {
    let beside = || {
        let test = env::current_exe().expect("a test has a file");
        let profile = test.ancestors().find(|folder| folder.join("socketscope").is_file());
        profile.map(|folder| folder.join("socketscope"))
    };
    let found = env::var_os("SOCKETSCOPE_BINARY").map(PathBuf::from).or_else(beside);
    found.expect("socketscope is not built: `cargo xtask test` builds it, or name it in SOCKETSCOPE_BINARY")
}

/// A program that the kernel ends with the thread that started it, in a process group of its own.
pub fn bound_to_us(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]).arg(program);
    command.stdin(Stdio::null()).process_group(0);
    command
}

/// A running child; dropping it ends its whole process group.
pub struct Running(Child);

impl Running {
    /// Starts it and waits for the first line of its output for which `wanted` has an answer.
    pub fn start<T: Send + 'static>(
        mut command: Command,
        wanted: impl Fn(&str) -> Option<T> + Send + 'static,
    ) -> (Self, T) {
        let name = format!("{command:?}");
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap_or_else(|e| panic!("{name}: {e}"));
        let out = child.stdout.take().expect("its output is a pipe");
        let running = Running(child);
        let (found, answer) = mpsc::channel();
        thread::spawn(move || {
            let mut out = BufReader::new(out);
            let mut line = String::new();
            while out.read_line(&mut line).is_ok_and(|len| len > 0) {
                if let Some(answer) = wanted(&line) {
                    let _ = found.send(answer);
                    break;
                }
                line.clear();
            }
            // A full pipe would block it.
            let _ = std::io::copy(&mut out.by_ref(), &mut std::io::sink());
        });
        match answer.recv_timeout(Duration::from_secs(30)) {
            Ok(answer) => (running, answer),
            Err(_) => panic!("{name} never said that it is ready"),
        }
    }

    /// Ends it at once, as a crash would.
    pub fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    pub fn id(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = format!("kill -KILL -{} 2>/dev/null", self.0.id());
        let _ = Command::new("sh").args(["-c", &group]).status();
        self.kill();
    }
}
