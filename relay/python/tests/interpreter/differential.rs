//! The same programs under the embedded interpreter and under the system's python3: same output, same exception.

use crate::support::{Actor, exit, output, program};
use socketscope_shared::Exit;
use std::{
    env, fs,
    io::Write,
    panic::catch_unwind,
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
    sync::Mutex,
    thread,
};

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

/// Programs at a time: most of their time they wait.
const WORKERS: usize = 4;

#[test]
fn programs_behave_as_under_cpython() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let entries = fs::read_dir(folder).expect("the programs");
    let paths: Mutex<Vec<PathBuf>> =
        Mutex::new(entries.map(|entry| entry.expect("an entry").path()).collect());
    let found = paths.lock().expect("no worker failed").len();
    assert!(found >= 62, "only {found} programs found");
    let differing = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(path) = { paths.lock().expect("no worker failed").pop() } {
                    let difference = catch_unwind(|| difference(&path))
                        .unwrap_or_else(|_| Some(format!("{} could not be run", path.display())));
                    differing.lock().expect("no worker failed").extend(difference);
                }
            });
        }
    });
    let mut differing = differing.into_inner().expect("no worker failed");
    differing.sort();
    assert!(differing.is_empty(), "{} of {found} differ\n{}", differing.len(), differing.join("\n"));
}

fn difference(path: &Path) -> Option<String> {
    if needs_own_root(path) && !Actor::can_have_own_root() {
        return None;
    }
    let (expected, found) = (under_cpython(path), embedded(path));
    (expected != found)
        .then(|| format!("{}\n  CPython:  {expected:#?}\n  embedded: {found:#?}", path.display()))
}

/// Unix sockets have names only in a root directory of the session's own.
fn needs_own_root(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("unix_"))
}

/// In an empty directory, as the embedded one sees it.
fn under_cpython(path: &Path) -> Seen {
    let directory = env::temp_dir().join(format!(
        "socketscope-{}-{}",
        process::id(),
        path.file_stem().expect("a name").to_string_lossy()
    ));
    fs::create_dir_all(&directory).expect("a directory");
    let ran = Command::new("python3")
        .args(["-I", "-X", "utf8"])
        .arg(path)
        .current_dir(&directory)
        .stdin(Stdio::null())
        .output()
        .expect("python3 is there (apt-get install python3)");
    fs::remove_dir_all(&directory).expect("the directory goes");
    let errors = String::from_utf8(ran.stderr).expect("UTF-8");
    Seen {
        output: String::from_utf8(ran.stdout)
            .expect("UTF-8")
            .replace(&*path.to_string_lossy(), &file_name(path)),
        status: ran.status.code().expect("it was not killed"),
        frames: frames(&errors, path),
        error: last_line(&errors),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().expect("a file").to_string_lossy().into_owned()
}

fn embedded(path: &Path) -> Seen {
    let file = file_name(path);
    let source = fs::read_to_string(path).expect("a program");
    let program = program(&file, &source);
    let actor = if needs_own_root(path) { Actor::start_in_own_root(program) } else { Actor::start(program) };
    let reports = actor.finish();
    let printed = output(&reports, false);
    let errors = output(&reports, true);
    let seen = |status, errors: &str| Seen {
        output: printed.clone(),
        status,
        frames: frames(errors, path),
        error: last_line(errors),
    };
    match exit(&reports) {
        Exit::Exception { kind, message, line, traceback } => {
            let seen = seen(1, &format!("{errors}{traceback}"));
            assert!(
                traceback.contains(&kind) && traceback.contains(&message),
                "{kind}: {message}: {traceback}"
            );
            let at = format!("line {line}");
            assert!(seen.frames.iter().any(|frame| frame.contains(&at)), "{at}: {seen:?}");
            seen
        }
        Exit::Finished => seen(0, &errors),
        Exit::Status { code } => seen(code, &errors),
        other => panic!("{file} ended as {other:?}: {reports:#?}"),
    }
}

fn frames(traceback: &str, path: &Path) -> Vec<String> {
    let file = file_name(path);
    let own = |line: &&str| line.starts_with("File") && line.contains(&file);
    traceback
        .lines()
        .map(str::trim)
        .filter(own)
        .map(|line| line.replace(&*path.to_string_lossy(), &file))
        .map(|line| line.rsplit_once('/').map_or(line.clone(), |(_, name)| format!("File \"{name}")))
        .collect()
}

/// What beginners write, one mistake each.
const BROKEN: [&str; 28] = [
    "print(\"a\"\nx = 1\n",
    "s = foo(1,\n  2\nprint(s)\n",
    "x = (1 + 2\n",
    "d = {1: [2, 3}\n",
    "d = {1: [2,\n3}\n",
    "print(\"a\"))\n",
    "while True\n    pass\n",
    "if x == 1\n  pass\n",
    "def f()\n  pass\n",
    "else:\n  pass\n",
    "class = 1\n",
    "if x = 1:\n    pass\n",
    "x == \n",
    "import\n",
    "def f(:\n  pass\n",
    "print(\"abc)\n",
    "x = 'it\\'s\ny = 1\n",
    "x = \"\"\"abc\ndef\n",
    "print \"a\"\n",
    "def f():\nreturn 1\n",
    "x = 1\n    y = 2\n",
    "if True:\n        x = 1\n    y = 2\n",
    "try:\n    x = 1\nprint(2)\n",
    "print（\"a\"）\n",
    "# 注释，\nx = '，'\nf(1，2)\n",
    "print(“a”)\n",
    "if True：\n    pass\n",
    "x = 1\u{3000}+ 2\n",
];

/// Prints each text's fault: `kind line: message`. The texts come in hexadecimal, one a line.
const FAULTS: &str = "import sys
for line in sys.stdin:
    try:
        compile(bytes.fromhex(line).decode(), 'program.py', 'exec')
    except SyntaxError as e:
        print(type(e).__name__, f'{e.lineno}: {e.msg}')
    else:
        print('none')
";

#[test]
fn syntax_errors_read_as_under_cpython() {
    let command = Command::new("python3")
        .args(["-I", "-X", "utf8", "-c", FAULTS])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut python = command.expect("python3 is there (apt-get install python3)");
    let mut texts = python.stdin.take().expect("piped");
    for broken in BROKEN {
        let hex: String = broken.bytes().map(|byte| format!("{byte:02x}")).collect();
        writeln!(texts, "{hex}").expect("it reads");
    }
    drop(texts);
    let ran = python.wait_with_output().expect("it ends");
    let expected = String::from_utf8(ran.stdout).expect("UTF-8");
    let found = BROKEN.map(|broken| match exit(&Actor::start(program("program.py", broken)).finish()) {
        Exit::Exception { kind, message, line, .. } => format!("{kind} {line}: {message}"),
        other => format!("{other:?}"),
    });
    let found: Vec<_> = found.iter().zip(BROKEN).collect();
    let expected: Vec<_> = expected.lines().collect();
    assert_eq!(expected.len(), found.len());
    for ((found, broken), expected) in found.into_iter().zip(expected) {
        assert_eq!(found, expected, "{broken}");
    }
}

/// Of a syntax error only the kind: the parsers word them differently.
fn last_line(text: &str) -> String {
    let line = text.lines().last().unwrap_or_default();
    if line.starts_with("SyntaxError") { "SyntaxError".into() } else { line.into() }
}
