use crate::{
    Problem,
    catalogue::{self, Catalogue, Findings},
    chinese, ftl,
    plural::Rule,
    rust,
};
use std::{fs, path::Path, process::Command};

/// Holds texts in languages together, each one file.
fn hold(texts: &[(&str, &str)]) -> (Catalogue, Findings) {
    let mut findings = Findings::default();
    let read = |(tag, text): &(&str, &str)| {
        let messages =
            ftl::parse(&format!("{tag}.ftl"), text).unwrap_or_else(|problems| panic!("{problems:?}"));
        ((*tag).to_owned(), messages)
    };
    let all = texts.iter().map(read).collect();
    let catalogue = catalogue::hold_together(all, &mut findings);
    (catalogue, findings)
}

fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(Problem::to_string).collect()
}

#[track_caller]
fn refused(text: &str, expected: &str) {
    let problems = ftl::parse("a.ftl", text).expect_err("it is refused");
    assert_eq!(lines(&problems), [expected]);
}

#[test]
fn a_file_is_read_in_order_with_its_lines() {
    let text = "### All\n\n## Header\n\nrun = Run\n# How far\nstep-of = step { $step } / { $all }\nlead = {\"  \"}two blanks\n";
    let messages = ftl::parse("a.ftl", text).expect("it is read");
    let found: Vec<_> =
        messages.iter().map(|m| (m.id.as_str(), m.line, ftl::arguments(&m.pattern))).collect();
    assert_eq!(
        found,
        [("run", 5, vec![]), ("step-of", 7, vec!["step".to_owned(), "all".to_owned()]), ("lead", 8, vec![])]
    );
    assert_eq!(ftl::plain(&messages[2].pattern), Some("  two blanks"));
}

#[test]
fn what_is_not_used_of_fluent_is_refused_with_its_line() {
    refused("ok = yes\n-brand = Socketscope\n", "a.ftl:2: “-brand”: terms are not used here");
    refused("\nrun = Run\n    .title = Help\n", "a.ftl:2: “run” attributes (.title) are not used here");
    let other = "a.ftl:1: “a” holds { … } that is neither an argument { $name } nor quoted text { \"…\" }";
    refused("a = see { run }\n", other);
    refused("a = { NUMBER($n) }\n", other);
    refused("Run = Run\n", "a.ftl:1: “Run” its name is to be lower-case words with hyphens: step-of");
    refused("a = A\nb = B\na = C\n", "a.ftl:3: “a” is here twice");
    let form = "a.ftl:1: “a” has the form [male]: forms are zero, one, two, few, many, other or a number";
    refused("a = { $n ->\n    [male] he\n   *[other] they\n}\n", form);
    refused("a = { $n ->\n    [one] x\n   *[many] y\n}\n", "a.ftl:1: “a” has another default than *[other]");
    let problems = ftl::parse("a.ftl", "a = A\nb = { $n\nc = C\n").expect_err("it is refused");
    assert!(problems[0].to_string().starts_with("a.ftl:"), "{problems:?}");
}

#[test]
fn a_required_language_must_have_each_message_with_its_arguments() {
    let english = "run = Run\nstep-of = step { $step } of { $all }\nwho = { $name }\n";
    let chinese = "step-of = 第 { $step } 步\nwho = { $nome }\nold = 旧\n";
    let (_, findings) = hold(&[("en", english), ("zh", chinese)]);
    assert_eq!(
        lines(&findings.errors),
        [
            "zh.ftl:3: “old” is not in English: was it renamed?",
            "en.ftl:1: “run” is missing in “zh”",
            "zh.ftl:1: “step-of” lacks the argument $all of the English text",
            "zh.ftl:2: “who” has the argument $nome, which the English text has not",
        ]
    );
    let complete = "run = 运行\nstep-of = 第 { $step } / { $all } 步\nwho = { $name }\n";
    let (_, findings) = hold(&[("en", english), ("zh", complete)]);
    assert_eq!(findings, Findings::default());
}

#[test]
fn another_language_falls_back_to_english_and_says_so() {
    let (catalogue, findings) = hold(&[
        ("en", "run = Run\nstop = Stop\n"),
        ("zh", "run = 运行\nstop = 停止\n"),
        ("es", "run = Ejecutar\n"),
    ]);
    assert_eq!(findings.errors, []);
    assert_eq!(lines(&findings.warnings), ["en.ftl:2: “stop” is missing in “es”"]);
    let stop = &catalogue.entries[1].patterns;
    let texts: Vec<_> = stop.iter().map(|pattern| ftl::plain(pattern)).collect();
    assert_eq!(texts, [Some("Stop"), Some("停止"), Some("Stop")]);
}

#[test]
fn forms_are_those_of_the_language() {
    let english = "a = { $n ->\n    [one] one\n   *[other] { $n } things\n}\n";
    let chinese = "a = { $n ->\n    [one] 一\n   *[other] { $n } 件事\n}\n";
    let (_, findings) = hold(&[("en", english), ("zh", chinese)]);
    assert_eq!(
        lines(&findings.errors),
        ["zh.ftl:1: “a” has the form [one], which no whole number takes in “zh”"]
    );
    let (_, findings) = hold(&[("en", "a = { $n } things\n"), ("zh", &chinese.replace("[one]", "[1]"))]);
    let error =
        "zh.ftl:1: “a” chooses a form by $n, and the English text does not: give that a *[other], too";
    assert_eq!(lines(&findings.errors), [error]);
}

