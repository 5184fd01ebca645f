//! CPython's own tests of its socket library, as the machine has them, under the embedded interpreter.
//!
//! `cargo xtask test cpython` runs this. What passes under CPython passes here too, or is listed in `cpython/expected.toml`
//! with its reason.
#![allow(clippy::print_stdout, reason = "the number is what it is for")]

use super::support::{Actor, in_own_network, program};
use serde::Deserialize;
use socketscope_probe::protocol::{Limits, Program, Report};
use socketscope_shared::{Exit, session::File};
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    sync::{Mutex, mpsc},
    thread,
    time::Duration,
};

/// CPython's files, and in how many parts each runs.
const FILES: [(&str, usize); 7] = [
    ("test_socket", 6),
    ("test_selectors", 1),
    ("test_socketserver", 1),
    ("test_epoll", 1),
    ("test_poll", 1),
    ("test_select", 1),
    ("test_struct", 1),
];
/// So many run at once: most of them wait most of the time.
const AT_ONCE: usize = 4;
/// No test of CPython's takes as long.
const PATIENCE: Duration = Duration::from_secs(30);
const DRIVER: &str = include_str!("cpython/driver.py");
const EXPECTED: &str = include_str!("cpython/expected.toml");
/// The version of CPython that `expected.toml` is about.
const VERSION: &str = "3.11";

/// What each test came to.
type Outcomes = BTreeMap<String, Outcome>;

struct Outcome {
    /// `passed`, `failure`, `skipped`, `hangs`.
    kind: String,
    why: String,
    /// The test alone.
    alone: Part,
}

impl Outcome {
    fn passed(&self) -> bool {
        self.kind == "passed"
    }
}

#[derive(Deserialize)]
struct Expected {
    group: Vec<Group>,
}

/// Tests that do not pass here.
#[derive(Deserialize)]
struct Group {
    reason: String,
    /// They pass where the machine is fast enough.
    #[serde(default)]
    sometimes: bool,
    /// Their names.
    tests: Vec<String>,
}

#[test]
#[ignore = "takes minutes: `cargo xtask test cpython`"]
fn what_passes_under_cpython_passes_here() {
    let expected: Expected = toml::from_str(EXPECTED).expect("the list of what does not pass");
    assert!(expected.group.iter().all(|group| group.reason.len() > 20), "each has a reason");
    let folder = python("import os, test; print(os.path.dirname(test.__file__))");
    let files = files(Path::new(&folder));
    let (theirs, ours) = both(&files);
    let passed = |outcomes: &Outcomes, test: &str| outcomes.get(test).is_some_and(Outcome::passed);
    let wanted: Vec<_> = theirs.keys().filter(|test| passed(&theirs, test)).collect();
    let group = |test: &str| expected.group.iter().find(|group| group.tests.iter().any(|name| name == test));
    let mut wrong = Vec::new();
    let mut count = 0;
    for test in &wanted {
        match (passed(&ours, test), group(test)) {
            (true, Some(group)) if !group.sometimes => {
                wrong.push(format!("{test}: passes although it is expected not to"))
            }
            (true, _) => {}
            (false, Some(_)) => continue,
            (false, None) => {
                if let Some(told) = fails_again(test, ours.get(*test), &files) {
                    wrong.push(told);
                    continue;
                }
            }
        }
        count += 1;
    }
    println!("{count} of the {} that pass under CPython pass here", wanted.len());
    assert!(wanted.len() > 400, "CPython passes {} only", wanted.len());
    match python("import sys; print('%d.%d' % sys.version_info[:2])") {
        version if version != VERSION => {
            println!("the list is for {VERSION}, this is {version}:\n{}", wrong.join("\n"))
        }
        _ => assert!(wrong.is_empty(), "{} differ from the list:\n{}", wrong.len(), wrong.join("\n")),
    }
}

/// Why a test fails that failed among others, if it does so alone too: some measure time.
fn fails_again(test: &str, before: Option<&Outcome>, files: &[File]) -> Option<String> {
    let Some(before) = before else { return Some(format!("{test}: did not run")) };
    if embedded(before.alone, files).get(test).is_some_and(Outcome::passed) {
        println!("passes alone only: {test}: {} {}", before.kind, before.why);
        return None;
    }
    Some(format!("{test}: {} {}", before.kind, before.why))
}

fn python(code: &str) -> String {
    let ran = Command::new("python3").args(["-I", "-c", code]).output().expect("python3 is there");
    assert!(
        ran.status.success(),
        "CPython's tests are missing: apt-get install libpython{VERSION}-testsuite"
    );
    String::from_utf8(ran.stdout).expect("UTF-8").trim().to_owned()
}

