use super::{Action, Edit, Edits, MAX_TEXT_BYTES, Model};
use crate::model::{Connection, Edited, Shown};
use socketscope_shared::{
    Text,
    lesson::{Knob, KnobKind, KnobTarget, Lesson, Program, Section, StartWhen},
    testing,
    wire::{Down, Received, Refusal, Up},
};

type Pairs = Vec<(String, String)>;

/// A page with one lesson of a server and a client, and what it says to the relay.
struct Page(Model);

impl Page {
    fn open(edits: Edits) -> Self {
        let mut model = Model { edits, ..Model::default() };
        model.apply(Action::Connection(Connection::Opened));
        let down = Down::Welcome { relay: String::new(), may_run: true, lessons: vec![lesson()] };
        model.receive(Ok(Received::Down(down)));
        Page(model)
    }

    fn edit(&mut self, edit: Edit) {
        self.0.apply(Action::Edit(edit));
    }

    fn type_in(&mut self, actor: &str, text: &str) {
        self.edit(Edit::Text { actor: actor.into(), text: text.into() });
    }

    fn shown(&self, actor: &str) -> Shown {
        self.0.programs().into_iter().find(|p| p.actor == actor).expect("the program is shown")
    }

    fn set_size(&mut self, value: &str) {
        self.0.apply(Action::SetKnob { id: "size".into(), value: value.into() });
    }

    /// Arguments of what a run is started with.
    fn arguments(&mut self) -> Pairs {
        self.0.starting = false;
        match self.0.apply(Action::Run { step_mode: false }).pop() {
            Some(Up::Start { arguments, .. }) => arguments,
            other => panic!("no start, but {other:?}"),
        }
    }

    /// Knobs and texts of what a run is started with.
    fn run(&mut self) -> (Pairs, Pairs) {
        self.0.starting = false;
        match self.0.apply(Action::Run { step_mode: false }).pop() {
            Some(Up::Start { knobs, sources, .. }) => (knobs, sources),
            other => panic!("no start, but {other:?}"),
        }
    }
}

pub(super) fn lesson() -> Lesson {
    let program = |actor: &str, source: &str| Program {
        actor: actor.into(),
        file: [actor, ".py"].concat(),
        source: source.into(),
        arguments: String::new(),
        start: StartWhen::AtOnce,
    };
    Lesson {
        programs: vec![program("server", "SIZE = 1024\n"), program("client", "send()\n")],
        knobs: vec![Knob {
            id: "size".into(),
            label: Text::default(),
            help: Text::default(),
            kind: KnobKind::Int { min: 1, max: 9000 },
            default: "1024".into(),
            target: KnobTarget::Variable("SIZE".into()),
        }],
        ..testing::lesson("sticky")
    }
}

/// A page with a lesson of one's own programs.
pub(super) fn own_page() -> Model {
    let hosts = Knob {
        id: "hosts".into(),
        kind: KnobKind::Text { max_chars: 2000 },
        default: String::new(),
        target: KnobTarget::Hosts,
        ..lesson().knobs.remove(0)
    };
    let mut own = Lesson { id: "own".into(), section: Section::Own, knobs: vec![hosts], ..lesson() };
    own.programs[1].start = StartWhen::ListeningSoon("server".into());
    let mut model = Page::open(Edits::default()).0;
    (model.lessons, model.lesson) = (vec![own], Some("own".into()));
    model
}

fn pair(a: &str, b: &str) -> (String, String) {
    (a.into(), b.into())
}

#[test]
fn only_edited_texts_are_run() {
    let mut page = Page::open(Edits::default());
    assert!(page.0.editing() && !page.shown("client").edited);
    page.type_in("client", "send(1)\n");
    assert!(page.shown("client").edited && !page.shown("server").edited);
    assert_eq!(page.run(), (vec![], vec![pair("client", "send(1)\n")]));
}

#[test]
fn arguments_are_kept_and_run_with_and_the_lessons_own_are_not_sent() {
    let mut page = Page::open(Edits::default());
    let give = |page: &mut Page, actor: &str, line: &str| {
        page.edit(Edit::Arguments { actor: actor.into(), line: line.into() });
    };
    give(&mut page, "client", "127.0.0.1 'a b'");
    give(&mut page, "server", "");
    assert_eq!(page.shown("client").arguments, "127.0.0.1 'a b'");
    assert!(!page.shown("client").edited, "its text is the lesson's");
    assert_eq!(page.arguments(), [pair("client", "127.0.0.1 'a b'")]);
    let edited = |actor: &str| page.0.edits.get("sticky", actor).map(|text| (actor.to_owned(), text.clone()));
    let (actor, text) = edited("client $@").expect("it is kept as a text is");
    let kept = Edits::kept(vec![Edited { lesson: "sticky".into(), actor, text }]);
    assert_eq!(Page::open(kept).arguments(), [pair("client", "127.0.0.1 'a b'")]);
    give(&mut page, "client", "");
    assert!(page.arguments().is_empty());
}

#[test]
fn a_text_typed_back_is_not_edited() {
    let mut page = Page::open(Edits::default());
    page.set_size("4");
    page.type_in("server", "SIZE = 4\nmore\n");
    page.type_in("server", "SIZE = 4\n");
    assert!(!page.shown("server").edited);
    assert_eq!(page.run(), (vec![pair("size", "4")], vec![]));
}