#[test]
fn rules_are_unicode_s() {
    let numbers = |tag: &str, category: &str| Rule::of(tag).and_then(|rule| rule.numbers(category));
    assert_eq!(numbers("en", "one").as_deref(), Some("1"));
    assert_eq!(numbers("en", "few"), None);
    assert_eq!(numbers("zh-Hant", "one"), None);
    assert_eq!(numbers("fr", "one").as_deref(), Some("0..=1"));
    assert!(numbers("ru", "few").is_some_and(|few| few.starts_with("2..=4 | 22..=24")));
    assert!(Rule::of("en").is_some_and(|rule| rule.is_small()));
    assert!(Rule::of("ru").is_some_and(|rule| !rule.is_small()));
    assert!(Rule::of("tlh").is_none(), "no rule for Klingon");
}

#[test]
fn chinese_is_chinese() {
    let check = |english, chinese: &str, found: Option<&str>| {
        let problem = chinese::problem(english, chinese);
        match found {
            Some(found) => {
                assert!(problem.as_ref().is_some_and(|p| p.contains(found)), "{chinese}: {problem:?}")
            }
            None => assert_eq!(problem, None, "{chinese}"),
        }
    };
    check("the kernel was not asked yet", "尚未读取内核数据", None);
    check("R IN · W OUT · X PRI", "R IN · W OUT · X PRI", None);
    check(
        "calls: select, poll, epoll_wait, sleep, and accept",
        "调用：select、poll、epoll_wait、sleep 以及 accept",
        None,
    );
    check("the kernel was not asked yet", "the kernel was not asked", Some("has English"));
    check("nothing came of it", "nothing came：没有结果 of it now then", Some("has English"));
    check("wait for the server", "connect()", Some("no Chinese"));
    check("a long sentence with a reason that the other one does not give at all", "短", Some("missing?"));
    check("short", "这一句话比英文的那一句长得太多，显然说的不是同一件事情，应当修改", Some("another text?"));
    check("first, then", "先,后", Some("full-width"));
}

/// A folder of texts with a third language, through the generator and rustc, together with what fills them at run time.
#[test]
fn a_language_is_added_by_its_folder_alone() {
    let folder = std::env::temp_dir().join(format!("socketscope-texts-{}", std::process::id()));
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, text).expect("the file is written");
    };
    let things =
        |one: &str, other: &str| format!("things = {{ $n ->\n    [one] {one}\n   *[other] {other}\n}}\n");
    write(
        "texts/en/page/a.ftl",
        &(things("1 of { $all }", "{ $n } of { $all }") + "run = Run\nstop = Stop\n"),
    );
    write("texts/zh/page/a.ftl", "things = { $all } 中的 { $n }\nrun = 运行\nstop = 停止\n");
    write(
        "texts/ru/page/a.ftl",
        &(things("{ $n } вещь ({ $all })", "{ $n } вещей ({ $all })") + "run = Пуск\n"),
    );
    let texts = folder.join("texts");
    let tags = catalogue::languages(&texts).expect("the folders are listed");
    assert_eq!(tags, ["en", "zh", "ru"]);
    let (catalogue, findings) = catalogue::read(&texts, "page", &tags).expect("the texts are read");
    assert_eq!(findings.errors, []);
    assert!(findings.warnings.len() == 1 && findings.warnings[0].what.contains("“stop” is missing in “ru”"));
    write("languages.rs", &rust::languages(&tags));
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/words/language.rs");
    let main = format!(
        "#![allow(dead_code)]
        #[path = {runtime:?}] mod language;
        mod page {{ {} }}
        fn main() {{
            for lang in language::Language::ALL {{
                let things = [1, 2, 11, 21, 121, 111].map(|n| page::things(lang, n, &9));
                println!(\"{{}} {{}} {{}} {{things:?}}\", lang.tag(), page::RUN.get(lang), page::STOP.get(lang));
            }}
        }}",
        rust::messages(&catalogue, "super::language")
    );
    write("main.rs", &main);
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let (source, program) = (folder.join("main.rs"), folder.join("main"));
    let built = Command::new(rustc)
        .args(["--edition=2024", "-o"])
        .arg(&program)
        .arg(&source)
        .env("OUT_DIR", &folder)
        .output();
    let built = built.expect("rustc runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let said = Command::new(&program).output().expect("the program runs");
    assert_eq!(
        String::from_utf8_lossy(&said.stdout).lines().collect::<Vec<_>>(),
        [
            "en Run Stop [\"1 of 9\", \"2 of 9\", \"11 of 9\", \"21 of 9\", \"121 of 9\", \"111 of 9\"]",
            "zh 运行 停止 [\"9 中的 1\", \"9 中的 2\", \"9 中的 11\", \"9 中的 21\", \"9 中的 121\", \"9 中的 111\"]",
            "ru Пуск Stop [\"1 вещь (9)\", \"2 вещей (9)\", \"11 вещей (9)\", \"21 вещь (9)\", \"121 вещь (9)\", \"111 вещей (9)\"]",
        ]
    );
    fs::remove_dir_all(&folder).expect("the folder is removed");
}
