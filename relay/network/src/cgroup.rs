//! A control group for each session (cgroups(7), version 2): limits for the whole session, and one way to end it all.
#![allow(unsafe_code, reason = "between fork and exec only system calls may be made")]

use std::{
    fs::{self, File},
    io::{self, Write},
    os::{fd::AsRawFd, unix::process::CommandExt},
    path::{Path, PathBuf},
    process::{self, Command},
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

/// What the names of all relays' groups begin with; the relay's process and a count follow.
const PREFIX: &str = "socketscope-";
/// How long the kernel may take to end everything in a group.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a session may use as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupLimits {
    /// Memory of its processes and sockets, bytes.
    pub memory_bytes: u64,
    /// Processes and threads.
    pub tasks: u32,
}

impl Default for GroupLimits {
    fn default() -> Self {
        GroupLimits { memory_bytes: 4 << 30, tasks: 4096 }
    }
}

/// A control group; everything in it ends when this is dropped.
#[derive(Debug)]
pub struct Group {
    dir: PathBuf,
}

impl Group {
    /// Makes a group with limits next to this process's own, if the system allows it. The error is for a person.
    pub fn make(limits: &GroupLimits) -> io::Result<Self> {
        let parent = place()?;
        remove_left_behind(&parent);
        Group::make_in(&parent, limits)
    }

    /// Makes a group in `parent`, which must hand out memory and tasks.
    pub fn make_in(parent: &Path, limits: &GroupLimits) -> io::Result<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let count = MADE.fetch_add(1, Ordering::Relaxed);
        let dir = parent.join(format!("{PREFIX}{}-{count}", process::id()));
        fs::create_dir(&dir)?;
        // From here on it is removed if something fails.
        let group = Group { dir };
        fs::write(group.file("memory.max"), limits.memory_bytes.to_string())?;
        fs::write(group.file("pids.max"), limits.tasks.to_string())?;
        Ok(group)
    }

    /// Starts the process inside.
    pub fn contain(&self, command: &mut Command) -> io::Result<()> {
        let processes = File::options().write(true).open(self.file("cgroup.procs"))?;
        let enter = move || {
            // 0 is whoever writes. SAFETY: the pointer and length are those of the literal.
            match unsafe { libc::write(processes.as_raw_fd(), b"0".as_ptr().cast(), 1) } {
                1 => Ok(()),
                _ => Err(io::Error::last_os_error()),
            }
        };
        // SAFETY: it makes one system call and does not allocate.
        unsafe { command.pre_exec(enter) };
        Ok(())
    }

    /// Ends everything inside at once.
    pub fn kill(&self) -> io::Result<()> {
        File::options().write(true).open(self.file("cgroup.kill"))?.write_all(b"1")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

impl Drop for Group {
    #[expect(
        clippy::disallowed_methods,
        reason = "the kernel tells nobody when a group is empty; the thread is the host's own"
    )]
    fn drop(&mut self) {
        // An older kernel has no such file; the session ends with its host all the same.
        let _ = self.kill();
        let until = Instant::now() + PATIENCE;
        while fs::remove_dir(&self.dir).is_err_and(|e| e.raw_os_error() == Some(libc::EBUSY))
            && Instant::now() < until
        {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Where groups can be made: the nearest group above our own in which we may, and which hands out memory and tasks. (A
/// group that has processes of its own hands out nothing.)
fn place() -> io::Result<PathBuf> {
    let missing = |what: &str| io::Error::new(io::ErrorKind::NotFound, what.to_owned());
    let mounts = fs::read_to_string("/proc/self/mountinfo")?;
    let root = hierarchy(&mounts).ok_or_else(|| missing("the system has no control groups of version 2"))?;
    let own = fs::read_to_string("/proc/self/cgroup")?;
    let own = own.lines().find_map(|line| line.strip_prefix("0::/"));
    let own = own.ok_or_else(|| missing("this process is in no control group of version 2"))?;
    let mut last = missing("no control group above this process's own hands out memory and tasks");
    for parent in Path::new(own).ancestors().map(|path| root.join(path)) {
        let given = fs::read_to_string(parent.join("cgroup.subtree_control")).unwrap_or_default();
        if !["memory", "pids"].iter().all(|wanted| given.split_whitespace().any(|word| word == *wanted)) {
            continue;
        }
        // To move a process, one must be allowed to write where the two groups meet.
        match File::options().write(true).open(parent.join("cgroup.procs")) {
            Ok(_) => return Ok(parent),
            Err(e) => last = io::Error::new(e.kind(), format!("{} is not ours: {e}", parent.display())),
        }
    }
    Err(last)
}

/// Where the hierarchy of version 2 is mounted.
fn hierarchy(mounts: &str) -> Option<PathBuf> {
    mounts.lines().find_map(|line| {
        let (before, after) = line.split_once(" - ")?;
        after.starts_with("cgroup2 ").then(|| before.split(' ').nth(4).map(PathBuf::from))?
    })
}

/// Removes what killed relays left behind: the kernel removes only empty groups.
fn remove_left_behind(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            // One that is in use stays.
            let _ = fs::remove_dir(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    #[test]
    fn the_hierarchy_is_found_among_the_mounts() {
        let hybrid = "25 23 0:22 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n\
                      36 25 0:33 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n";
        assert_eq!(hierarchy(hybrid), Some("/sys/fs/cgroup/unified".into()));
        assert_eq!(hierarchy("25 23 0:22 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n"), None);
    }

    #[test]
    fn limits_stand_in_the_group_and_it_goes_with_its_owner() {
        // The files of a group as the kernel makes them, without their effect.
        let parent = tempfile::tempdir().unwrap();
        let group = Group::make_in(parent.path(), &GroupLimits { memory_bytes: 4096, tasks: 7 }).unwrap();
        assert_eq!(fs::read_to_string(group.file("memory.max")).unwrap(), "4096");
        assert_eq!(fs::read_to_string(group.file("pids.max")).unwrap(), "7");
    }

    /// Where the machine has a hierarchy in which we may make groups; limits or not.
    #[test]
    fn all_that_is_inside_ends_with_the_group() {
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap();
        let Some(root) = hierarchy(&mounts) else { return };
        let dir = root.join(format!("{PREFIX}test-{}", process::id()));
        if fs::create_dir(&dir).is_err() || !dir.join("cgroup.kill").exists() {
            let _ = fs::remove_dir(&dir);
            return;
        }
        let group = Group { dir: dir.clone() };
        let mut sleeper = Command::new("sleep");
        sleeper.arg("60");
        group.contain(&mut sleeper).unwrap();
        let mut sleeper = sleeper.spawn().unwrap();
        drop(group);
        assert_eq!(sleeper.wait().unwrap().signal(), Some(libc::SIGKILL));
        let until = Instant::now() + PATIENCE;
        while dir.exists() && Instant::now() < until {
            let _ = fs::remove_dir(&dir);
        }
        assert!(!dir.exists());
    }
}
