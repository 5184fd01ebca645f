use super::*;
use crate::{record::framing::Framing, testing};

#[test]
fn a_program_serves_where_others_wait_for_it_to_listen_or_a_door_leads_to_it() {
    let program = |actor: &str, start: StartWhen| Program {
        actor: actor.into(),
        file: "x.py".into(),
        source: String::new(),
        arguments: String::new(),
        start,
    };
    let lesson = Lesson {
        programs: vec![
            program("one", StartWhen::AtOnce),
            program("its client", StartWhen::Listening("one".into())),
            program("two", StartWhen::Ended("its client".into())),
            program("another", StartWhen::ListeningSoon("two".into())),
            program("web", StartWhen::AtOnce),
        ],
        doors: vec![Door { actor: "web".into(), port: 8080, framing: Framing::None }],
        ..testing::lesson("own")
    };
    let serving: Vec<_> = lesson.programs.iter().map(|program| lesson.serves(&program.actor)).collect();
    assert_eq!(serving, [true, false, true, false, true]);
}

#[test]
fn zero_is_no_place() {
    assert_eq!(testing::lesson("a").place(), Some("3.2"));
    assert_eq!(Lesson { number: "0".into(), ..testing::lesson("a") }.place(), None);
}
