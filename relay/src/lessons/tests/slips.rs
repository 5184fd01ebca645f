//! A typo in a lesson is refused, with its line and what it could have been: it never makes a claim hold.

use super::*;
use socketscope_shared::claims::{Check, arguments::Named};
use std::process::Command;

/// A lesson with a knob of each kind, in front of what is tried.
const KNOBS: &str = r#"number = "9.1"
title = { en = "Mine", zh = "我的" }
summary = { en = "A lesson.", zh = "一节课。" }

[[programs]]
actor = "server"
file = "server.py"

[[programs]]
actor = "client"
file = "client.py"

[[knobs]]
id = "size"
label = { en = "Size", zh = "大小" }
kind = { int = { min = 1, max = 9 } }
default = "4"
target = { variable = "SIZE" }

[[knobs]]
id = "wait"
label = { en = "Wait", zh = "等待" }
kind = { milliseconds = { max = 5000 } }
default = "250"
target = { variable = "WAIT" }

[[knobs]]
id = "fast"
label = { en = "Fast", zh = "快" }
kind = "bool"
default = "false"
target = { variable = "FAST" }

[[knobs]]
id = "leave"
label = { en = "Leave", zh = "离开" }
kind = { choice = { values = ["close", "reset"] } }
default = "close"
target = { variable = "LEAVE" }
"#;
const SERVER: &str =
    "SIZE = 4\nWAIT = 0.25\nFAST = False\nLEAVE = \"close\"\n\nclass TooLong(ValueError):\n    pass\n";

/// What becomes of the lesson with these lines at its end, and at which line they begin.
fn tried(lines: &str) -> (Result<Lesson, LessonError>, usize) {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("mine");
    write_lesson(&folder, &format!("{KNOBS}\n{lines}"));
    fs::write(folder.join("server.py"), SERVER).unwrap();
    let loaded = load(Some(dir.path())).map(|lessons| find(&lessons, "mine").unwrap().clone());
    (loaded, KNOBS.lines().count() + 2)
}

/// The lines are refused, at the one that begins with `at`, and the message says all of `words`.
#[track_caller]
fn refused_at(lines: &str, at: &str, words: &[&str]) {
    let (loaded, first) = tried(lines);
    let error = loaded.err().unwrap_or_else(|| panic!("it loads:\n{lines}"));
    let place = lines.lines().position(|line| line.starts_with(at)).expect("a line that begins so");
    assert_eq!(error.line, Some(first + place), "{error}, of:\n{lines}");
    assert!(error.file.ends_with("mine/lesson.toml"), "{error}");
    for word in words {
        assert!(error.problem.contains(word), "no {word:?} in: {error}, of:\n{lines}");
    }
}

fn claim(check: &str, only_if: &str) -> String {
    format!(
        "[[claims]]\ntext = {{ en = \"So.\", zh = \"如此。\" }}\ncheck = {check}\nonly_if = [\n    {only_if}\n]\n"
    )
}

#[test]
fn a_slip_in_any_argument_of_any_check_is_refused() {
    let mut slips = 0;
    for kind in Check::kinds() {
        let right = kind.written(|argument| argument.example);
        let (loaded, _) = tried(&claim(&right, ""));
        assert!(loaded.is_ok(), "{loaded:?}, of: {right}");
        for wrong in kind.arguments {
            for slip in wrong.slips {
                let value =
                    |argument: &Named| if argument.name == wrong.name { *slip } else { argument.example };
                refused_at(&claim(&kind.written(value), ""), "check", &[]);
                slips += 1;
            }
            let renamed = right.replacen(&format!("{} =", wrong.name), &format!("{}s =", wrong.name), 1);
            refused_at(&claim(&renamed, ""), "check", &[wrong.name]);
        }
        refused_at(
            &claim(&right.replacen(&kind.name, &format!("{}e", kind.name), 1), ""),
            "check",
            &["did you mean", &kind.name],
        );
    }
    assert!(slips > 80, "{slips} slips were tried");
}

