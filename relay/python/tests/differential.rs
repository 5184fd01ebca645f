//! The same programs under the embedded interpreter and under the system's python3: same output, same exception.

mod support;

use socketscope_shared::Exit;
use std::{fs, path::Path, process::Command};
use support::{Actor, exit, output, program};

/// What a program comes to, as a person sees it.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    output: String,
    /// Exit status as a shell sees it.
    status: i32,
    /// `File "x.py", line 3, in f`, for each entry of the traceback that is in the program's own file.
    frames: Vec<String>,
    /// `ValueError: message`.
    error: String,
}

#[test]
fn programs_behave_as_under_cpython() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the programs").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(paths.len() >= 20, "only {} programs found", paths.len());
    let differing: Vec<String> = paths.iter().filter_map(|path| difference(path)).collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

fn difference(path: &Path) -> Option<String> {
    let (expected, found) = (under_cpython(path), embedded(path));
    (expected != found)
        .then(|| format!("{}\n  CPython:  {expected:#?}\n  embedded: {found:#?}", path.display()))
}

fn under_cpython(path: &Path) -> Seen {
    let ran = Command::new("python3")
        .args(["-I", "-X", "utf8"])
        .arg(path.file_name().expect("a file"))
        .current_dir(path.parent().expect("a folder"))
        .output()
        .expect("python3 is there (apt-get install python3)");
    let errors = String::from_utf8(ran.stderr).expect("UTF-8");
    Seen {
        output: String::from_utf8(ran.stdout).expect("UTF-8"),
        status: ran.status.code().expect("it was not killed"),
        frames: frames(&errors, path),
        error: last_line(&errors),
    }
}

fn embedded(path: &Path) -> Seen {
    let file = path.file_name().expect("a file").to_string_lossy();
    let source = fs::read_to_string(path).expect("a program");
    let reports = Actor::start(program(&file, &source)).finish();
    let printed = output(&reports, false);
    match exit(&reports) {
        Exit::Exception { kind, message, line, traceback } => {
            let seen = Seen {
                output: printed,
                status: 1,
                frames: frames(&traceback, path),
                error: last_line(&traceback),
            };
            assert!(
                traceback.contains(&kind) && traceback.contains(&message),
                "{kind}: {message}: {traceback}"
            );
            let at = format!("line {line}");
            assert!(seen.frames.iter().any(|frame| frame.contains(&at)), "{at}: {seen:?}");
            seen
        }
        Exit::Finished => Seen { output: printed, status: 0, frames: Vec::new(), error: String::new() },
        Exit::Status { code } => Seen {
            output: printed,
            status: code,
            frames: Vec::new(),
            error: last_line(&output(&reports, true)),
        },
        other => panic!("{file} ended as {other:?}: {reports:#?}"),
    }
}

fn frames(traceback: &str, path: &Path) -> Vec<String> {
    let file = path.file_name().expect("a file").to_string_lossy();
    let own = |line: &&str| line.starts_with("File") && line.contains(&*file);
    traceback
        .lines()
        .map(str::trim)
        .filter(own)
        .map(|line| line.replace(&*path.to_string_lossy(), &file))
        .map(|line| line.rsplit_once('/').map_or(line.clone(), |(_, name)| format!("File \"{name}")))
        .collect()
}

/// Of a syntax error only the kind: the parsers word them differently.
fn last_line(text: &str) -> String {
    let line = text.lines().last().unwrap_or_default();
    if line.starts_with("SyntaxError") { "SyntaxError".into() } else { line.into() }
}
