use super::{LessonError, find, load};
use socketscope_shared::{
    Text,
    lesson::{Axis, Lesson, Section, StartWhen, apply_knobs, assigns},
};
use std::{fs, os::unix::net::UnixListener, path::Path, process::Command};
use tempfile::TempDir;

mod documents;
mod recordings;
mod slips;
mod texts;

const GOOD: &str = r#"number = "9.1"
title = { en = "Mine", zh = "我的" }
summary = { en = "A lesson.", zh = "一节课。" }

[[programs]]
actor = "server"
file = "server.py"

[[programs]]
actor = "client"
file = "client.py"
start = { listening = "server" }

[[knobs]]
id = "size"
label = { en = "Size", zh = "大小" }
kind = { int = { min = 1, max = 9 } }
default = "4"
target = { variable = "SIZE" }

[[claims]]
text = { en = "All arrives.", zh = "全部到达。" }
check = "received-equals-sent"
only_if = [{ at-most = { knob = "size", value = 4 } }]
"#;

/// A directory with one lesson `mine`, whose description is [`GOOD`] with `from` replaced.
fn lesson_with(from: &str, to: &str) -> TempDir {
    assert!(GOOD.contains(from), "nothing to replace: {from}");
    let dir = TempDir::new().unwrap();
    write_lesson(&dir.path().join("mine"), &GOOD.replacen(from, to, 1));
    dir
}

fn write_lesson(folder: &Path, description: &str) {
    fs::create_dir(folder).unwrap();
    fs::write(folder.join("lesson.toml"), description).unwrap();
    fs::write(folder.join("server.py"), "SIZE = 4  # bytes\n").unwrap();
    fs::write(folder.join("client.py"), "print(1)\n").unwrap();
}

fn error(dir: &Path) -> LessonError {
    load(Some(dir)).expect_err("it should not load")
}

/// The description with `from` replaced by `to` is refused at `line`, and the message says all of `words`.
#[track_caller]
fn refused(from: &str, to: &str, line: usize, words: &[&str]) {
    let dir = lesson_with(from, to);
    let error = error(dir.path());
    assert_eq!(error.line, Some(line), "{error}");
    assert!(error.file.ends_with("mine/lesson.toml"), "{error}");
    for word in words {
        assert!(error.problem.contains(word), "no {word:?} in: {error}");
    }
}

#[test]
fn a_lecturers_lesson_stands_after_the_curriculum() {
    let dir = lesson_with("", "");
    let lessons = load(Some(dir.path())).unwrap();
    let mine = lessons.last().unwrap();
    assert_eq!((mine.id.as_str(), mine.number.as_str()), ("mine", "9.1"));
    assert_eq!(mine.programs[1].start, StartWhen::Listening("server".into()));
    assert_eq!(mine.programs[0].source, "SIZE = 4  # bytes\n");
    assert!(
        find(&lessons, "9.1").is_some()
            && find(&lessons, "sticky").is_some()
            && find(&lessons, "x").is_none()
    );
}

#[test]
fn programs_may_share_a_file_and_wait_for_an_end() {
    let last = "[[programs]]\nactor = \"last\"\nfile = \"server.py\"\nset = { SIZE = 4 }\nstart = { ended = \"client\" }\n\n[[knobs]]";
    let dir = lesson_with("[[knobs]]", last);
    let lessons = load(Some(dir.path())).unwrap();
    let program = &lessons.last().unwrap().programs[2];
    assert_eq!(program.start, StartWhen::Ended("client".into()));
    assert_eq!(program.source, "SIZE = 4  # bytes\n");
}

#[test]
fn the_directory_may_be_the_lesson_itself() {
    let dir = lesson_with("", "");
    assert!(find(&load(Some(&dir.path().join("mine"))).unwrap(), "mine").is_some());
}

#[test]
fn lessons_stand_in_the_order_of_their_numbers() {
    let dir = lesson_with("9.1", "3.10");
    write_lesson(&dir.path().join("another"), &GOOD.replace("9.1", "3.9"));
    let dir_lessons = load(Some(dir.path())).unwrap();
    // A lecturer's own stand last.
    let wanted = ["5.1", "5.1.1", "5.2", "3.9", "3.10"];
    let listed: Vec<_> =
        dir_lessons.iter().map(|l| l.number.as_str()).filter(|n| wanted.contains(n)).collect();
    assert_eq!(listed, wanted);
}