#[test]
fn it_says_what_was_meant() {
    let check = |check: &str, words: &[&str]| refused_at(&claim(check, ""), "check", words);
    check(
        "{ never-reports = { actor = \"server\", event = \"RDHPU\" } }",
        &["`RDHPU`", "did you mean `RDHUP`?", "NVAL"],
    );
    check("{ reports = { actor = \"server\", events = \"IN | POLLHUP\" } }", &["`POLLHUP`", "HUP"]);
    check(
        "{ would-block = { actor = \"server\", call = \"acept\" } }",
        &["`acept`", "did you mean `accept`?"],
    );
    let ends =
        |name: &str| format!("{{ ends-with-exception = {{ actor = \"server\", exception = \"{name}\" }} }}");
    check(&ends("BlockingIoError"), &["did you mean `BlockingIOError`?"]);
    check(&ends("socket.timeout"), &["`TimeoutError`"]);
    check(&ends("struct.eror"), &["did you mean `struct.error`?"]);
    for known in ["struct.error", "json.decoder.JSONDecodeError", "TooLong"] {
        assert!(tried(&claim(&ends(known), "")).0.is_ok(), "{known}");
    }
    check(
        "{ states-pass = { actor = \"client\", states = [\"ESTABLISED\"] } }",
        &["ESTABLISED", "TIME-WAIT"],
    );
    check("{ deadlock = {}, no-byte-moves = {} }", &["one check", "no-byte-moves"]);
    check("\"recv-lengths\"", &["actor"]);
}

#[test]
fn a_slip_in_any_condition_is_refused() {
    let right = [
        "\"free-run\"",
        "{ is = { knob = \"size\", value = \"4\" } }",
        "{ is-not = { knob = \"leave\", value = \"reset\" } }",
        "{ at-least = { knob = \"size\", value = 2 } }",
        "{ at-most = { knob = \"wait\", value = 0 } }",
    ];
    for condition in right {
        assert!(tried(&claim("\"deadlock\"", condition)).0.is_ok(), "{condition}");
    }
    let wrong: [(&str, &[&str]); 22] = [
        ("\"fre-run\"", &["fre-run", "free-run"]),
        ("{ si = { knob = \"size\", value = \"4\" } }", &["`si`"]),
        ("{ is = { knob = \"siz\", value = \"4\" } }", &["did you mean `size`?"]),
        ("{ is = { knob = \"size\", value = \"10\" } }", &["from 1 to 9"]),
        ("{ is = { knob = \"size\", value = \"04\" } }", &["`4`"]),
        ("{ is = { knob = \"size\", value = 4 } }", &["string"]),
        ("{ is = { knob = \"fast\", value = \"True\" } }", &["true or false"]),
        ("{ is = { knob = \"leave\", value = \"rest\" } }", &["close, reset"]),
        ("{ is-not = { knob = \"leav\", value = \"close\" } }", &["did you mean `leave`?"]),
        ("{ is-not = { knob = \"leave\", value = \"rest\" } }", &["close, reset"]),
        ("{ at-least = { knob = \"wiat\", value = 200 } }", &["did you mean `wait`?"]),
        ("{ at-least = { knob = \"leave\", value = 2 } }", &["no number"]),
        ("{ at-least = { knob = \"fast\", value = 1 } }", &["no number"]),
        ("{ at-least = { knob = \"size\", value = 1 } }", &["from 2 to 9"]),
        ("{ at-least = { knob = \"size\", value = 10 } }", &["from 2 to 9"]),
        ("{ at-least = { knob = \"wait\", value = \"200\" } }", &["string"]),
        ("{ at-most = { knob = \"siz\", value = 2 } }", &["did you mean `size`?"]),
        ("{ at-most = { knob = \"leave\", value = 2 } }", &["no number"]),
        ("{ at-most = { knob = \"size\", value = 9 } }", &["from 1 to 8"]),
        ("{ at-most = { knob = \"wait\", value = -1 } }", &["from 0 to 4999"]),
        ("{ at-most = { knob = \"size\", values = 3 } }", &["values"]),
        ("{ at-most = { knob = \"size\" } }", &["value"]),
    ];
    for (condition, words) in wrong {
        refused_at(&claim("\"deadlock\"", condition), "    ", words);
        let text = "text = { en = \"Now\", zh = \"现在\" }\nafter = { actor = \"client\", call = \"send\", nth = 1 }";
        refused_at(&format!("[[markers]]\n{text}\nonly_if = [\n    {condition}\n]\n"), "    ", words);
    }
}

