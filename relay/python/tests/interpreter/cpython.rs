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
};

const FILES: [&str; 7] = [
    "test_epoll",
    "test_poll",
    "test_select",
    "test_selectors",
    "test_socket",
    "test_socketserver",
    "test_struct",
];
const DRIVER: &str = include_str!("cpython/driver.py");
const EXPECTED: &str = include_str!("cpython/expected.toml");
/// The version of CPython that `expected.toml` is about.
const VERSION: &str = "3.11";

/// What a test came to: `passed`, and nothing; `failure`, and why.
type Outcomes = BTreeMap<String, (String, String)>;

#[derive(Deserialize)]
struct Expected {
    group: Vec<Group>,
}

/// Tests that do not pass here.
#[derive(Deserialize)]
struct Group {
    reason: String,
    /// Their names; one that ends with `*` means all that begin like it.
    tests: Vec<String>,
}

impl Group {
    fn has(&self, test: &str) -> bool {
        self.tests.iter().any(|name| match name.strip_suffix('*') {
            Some(beginning) => test.starts_with(beginning),
            None => test == name,
        })
    }
}

#[test]
#[ignore = "takes minutes: `cargo xtask test cpython`"]
fn what_passes_under_cpython_passes_here() {
    let expected: Expected = toml::from_str(EXPECTED).expect("the list of what does not pass");
    assert!(expected.group.iter().all(|group| group.reason.len() > 20), "each has a reason");
    let folder = python("import os, test; print(os.path.dirname(test.__file__))");
    let files = files(Path::new(&folder));
    let (mut theirs, mut ours) = (Outcomes::new(), Outcomes::new());
    for name in FILES {
        theirs.extend(under_cpython(name));
        ours.extend(embedded(name, &files));
    }
    let passed =
        |outcomes: &Outcomes, test: &str| outcomes.get(test).is_some_and(|(kind, _)| kind == "passed");
    let wanted: Vec<_> = theirs.keys().filter(|test| passed(&theirs, test)).collect();
    let missed: Vec<_> = wanted.iter().filter(|test| !passed(&ours, test)).collect();
    let known = |test: &str| expected.group.iter().any(|group| group.has(test));
    let told = |test: &str| {
        let nothing = ("nothing".to_owned(), String::new());
        let (kind, why) = ours.get(test).unwrap_or(&nothing);
        format!("{test}: {kind} {why}")
    };
    for test in wanted.iter().filter(|test| known(test) && passed(&ours, test)) {
        println!("passes although it is expected not to: {test}");
    }
    println!("{} of the {} that pass under CPython pass here", wanted.len() - missed.len(), wanted.len());
    let fallen: Vec<_> = missed.iter().filter(|test| !known(test)).map(|test| told(test)).collect();
    assert!(wanted.len() > 400, "CPython passes {} only", wanted.len());
    match python("import sys; print('%d.%d' % sys.version_info[:2])") {
        version if version != VERSION => {
            println!("the list is for {VERSION}, this is {version}:\n{}", fallen.join("\n"))
        }
        _ => assert!(
            fallen.is_empty(),
            "{} do not, and are not expected to:\n{}",
            fallen.len(),
            fallen.join("\n")
        ),
    }
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
    let tests = FILES.iter().map(|name| format!("{name}.py"));
    support.chain(tests).chain(["__init__.py".to_owned()]).map(|name| read(&name)).collect()
}

/// Runs a file's tests; `run` goes on from a place and gives line after line to its last argument.
fn outcomes(run: impl Fn(usize, &mut dyn FnMut(&str))) -> Outcomes {
    let mut outcomes = Outcomes::new();
    let (mut count, mut first) = (None, 0);
    while count.is_none_or(|count| first < count) {
        let mut running = None;
        let begun_at = first;
        run(first, &mut |line| {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let (place, told) = rest.split_once(' ').unwrap_or((rest, ""));
            let Ok(place) = place.parse::<usize>() else { return };
            match word {
                "tests" => count = Some(place),
                "begun" => running = Some(told.to_owned()),
                "ended" => {
                    let (kind, why) = told.split_once('\t').unwrap_or((told, ""));
                    if let Some(test) = running.take() {
                        outcomes.insert(test, (kind.to_owned(), why.to_owned()));
                    }
                    first = place + 1;
                }
                _ => {}
            }
        });
        if let Some(test) = running {
            outcomes.insert(test, ("hangs".to_owned(), "or ended the process".to_owned()));
            first += 1;
        }
        assert!(count.is_some() || first > begun_at, "the tests did not load");
    }
    outcomes
}

fn under_cpython(name: &str) -> Outcomes {
    let folder = tempfile::tempdir().expect("a folder");
    outcomes(|first, line| {
        let mut child = in_own_network(&["python3", "-c", DRIVER, name, &first.to_string()])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("python3 runs");
        let output = BufReader::new(child.stdout.take().expect("piped"));
        output.lines().map_while(Result::ok).for_each(|text| line(&text));
        child.wait().expect("it ends");
    })
}

fn embedded(name: &str, files: &[File]) -> Outcomes {
    outcomes(|first, line| {
        let program = Program {
            arguments: vec![name.to_owned(), first.to_string()],
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
                    println!("{name} from {first}: {exit:?}")
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