#[test]
fn errors_name_the_line_and_what_to_do() {
    refused("title = {", "titel = {", 2, &["titel", "docs/lessons.md"]);
    refused("\"9.1\"", "\"nine\"", 1, &["nine", "3.2"]);
    refused("zh = \"我的\"", "zh = \" \"", 2, &["title", "zh", "both languages"]);
    refused(", zh = \"我的\"", ", zh = \"\"", 2, &["title", "zh", "both languages"]);
    refused(", zh = \"我的\"", "", 2, &["zh"]);
    refused("zh = \"我的\"", "zh = \"我的\", tlh = \"wej\"", 2, &["tlh", "docs/texts.md"]);
    refused("file = \"server.py\"", "file = \"missing.py\"", 5, &["missing.py", "beside"]);
    refused("actor = \"client\"", "actor = \"server\"", 9, &["another actor `server`"]);
    refused("listening = \"server\"", "listening = \"srv\"", 9, &["srv", "server, client"]);
    refused("listening = \"server\"", "listening = \"client\"", 9, &["waits for itself"]);
    refused("listening = \"server\"", "ended = \"client\"", 9, &["waits for itself"]);
    refused(
        "file = \"server.py\"",
        "file = \"server.py\"\nstart = { ended = \"client\" }",
        5,
        &["`server` waits"],
    );
    refused("file = \"server.py\"", "file = \"server.py\"\nset = { PORT = 1 }", 5, &["`PORT = …`"]);
    refused("variable = \"SIZE\"", "variable = \"SIZES\"", 14, &["SIZES = "]);
    refused("default = \"4\"", "default = \"5\"", 14, &["server.py", "line 1", "SIZE = 5  # bytes"]);
    refused("default = \"4\"", "default = \"10\"", 14, &["from 1 to 9"]);
    refused("knob = \"size\"", "knob = \"weight\"", 24, &["weight"]);
    refused("received-equals-sent", "all-is-well", 23, &["all-is-well"]);
    refused("\"received-equals-sent\"", "{ recv-lengths = { actor = \"x\", lengths = [1] } }", 23, &["`x`"]);
    refused("{ int = {", "{ int = { step = 2,", 17, &["step"]);
    refused("[[claims]]", "[[claims]", 21, &[]);
}

#[test]
fn a_name_in_use_is_refused() {
    let dir = TempDir::new().unwrap();
    write_lesson(&dir.path().join("sticky"), GOOD);
    let error = error(dir.path());
    assert!(error.to_string().contains("sticky: there is a lesson `sticky` already"), "{error}");
}

#[test]
fn one_lesson_is_first_and_a_lecturers_stands_above_ours() {
    let first = |lessons: &[Lesson]| {
        let first: Vec<_> = lessons.iter().filter(|lesson| lesson.first).map(|l| l.id.clone()).collect();
        first
    };
    assert_eq!(first(&load(None).unwrap()), ["sticky"]);
    let dir = lesson_with("[[programs]]", "first = true\n[[programs]]");
    assert_eq!(first(&load(Some(dir.path())).unwrap()), ["mine"]);
    write_lesson(&dir.path().join("second"), &GOOD.replacen("[[programs]]", "first = true\n[[programs]]", 1));
    let error = error(dir.path());
    assert!(error.file.ends_with("second/lesson.toml") && error.line == Some(5), "{error}");
    assert!(error.problem.contains("`mine` is the first lesson already"), "{error}");
}

#[test]
fn a_lesson_is_compared_with_one_that_there_is() {
    let with = |id: &str| format!("compare_with = \"{id}\"\n[[programs]]");
    refused("[[programs]]", &with("missing"), 5, &["no lesson `missing`", "folder's name"]);
    refused("[[programs]]", &with("mine"), 5, &["with another"]);
    refused("[[programs]]", &with("select"), 5, &["`select` is compared with `polling` already"]);
    let dir = lesson_with("[[programs]]", &with("sticky"));
    let lessons = load(Some(dir.path())).unwrap();
    assert_eq!(find(&lessons, "mine").unwrap().compare_with.as_deref(), Some("sticky"));
}