#[test]
fn a_slip_in_a_moment_is_refused() {
    let slips = [
        ("actor = \"cleint\", call = \"send\", nth = 1", "did you mean `client`?"),
        ("actor = \"client\", call = \"sendall\", nth = 1", "did you mean `send`?"),
        ("actor = \"client\", call = \"send\", nth = 0", "from 1"),
        ("actor = \"client\", call = \"send\", nth = -1", "-1"),
        ("actor = \"client\", call = \"send\", nth = 1, usefull = true", "usefull"),
        ("actor = \"client\", call = \"send\", nth = 1, useful = 1", "boolean"),
        ("actor = \"client\", call = \"send\"", "nth"),
    ];
    for (moment, said) in slips {
        let text = "{ en = \"Now\", zh = \"现在\" }";
        refused_at(&format!("[[markers]]\ntext = {text}\nafter = {{ {moment} }}\n"), "after", &[said]);
        refused_at(
            &format!("[[predictions]]\nquestion = {text}\nbefore = {{ {moment} }}\n"),
            "before",
            &[said],
        );
    }
}

#[test]
fn a_slip_in_a_run_is_refused() {
    let run = |id: &str, rest: &str| {
        format!("[[runs]]\nid = \"{id}\"\ntitle = {{ en = \"Small\", zh = \"小\" }}\n{rest}\n")
    };
    let (loaded, _) = tried(&(run("small", "set = { size = \"1\" }") + &run("by-hand", "held = true")));
    let runs = loaded.expect("it loads").runs.read().expect("what was packed");
    assert_eq!(
        (runs[0].set.as_slice(), runs[0].held),
        ([("size".to_owned(), "1".to_owned())].as_slice(), false)
    );
    assert!(runs[1].set.is_empty() && runs[1].held);
    refused_at(&run("small", "set = { siz = \"1\" }"), "set", &["siz", "size, wait"]);
    refused_at(&run("small", "set = { size = \"10\" }"), "set", &["from 1 to 9"]);
    refused_at(&run("small", "set = { size = 1 }"), "set", &["string"]);
    refused_at(&run("small", "set = { size = \"4\" }"), "id", &["changes nothing"]);
    refused_at(&run("two words", "set = { size = \"1\" }"), "id", &["hyphen"]);
    refused_at(&run("small", "hold = true"), "hold", &["hold"]);
    let twice = |id: &str, value: &str| run("a", "set = { size = \"1\" }") + &run(id, value);
    refused_at(
        &twice("a", "held = true").replacen("id = \"a\"", " id = \"a\"", 1),
        "id",
        &["another run `a`"],
    );
    refused_at(&twice("b", "set = { size = \"01\" }").replacen("id", " id", 1), "id", &["same run as `a`"]);
    refused_at(&run("small", "held = true").replace("小", ""), "title", &["`zh`"]);
}

/// The exceptions' names are those of this machine's CPython.
#[test]
fn exceptions_are_named_as_cpython_prints_them() {
    let script = "
import builtins, importlib, sys
exceptions = [e for e in vars(builtins).values() if isinstance(e, type) and issubclass(e, BaseException)]
print(*sorted({e.__name__ for e in exceptions}))
for name in sys.argv[1:]:
    module, _, name = name.rpartition('.')
    e = getattr(importlib.import_module(module), name)
    assert issubclass(e, BaseException) and e.__module__ == module and e.__qualname__ == name, e
";
    use socketscope_shared::claims::exceptions::{ALIASES, BUILT_IN, OF_MODULES};
    let output =
        Command::new("python3").args(["-c", script]).args(OF_MODULES).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs = String::from_utf8(output.stdout).unwrap();
    let newer = ["PythonFinalizationError"];
    let ours: Vec<_> = BUILT_IN.iter().copied().filter(|name| !newer.contains(name)).collect();
    let theirs: Vec<_> = theirs.split_whitespace().filter(|name| !newer.contains(name)).collect();
    assert_eq!(ours, theirs);
    for (alias, name) in ALIASES {
        assert!(!BUILT_IN.contains(alias) && !OF_MODULES.contains(alias), "{alias}");
        assert!(BUILT_IN.contains(name) || OF_MODULES.contains(name), "{name}");
    }
}
