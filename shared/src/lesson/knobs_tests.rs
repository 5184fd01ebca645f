use super::*;
use crate::{
    lesson::{KnobTarget, Program, StartWhen, Text},
    testing,
};
use proptest::prelude::*;

/// A lesson of one program with one knob, which sets `X`.
fn lesson(source: &str, kind: KnobKind) -> Lesson {
    let program = |actor: &str, source: &str| Program {
        actor: actor.into(),
        file: format!("{actor}.py"),
        source: source.into(),
        arguments: String::new(),
        start: StartWhen::AtOnce,
    };
    Lesson {
        programs: vec![program("server", source), program("client", "pass\n")],
        knobs: vec![Knob {
            id: "x".into(),
            label: Text::default(),
            help: Text::default(),
            kind,
            default: "1".into(),
            target: KnobTarget::Variable("X".into()),
        }],
        ..testing::lesson("test")
    }
}

fn set(lesson: &Lesson, value: &str) -> Result<String, KnobError> {
    let sources = apply_knobs(lesson, &[("x".into(), value.into())])?;
    assert_eq!(sources[1], ("client".to_owned(), "pass\n".to_owned()));
    Ok(sources[0].1.clone())
}

#[track_caller]
fn check(source: &str, kind: KnobKind, value: &str, expected: &str) {
    assert_eq!(set(&lesson(source, kind), value).as_deref(), Ok(expected));
}

fn int() -> KnobKind {
    KnobKind::Int { min: -5, max: 100 }
}

fn text() -> KnobKind {
    KnobKind::Text { max_chars: 40 }
}

#[test]
fn replaces_the_first_assignment_and_keeps_the_comment() {
    check("a = 0\nX = 1  # bytes\nX = 2\n", int(), "7", "a = 0\nX = 7  # bytes\nX = 2\n");
    check("X=1", int(), "7", "X=7");
    check("X\t= 1\r\nY = 1\r\n", int(), "-5", "X\t= -5\r\nY = 1\r\n");
    check("X = \"#\"  # a sign", text(), "b", "X = \"b\"  # a sign");
    check("X = 'it\\'s #1' # a sign", text(), "b", "X = \"b\" # a sign");
}

#[test]
fn leaves_what_is_no_assignment_of_it() {
    for source in
        ["XX = 1\n", "X == 1\n", "  X = 1\n", "f(X = 1)\n", "X += 1\n", "# X = 1\n", "X: int = 1\n", ""]
    {
        check(source, int(), "7", source);
        assert!(!assigns(source, "X"), "{source}");
    }
}

#[test]
fn writes_values_as_python_does() {
    check("X = 1", KnobKind::Milliseconds { max: 5000 }, "250", "X = 0.25");
    check("X = 1", KnobKind::Milliseconds { max: 5000 }, "5", "X = 0.005");
    check("X = 1", KnobKind::Milliseconds { max: 5000 }, "2000", "X = 2.0");
    check("X = 1", KnobKind::Milliseconds { max: 5000 }, "0", "X = 0.0");
    check("X = 1", KnobKind::Bool, "true", "X = True");
    check("X = 1", KnobKind::Choice { values: vec!["a\"b".into()] }, "a\"b", "X = \"a\\\"b\"");
    check("X = 1", int(), "007", "X = 7");
}

#[test]
fn quotes_hostile_text() {
    check("X = 1", text(), "\"; import os #", "X = \"\\\"; import os #\"");
    check("X = 1", text(), "\\", "X = \"\\\\\"");
    check("X = 1", text(), "a\nb\r\t\0", "X = \"a\\nb\\r\\t\\x00\"");
    check("X = 1", text(), "\u{2028}\u{202e}\u{85}", "X = \"\\u2028\\u202e\\x85\"");
    check("X = 1", text(), "你好 🦀 {x}", "X = \"你好 🦀 {x}\"");
}

#[test]
fn refuses_values_and_names_that_do_not_fit() {
    let refused = |kind: KnobKind, value: &str, words: &str| {
        let error = set(&lesson("X = 1", kind), value).expect_err(value);
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(error.id(), "x");
    };
    refused(int(), "101", "from -5 to 100");
    refused(int(), "1.5", "`1.5`");
    refused(int(), "1; import os", "whole number");
    refused(int(), "99999999999999999999", "whole number");
    refused(KnobKind::Milliseconds { max: 10 }, "-1", "from 0 to 10");
    refused(KnobKind::Bool, "True", "true or false");
    refused(KnobKind::Choice { values: vec!["a".into(), "b".into()] }, "c", "one of: a, b");
    refused(KnobKind::Text { max_chars: 2 }, "你好吗", "at most 2 characters");

    let lesson = lesson("X = 1", int());
    let unknown = apply_knobs(&lesson, &[("y".into(), "1".into())]).expect_err("unknown");
    assert_eq!(unknown.to_string(), "there is no knob `y` here; the knobs are: x");
    let twice = apply_knobs(&lesson, &[("x".into(), "1".into()), ("x".into(), "2".into())]);
    assert_eq!(twice, Err(KnobError::Twice { id: "x".into() }));
}

#[test]
fn tells_all_values_in_one_form() {
    let lesson = lesson("X = 1", int());
    assert_eq!(knob_values(&lesson, &[]), Ok(vec![("x".to_owned(), "1".to_owned())]));
    assert_eq!(
        knob_values(&lesson, &[("x".into(), "007".into())]),
        Ok(vec![("x".to_owned(), "7".to_owned())])
    );
}

/// What Python makes of a literal of ours: the inverse of [`quoted`], and `None` if it is not a single literal.
fn unquoted(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::new();
    let mut chars = inner.chars();
    let code = |chars: &mut std::str::Chars, digits: usize| {
        let hex: String = chars.by_ref().take(digits).collect();
        u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32)
    };
    while let Some(c) = chars.next() {
        out.push(match c {
            '"' | '\n' | '\r' => return None,
            '\\' => match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'x' => code(&mut chars, 2)?,
                'u' => code(&mut chars, 4)?,
                c @ ('"' | '\\') => c,
                _ => return None,
            },
            c => c,
        });
    }
    Some(out)
}

proptest! {
    #[test]
    fn any_text_becomes_one_literal_of_it(value in any::<String>()) {
        prop_assert_eq!(unquoted(&quoted(&value)), Some(value));
    }

    #[test]
    fn only_that_line_changes(
        before in "([a-w =#\"'0-9]{0,12}\n){0,4}",
        after in "([a-wX =#\"'0-9]{0,12}\n){0,4}",
        comment in "( {0,2}#[^\n\r]{0,8})?",
        value in any::<String>(),
    ) {
        let source = format!("{before}X = 1{comment}\n{after}");
        let kind = KnobKind::Text { max_chars: u32::MAX };
        let expected = format!("{before}X = {}{comment}\n{after}", quoted(&value));
        prop_assert_eq!(set(&lesson(&source, kind), &value), Ok(expected));
    }

    #[test]
    fn setting_is_repeatable(first in any::<String>(), second in any::<String>()) {
        let kind = KnobKind::Text { max_chars: u32::MAX };
        let once = set(&lesson("X = 1  # c\n", kind.clone()), &second);
        let twice = set(&lesson(&set(&lesson("X = 1  # c\n", kind.clone()), &first).unwrap(), kind), &second);
        prop_assert_eq!(once, twice);
    }
}