#[test]
fn what_cannot_be_read_is_said() {
    let dir = TempDir::new().unwrap();
    assert!(error(dir.path()).problem.contains("no lesson here"));
    assert!(error(&dir.path().join("missing")).problem.contains("check the path"));
    let bad = lesson_with("", "");
    fs::write(bad.path().join("mine/client.py"), b"\xff\xfe").unwrap();
    assert!(error(bad.path()).to_string().contains("client.py: is not UTF-8"));
    let large = lesson_with("", "");
    fs::write(large.path().join("mine/client.py"), vec![b'\n'; 300 << 10]).unwrap();
    assert!(error(large.path()).to_string().contains("client.py: is too long"));
    let named = TempDir::new().unwrap();
    write_lesson(&named.path().join("My Lesson"), GOOD);
    assert!(error(named.path()).problem.contains("small letters"));
}

#[test]
fn our_lessons_fit_their_cards() {
    for lesson in load(None).unwrap() {
        for program in &lesson.programs {
            let place = format!("{}/{}", lesson.id, program.file);
            assert!(program.source.lines().count() <= 25, "{place} has too many lines for the back row");
            assert!(program.source.ends_with('\n') && !program.source.ends_with("\n\n"), "{place}: end");
            for line in program.source.lines() {
                assert!(line.chars().count() <= 72 && line.trim_end() == line, "{place}: {line:?}");
                assert!(!line.contains('\t'), "{place}: {line:?}");
            }
        }
    }
}

#[test]
fn each_of_our_knobs_changes_its_line_only() {
    for lesson in load(None).unwrap() {
        for knob in &lesson.knobs {
            let Some(name) = knob.target.variable() else { continue };
            let value = other_value(knob);
            let changed = apply_knobs(&lesson, &[(knob.id.clone(), value)]).unwrap();
            for (program, (_, source)) in lesson.programs.iter().zip(&changed) {
                let lines = program.source.lines().zip(source.lines());
                let differing: Vec<_> = lines.filter(|(before, after)| before != after).collect();
                assert_eq!(
                    differing.len(),
                    usize::from(assigns(&program.source, name)),
                    "{} {name}",
                    lesson.id
                );
                assert!(differing.iter().all(|(before, _)| before.starts_with(name)));
            }
        }
    }
}

#[test]
fn a_lesson_is_read_from_ordinary_files_of_its_own_folder() {
    use std::os::unix::fs::symlink;
    let with = |put: &dyn Fn(&Path)| {
        let dir = lesson_with("", "");
        let program = dir.path().join("mine/client.py");
        fs::remove_file(&program).unwrap();
        put(&program);
        error(dir.path())
    };
    let pipe = |at: &Path| assert!(Command::new("mkfifo").arg(at).status().unwrap().success());
    let socket = |at: &Path| drop(UnixListener::bind(at).unwrap());
    for (put, said) in [
        (&|at: &Path| symlink("/etc/passwd", at).unwrap() as _, "symbolic link"),
        (&|at: &Path| symlink("/dev/zero", at).unwrap(), "symbolic link"),
        (&|at: &Path| fs::create_dir(at).unwrap(), "no ordinary file"),
        (&pipe, "no ordinary file"),
        (&socket, "can't be read"),
    ] as [(&dyn Fn(&Path), &str); 5]
    {
        let error = with(put);
        assert!(error.file.ends_with("mine/client.py") && error.problem.contains(said), "{error}");
    }
    let elsewhere = lesson_with("", "");
    let dir = TempDir::new().unwrap();
    symlink(elsewhere.path().join("mine"), dir.path().join("mine")).unwrap();
    assert!(error(dir.path()).problem.contains("symbolic link"));
    // Where the person names the link, it is what was meant.
    assert!(load(Some(&dir.path().join("mine"))).is_ok());
    let many = lesson_with("", "");
    (0..64).for_each(|n| fs::write(many.path().join(format!("mine/{n}.py")), "").unwrap());
    assert!(error(many.path()).problem.contains("more than 64 programs"));
}