/// The tests, and what they are made with.
fn files(folder: &Path) -> Vec<File> {
    let read = |name: &str| {
        let data = fs::read(folder.join(name)).expect("CPython's tests are whole");
        File { name: format!("test/{name}"), data }
    };
    let support = fs::read_dir(folder.join("support")).expect("test.support is there");
    let names = support.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let support = names.filter(|name| name.ends_with(".py")).map(|name| format!("support/{name}"));
    let tests = FILES.iter().map(|(name, _)| format!("{name}.py"));
    support.chain(tests).chain(["__init__.py".to_owned()]).map(|name| read(&name)).collect()
}

/// Some of a file's tests: those of which the place leaves `number` when divided by `of`.
#[derive(Clone, Copy)]
struct Part {
    file: &'static str,
    number: usize,
    of: usize,
}

impl Part {
    /// The driver's arguments.
    fn arguments(self, first: usize) -> Vec<String> {
        vec![self.file.to_owned(), first.to_string(), self.number.to_string(), self.of.to_string()]
    }
}

/// More than a file has tests.
const ALL: usize = 1 << 20;

/// What every test comes to under CPython, and here.
fn both(files: &[File]) -> (Outcomes, Outcomes) {
    let parts = FILES.iter().flat_map(|(file, of)| (0..*of).map(|number| Part { file, number, of: *of }));
    let jobs = Mutex::new(parts.flat_map(|part| [(part, true), (part, false)]));
    let both = Mutex::new((Outcomes::new(), Outcomes::new()));
    let next = || jobs.lock().expect("no thread fails").next();
    let work = || {
        while let Some((part, is_ours)) = next() {
            let outcomes = if is_ours { embedded(part, files) } else { under_cpython(part) };
            let mut both = both.lock().expect("no thread fails");
            if is_ours { both.1.extend(outcomes) } else { both.0.extend(outcomes) }
        }
    };
    thread::scope(|scope| (0..AT_ONCE).for_each(|_| drop(scope.spawn(work))));
    both.into_inner().expect("no thread failed")
}

/// Runs a part's tests; `run` goes on from a place and gives line after line to its last argument.
fn outcomes(file: &'static str, run: impl Fn(usize, &mut dyn FnMut(&str))) -> Outcomes {
    let mut outcomes = Outcomes::new();
    let (mut first, mut done) = (0, false);
    let outcome = |kind: &str, why: &str, place| Outcome {
        kind: kind.to_owned(),
        why: why.to_owned(),
        alone: Part { file, number: place, of: ALL },
    };
    while !done {
        let mut running = None;
        run(first, &mut |line| {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let (place, told) = rest.split_once(' ').unwrap_or((rest, ""));
            match (word, place.parse::<usize>()) {
                ("done", _) => done = true,
                ("begun", Ok(place)) => running = Some((place, told.to_owned())),
                ("ended", Ok(place)) => {
                    let (kind, why) = told.split_once('\t').unwrap_or((told, ""));
                    if let Some((_, test)) = running.take() {
                        outcomes.insert(test, outcome(kind, why, place));
                    }
                    first = place + 1;
                }
                _ => {}
            }
        });
        if let Some((place, test)) = running {
            outcomes.insert(test, outcome("hangs", "or ended the process", place));
            first = place + 1;
            continue;
        }
        assert!(done, "the tests did not load");
    }
    outcomes
}

fn under_cpython(part: Part) -> Outcomes {
    let folder = tempfile::tempdir().expect("a folder");
    outcomes(part.file, |first, line| {
        let mut command = vec!["python3".to_owned(), "-c".to_owned(), DRIVER.to_owned()];
        command.extend(part.arguments(first));
        let mut child = in_own_network(&command.iter().map(String::as_str).collect::<Vec<_>>())
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("python3 runs");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        let (lines, read) = mpsc::sync_channel(16);
        thread::spawn(move || {
            output.lines().map_while(Result::ok).try_for_each(|line| lines.send(line).ok());
        });
        while let Ok(text) = read.recv_timeout(PATIENCE) {
            line(&text);
        }
        // Some of its own tests hang now and then.
        let _ = child.kill();
        child.wait().expect("it ends");
    })
}

fn embedded(part: Part, files: &[File]) -> Outcomes {
    outcomes(part.file, |first, line| {
        let program = Program {
            arguments: part.arguments(first),
            files: files.to_vec(),
            limits: Limits { cpu_seconds: 1200, output_bytes: 64 << 20, ..Limits::default() },
            ..program("driver.py", DRIVER)
        };
        let mut actor = Actor::start_in_own_network(program);
        let mut text = String::new();
        while let Some(report) = actor.next_in_time() {
            match report {
                Report::Output { error: false, data, .. } => text.push_str(&String::from_utf8_lossy(&data)),
                Report::Finished { exit, .. } if exit != Exit::Finished => {
                    println!("{} from {first}: {exit:?}", part.file)
                }
                _ => continue,
            }
            while let Some(end) = text.find('\n') {
                line(&text[..end]);
                text.drain(..=end);
            }
        }
    })
}