#[test]
fn reset_can_be_taken_back_until_something_is_typed() {
    let mut page = Page::open(Edits::default());
    page.type_in("client", "x");
    page.edit(Edit::Reset { actor: "client".into() });
    assert_eq!(&*page.shown("client").text, "send()\n");
    assert_eq!(page.0.edits.undoable("sticky"), Some("client"));
    page.edit(Edit::UndoReset);
    assert_eq!(&*page.shown("client").text, "x");
    page.edit(Edit::Reset { actor: "client".into() });
    page.type_in("server", "y");
    page.edit(Edit::UndoReset);
    assert!(!page.shown("client").edited, "too late");
}

#[test]
fn knobs_set_edited_texts_and_what_is_typed_wins_over_knobs() {
    let mut page = Page::open(Edits::default());
    page.type_in("server", "SIZE = 1024\nmine\n");
    page.set_size("7");
    assert_eq!(&*page.shown("server").text, "SIZE = 7\nmine\n");
    page.set_size("1024");
    assert_eq!(page.run().1, [pair("server", "SIZE = 1024\nmine\n")], "what is seen is what runs");
    page.type_in("server", "SIZE = 33\nmine\n");
    assert_eq!(&*page.shown("server").text, "SIZE = 33\nmine\n");
    assert_eq!(page.run(), (vec![], vec![pair("server", "SIZE = 33\nmine\n")]));
    page.type_in("server", "");
    page.set_size("8");
    assert_eq!(page.run(), (vec![pair("size", "8")], vec![pair("server", "")]), "no variable, no harm");
}

#[test]
fn clients_are_added_up_to_the_most_and_go_again() {
    let mut page = Page::open(Edits::default());
    page.type_in("client", "c\n");
    (0..40).for_each(|_| page.edit(Edit::AddClient));
    assert_eq!(page.0.programs().len(), 2 + 31);
    assert_eq!((page.shown("client 32").added, page.0.next_client()), (true, None));
    page.edit(Edit::Reset { actor: "client 3".into() });
    assert_eq!(page.0.next_client().as_deref(), Some("client 3"));
    let (_, sources) = page.run();
    assert_eq!(sources.len(), 31);
    assert!(sources.contains(&pair("client 2", "c\n")) && !sources.iter().any(|s| s.0 == "client 3"));
}

#[test]
fn too_large_texts_stay_and_are_not_run() {
    let mut page = Page::open(Edits::default());
    let refused = |page: &mut Page| {
        let said = page.0.apply(Action::Run { step_mode: false });
        assert!(said.is_empty() && !page.0.starting);
        page.0.refused.clone()
    };
    page.type_in("client", &"#".repeat(MAX_TEXT_BYTES + 1));
    assert_eq!(refused(&mut page), Some(Refusal::SourceTooLarge { limit_bytes: MAX_TEXT_BYTES as u32 }));
    assert_eq!(page.shown("client").text.len(), MAX_TEXT_BYTES + 1);
    page.type_in("client", &"#".repeat(MAX_TEXT_BYTES));
    assert_eq!(page.0.refused, None);
    page.type_in("server", &"#".repeat(MAX_TEXT_BYTES));
    assert!(
        matches!(refused(&mut page), Some(Refusal::SourceTooLarge { .. })),
        "more than one message takes"
    );
}

#[test]
fn what_was_kept_is_there_and_changes_are_told_once() {
    let kept =
        |actor: &str, text: &str| Edited { lesson: "sticky".into(), actor: actor.into(), text: text.into() };
    let mut page =
        Page::open(Edits::kept(vec![kept("client 2", "two"), kept("server", "one"), kept("gone", "-")]));
    assert_eq!((&*page.shown("server").text, &*page.shown("client 2").text), ("one", "two"));
    assert!(page.0.edits.take_changed().is_empty());
    page.type_in("server", "x");
    page.type_in("server", "xy");
    page.edit(Edit::Reset { actor: "client 2".into() });
    assert_eq!(page.0.edits.take_changed(), [pair("sticky", "server"), pair("sticky", "client 2")]);
    assert!(page.0.edits.take_changed().is_empty());
}

#[test]
fn a_session_shows_what_ran_until_the_editors_are_opened() {
    let mut page = Page::open(Edits::default());
    let chunk = testing::chunk(testing::sticky_session());
    page.0.receive(Ok(Received::Down(Down::Started { session: chunk.session })));
    page.0.receive(Ok(Received::Chunk(chunk)));
    assert!(!page.0.editing());
    page.edit(Edit::Open(true));
    assert!(page.0.editing());
    page.run();
    assert!(!page.0.editing());
}

#[test]
fn a_file_becomes_the_text_and_that_can_be_undone() {
    let mut page = Page::open(Edits::default());
    let given = page.shown("client").text;
    let load = |bytes: &[u8]| Edit::Load {
        actor: "client".into(),
        file: "mine.py".into(),
        bytes: Some(bytes.to_vec()),
    };
    page.type_in("client", "mine\n");
    page.edit(load(b"from disk\r\n"));
    assert_eq!((&*page.shown("client").text, page.shown("client").edited), ("from disk\n", true));
    page.edit(Edit::UndoReset);
    assert_eq!(&*page.shown("client").text, "mine\n");

    page.edit(load(&[0xff]));
    let problem = page.0.edits.not_loaded.as_ref().map(|not| (not.file.as_str(), not.why));
    assert_eq!(problem, Some(("mine.py", crate::model::WhyNot::NotText)));
    assert_eq!(&*page.shown("client").text, "mine\n", "it stays");
    page.edit(Edit::Reset { actor: "client".into() });
    assert_eq!(page.0.edits.not_loaded, None);
    page.edit(load(b"from disk\n"));
    page.edit(Edit::UndoReset);
    assert_eq!((page.shown("client").text, page.shown("client").edited), (given, false));
}