/// A value that the knob takes and that is not its default.
fn other_value(knob: &socketscope_shared::lesson::Knob) -> String {
    use socketscope_shared::lesson::KnobKind;
    let all = match &knob.kind {
        KnobKind::Int { min, max } => vec![min.to_string(), max.to_string()],
        KnobKind::Milliseconds { max } => vec!["0".into(), max.to_string()],
        KnobKind::Bool => vec!["true".into(), "false".into()],
        KnobKind::Choice { values } => values.clone(),
        KnobKind::Text { .. } => vec!["a".into(), "b".into()],
    };
    all.into_iter().find(|value| *value != knob.default).expect("a knob has two values")
}

#[test]
fn a_lesson_says_which_axis_its_timeline_has_at_first() {
    for (line, axis) in
        [("", Axis::Events), ("axis = \"time\"\n", Axis::Time), ("axis = \"events\"\n", Axis::Events)]
    {
        let dir = lesson_with("[[programs]]", &format!("{line}\n[[programs]]"));
        let lessons = load(Some(dir.path())).expect("it loads");
        assert_eq!(find(&lessons, "mine").expect("it is there").axis, axis, "{line}");
    }
    refused("[[programs]]", "axis = \"log\"\n[[programs]]", 5, &["log", "events", "time"]);
}

#[test]
fn programs_have_arguments_as_a_shell_would_give_them() {
    let dir =
        lesson_with("file = \"client.py\"", "file = \"client.py\"\narguments = [\"127.0.0.1\", \"a b\"]");
    let lessons = load(Some(dir.path())).unwrap();
    let arguments: Vec<_> = lessons.last().unwrap().programs.iter().map(|p| p.arguments.as_str()).collect();
    assert_eq!(arguments, ["", "127.0.0.1 'a b'"]);
    let many = format!("file = \"client.py\"\narguments = [{}]", "\"x\",".repeat(65));
    refused("file = \"client.py\"", &many, 9, &["arguments", "65", "64"]);
}

#[test]
fn programs_can_read_further_files_of_the_folder() {
    let dir = lesson_with("[[programs]]", "files = [\"data.bin\", \"protocol.py\"]\n[[programs]]");
    let folder = dir.path().join("mine");
    fs::write(folder.join("data.bin"), b"\xff\0").unwrap();
    fs::write(folder.join("protocol.py"), "PORT = 8001\n").unwrap();
    let lessons = load(Some(dir.path())).unwrap();
    let files = lessons.last().unwrap().files.read().unwrap();
    let files: Vec<_> = files.iter().map(|f| (f.name.as_str(), f.data.as_slice())).collect();
    assert_eq!(files, [("data.bin", &b"\xff\0"[..]), ("protocol.py", b"PORT = 8001\n")]);
}

#[test]
fn no_file_comes_from_elsewhere() {
    let with = |names: &str| lesson_with("[[programs]]", &format!("files = [{names}]\n[[programs]]"));
    let said = |dir: &TempDir, words: &str| {
        let error = error(dir.path());
        assert_eq!(error.line, Some(5), "{error}");
        assert!(error.problem.contains(words), "no {words:?} in: {error}");
    };
    said(&with("\"missing.txt\""), "beside");
    for name in ["../mine/server.py", "/etc/passwd", ".hidden", ""] {
        said(&with(&format!("{name:?}")), "beside");
    }
    said(&with("\"server.py\", \"server.py\""), "already");
    let linked = with("\"data.txt\"");
    std::os::unix::fs::symlink("/etc/passwd", linked.path().join("mine/data.txt")).unwrap();
    said(&linked, "beside");
    let folder = with("\"data\"");
    fs::create_dir(folder.path().join("mine/data")).unwrap();
    said(&folder, "beside");
    let large = with("\"data.txt\"");
    fs::write(large.path().join("mine/data.txt"), vec![b'x'; (256 << 10) + 1]).unwrap();
    said(&large, "262145 bytes");
    let names: Vec<_> = (0..17).map(|n| format!("{n}.txt")).collect();
    let many = with(&names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", "));
    names.iter().for_each(|name| fs::write(many.path().join("mine").join(name), "x").unwrap());
    said(&many, "16 files");
}
