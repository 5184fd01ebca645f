use super::{Action, Connection, ConnectionState, Model, Session, Tab};
use crate::i18n;
use socketscope_shared::{
    ActorId, SessionId, Text,
    clock::PlayState,
    lesson::{Knob, KnobKind, KnobTarget, Lesson, Marker},
    testing,
    wire::{Chunk, Control, Down, Received, Refusal, Up, VERSION, WireError},
};

/// A model after these actions, and what it then says to the relay.
struct Page {
    model: Model,
    said: Vec<Up>,
}

impl Page {
    /// Connected and welcomed, with lesson "sticky" and another.
    fn open() -> Self {
        let mut page =
            Page { model: Model { token: Some("t".into()), ..Model::default() }, said: Vec::new() };
        page.act(Action::Connection(Connection::Opened));
        assert_eq!(page.said, [Up::Hello { token: Some("t".into()) }]);
        page.welcome(true);
        page
    }

    /// Open, and a session of its own started.
    fn started() -> Self {
        let mut page = Page::open();
        page.act(Action::Run { step_mode: false });
        page.down(Down::Started { session: session() });
        page
    }

    /// Started, and all events here.
    fn over() -> Self {
        let mut page = Page::started();
        page.chunk(1..usize::MAX);
        page
    }

    fn act(&mut self, action: Action) {
        self.said = self.model.apply(action);
    }

    fn down(&mut self, down: Down) {
        self.said = self.model.receive(Ok(Received::Down(down)));
    }

    fn welcome(&mut self, may_run: bool) {
        let lessons = vec![lesson("life"), Lesson { first: true, ..lesson("sticky") }];
        self.down(Down::Welcome { relay: "0.1.0".into(), may_run, lessons });
    }

    /// The events of this range of sequence numbers.
    fn chunk(&mut self, range: std::ops::Range<usize>) {
        let all = testing::sticky_session();
        let events = all[range.start - 1..range.end.min(all.len() + 1) - 1].to_vec();
        let chunk = Chunk { session: session(), first_seq: range.start as u64, events };
        self.said = self.model.receive(Ok(Received::Chunk(chunk)));
    }

    fn session(&self) -> &Session {
        self.model.session.as_ref().expect("a session")
    }

    fn cursor(&self) -> u64 {
        self.session().timeline.cursor()
    }
}

fn session() -> SessionId {
    testing::chunk(testing::sticky_session()).session
}

pub(super) fn lesson(id: &str) -> Lesson {
    let text = Text::same(id);
    let knob = Knob {
        id: "size".into(),
        label: text.clone(),
        help: Text::default(),
        kind: KnobKind::Int { min: 1, max: 9000 },
        default: "1024".into(),
        target: KnobTarget::Variable("SIZE".into()),
    };
    let after = testing::moment("client", "send", 2);
    Lesson {
        title: text.clone(),
        summary: text.clone(),
        knobs: vec![knob],
        markers: vec![Marker { after, text, only_if: Vec::new() }],
        ..testing::lesson(id)
    }
}

#[test]
fn opens_on_the_first_lesson_ready_to_run() {
    let page = Page::open();
    assert_eq!(page.model.lesson.as_deref(), Some("sticky"));
    assert!(page.model.may_start());
    assert_eq!(page.model.connection, ConnectionState::Open);
}

#[test]
fn a_lesson_of_the_address_wins() {
    let mut page =
        Page { model: Model { lesson: Some("life".into()), ..Model::default() }, said: Vec::new() };
    page.welcome(true);
    assert_eq!(page.model.lesson.as_deref(), Some("life"));
}

#[test]
fn run_sends_only_knobs_that_differ_and_then_watches() {
    let mut page = Page::open();
    page.act(Action::SetKnob { id: "size".into(), value: "4".into() });
    page.act(Action::Run { step_mode: true });
    let knobs = vec![("size".to_owned(), "4".to_owned())];
    let start = |knobs| Up::Start {
        lesson: "sticky".into(),
        knobs,
        sources: Vec::new(),
        arguments: Vec::new(),
        starts: Vec::new(),
        step_mode: true,
    };
    assert_eq!(page.said, [start(knobs)]);
    assert!(!page.model.may_start(), "not twice");
    page.down(Down::Started { session: session() });
    assert_eq!(page.said, [Up::Watch { session: session(), after: 0 }]);
    assert_eq!(page.model.ui.tab, Tab::Lesson, "a run leaves the panel as it is");

    page.act(Action::SetKnob { id: "size".into(), value: "1024".into() });
    page.act(Action::Run { step_mode: true });
    assert_eq!(page.said.last(), Some(&start(Vec::new())), "the default is not said");
}

#[test]
fn running_again_ends_what_this_page_started() {
    let mut page = Page::started();
    page.chunk(1..10);
    page.act(Action::Run { step_mode: false });
    assert_eq!(page.said[0], Up::Control { session: session(), control: Control::Stop });
    assert!(matches!(page.said[1], Up::Start { .. }));
}

#[test]
fn another_lesson_ends_what_this_page_started_but_not_what_it_watches() {
    let mut page = Page::started();
    page.act(Action::SelectLesson("life".into()));
    assert_eq!(page.said, [Up::Control { session: session(), control: Control::Stop }]);
    assert!(page.model.session.is_none());

    page.model.visit(session(), None);
    page.chunk(1..10);
    assert_eq!(page.model.lesson.as_deref(), Some("sticky"), "a visited session brings its lesson");
    page.act(Action::SelectLesson("life".into()));
    assert!(page.said.is_empty());
}

#[test]
fn a_lesson_that_was_left_still_has_its_run() {
    let mut page = Page::started();
    page.chunk(1..21);
    page.act(Action::Seek(7));
    page.act(Action::SelectLesson("life".into()));
    page.said.clear();
    page.act(Action::SelectLesson("sticky".into()));
    assert_eq!(page.said, [Up::Watch { session: session(), after: 0 }]);
    page.chunk(1..21);
    assert_eq!(page.cursor(), 7, "and one stands where one stood");
    page.act(Action::SelectLesson("life".into()));
    assert!(page.model.session.is_none(), "each lesson has its own");
}

#[test]
fn a_live_session_is_followed_and_a_step_pauses() {
    let mut page = Page::started();
    page.chunk(1..21);
    assert_eq!(page.cursor(), 20);
    page.chunk(21..31);
    assert_eq!(page.cursor(), 30);
    page.act(Action::Step { forward: false });
    assert!(page.cursor() < 30);
    assert_eq!(page.session().playback.state(), PlayState::Paused);
    let here = page.cursor();
    page.chunk(31..40);
    assert_eq!(page.cursor(), here, "new events do not move a paused cursor");
    page.act(Action::Follow);
    assert_eq!(page.cursor(), 39);
}

#[test]
fn stepping_to_the_end_and_back_visits_the_same_stops() {
    let mut page = Page::over();
    page.act(Action::SeekStart);
    let mut there = vec![page.cursor()];
    while page.cursor() != page.session().timeline.last_seq() {
        page.act(Action::Step { forward: true });
        there.push(page.cursor());
    }
    assert!(there.is_sorted(), "{there:?}");
    let mut back = vec![page.cursor()];
    while page.cursor() != there[0] {
        page.act(Action::Step { forward: false });
        back.push(page.cursor());
    }
    back.reverse();
    assert_eq!(there, back);
}

#[test]
fn steps_of_one_actor_stay_with_it() {
    let mut page = Page::over();
    page.act(Action::SeekStart);
    page.act(Action::SnapToCalls(true));
    page.act(Action::Step { forward: true });
    let actor = |page: &Page| page.session().timeline.shown().and_then(|(_, event)| event.fact.actor());
    let first = actor(&page);
    assert!(first.is_some());
    for _ in 0..4 {
        page.act(Action::StepActor { forward: true });
        assert_eq!(actor(&page), first);
    }
}

#[test]
fn the_address_seeks_once_its_event_has_come() {
    let mut page = Page::open();
    let ups = page.model.visit(session(), Some(25));
    assert_eq!(ups, [Up::Watch { session: session(), after: 0 }]);
    page.chunk(1..11);
    page.chunk(11..41);
    assert_eq!(page.cursor(), page.session().timeline.stop_of(25));
    assert_eq!(page.session().playback.state(), PlayState::Paused);
}

#[test]
fn a_lost_relay_keeps_what_came_and_resumes_after_it() {
    let mut page = Page::started();
    page.chunk(1..21);
    page.act(Action::Connection(Connection::Lost { retry_in_ms: 500 }));
    assert_eq!(page.model.connection, ConnectionState::Lost { retry_in_ms: 500 });
    assert!(!page.model.may_control());
    page.act(Action::Connection(Connection::Connecting));
    assert!(matches!(page.model.connection, ConnectionState::Lost { .. }), "the banner stays");
    page.act(Action::Connection(Connection::Opened));
    page.welcome(true);
    assert_eq!(page.said, [Up::Watch { session: session(), after: 20 }]);
    page.chunk(21..31);
    assert_eq!(page.session().timeline.last_seq(), 30);
}

#[test]
fn a_gap_is_asked_for_and_foreign_events_are_left() {
    let mut page = Page::started();
    page.chunk(1..11);
    page.chunk(21..31);
    assert_eq!(page.said, [Up::Watch { session: session(), after: 10 }]);
    assert_eq!(page.session().timeline.last_seq(), 10);
    let foreign = Chunk { session: SessionId(1), first_seq: 11, events: testing::sticky_session() };
    page.said = page.model.receive(Ok(Received::Chunk(foreign)));
    assert_eq!(page.session().timeline.last_seq(), 10);
}

#[test]
fn a_session_that_the_relay_forgot_stays_to_be_read() {
    let mut page = Page::started();
    page.chunk(1..21);
    page.down(Down::Refused { reason: Refusal::NoSuchSession { session: session() } });
    assert!(!page.session().live());
    assert_eq!(page.session().timeline.last_seq(), 20);
    assert!(page.model.refused.is_some());
    page.act(Action::Dismiss);
    assert!(page.model.refused.is_none());
}

#[test]
fn a_chunk_that_cannot_be_is_told_and_what_came_before_stays() {
    let mut page = Page::started();
    page.chunk(1..11);
    let bad = Chunk { session: session(), first_seq: 0, events: testing::sticky_session() };
    page.said = page.model.receive(Ok(Received::Chunk(bad)));
    assert_eq!(page.model.connection, ConnectionState::Refused(i18n::WIRE_DAMAGED));
    assert_eq!((page.session().timeline.last_seq(), page.said.len()), (10, 0));
}

#[test]
fn a_session_that_is_not_saved_is_shown_as_such() {
    let mut page = Page::started();
    page.down(Down::NotSaved { session: SessionId(1), problem: "another".into() });
    assert_eq!(page.session().not_saved, None);
    page.down(Down::NotSaved { session: session(), problem: "no space".into() });
    assert_eq!(page.session().not_saved.as_deref(), Some("no space"));
}

#[test]
fn a_recording_that_cannot_be_read_is_refused_and_left() {
    let mut page = Page::open();
    page.welcome(true);
    page.model.visit(session(), None);
    page.down(Down::Refused {
        reason: Refusal::Unreadable { session: session(), problem: "damaged".into() },
    });
    assert!(page.model.session.is_none() && page.model.refused.is_some());
}

#[test]
fn only_watching_without_the_token() {
    let mut page = Page::open();
    page.welcome(false);
    page.act(Action::Run { step_mode: false });
    assert!(page.said.is_empty());
    page.model.visit(session(), None);
    page.chunk(1..21);
    for action in [Action::Stop, Action::Release(ActorId(0)), Action::StepMode(true)] {
        page.act(action);
        assert!(page.said.is_empty());
    }
}

#[test]
fn another_version_ends_it_with_a_message() {
    let mut page = Page::open();
    page.said = page.model.receive(Err(WireError::Version { found: 9, understood: VERSION }));
    assert_eq!(page.model.connection, ConnectionState::Refused(i18n::WIRE_VERSION));
    page.act(Action::Connection(Connection::Lost { retry_in_ms: 500 }));
    assert_eq!(page.model.connection, ConnectionState::Refused(i18n::WIRE_VERSION), "it stays");
}

#[test]
fn commands_reach_a_running_session_only() {
    let mut page = Page::started();
    page.chunk(1..21);
    page.act(Action::Release(ActorId(1)));
    let control = Control::Release { actor: ActorId(1) };
    assert_eq!(page.said, [Up::Control { session: session(), control }]);
    page.chunk(21..usize::MAX);
    page.act(Action::Stop);
    assert!(page.said.is_empty(), "it is over");
}

#[test]
fn a_note_is_found_where_its_call_returned() {
    let page = Page::over();
    let found = &page.session().moments.markers[0];
    let seq = found.returned.expect("the second send returned");
    let event = page.session().timeline.log().get(seq).expect("an event");
    assert_eq!(event.fact.call().map(|call| call.op.name()), Some("send"));
    assert_eq!(event.fact.actor(), Some(ActorId(1)));
    let sends =
        page.session().timeline.log().iter().filter(|(at, event)| {
            *at <= seq && event.fact.call().is_some_and(|call| call.op.name() == "send")
        });
    assert_eq!(sends.count(), 2);
}

#[test]
fn playing_goes_from_the_start_to_the_end_and_stops() {
    let mut page = Page::over();
    page.act(Action::SeekStart);
    page.act(Action::SetSpeed(20.0));
    page.act(Action::Play);
    assert!(page.model.moving());
    let mut seen = page.cursor();
    for _ in 0..100_000 {
        page.act(Action::Tick { dt_ms: 16.0 });
        assert!(page.cursor() >= seen);
        seen = page.cursor();
        if !page.model.moving() {
            break;
        }
    }
    assert_eq!(seen, page.session().timeline.last_seq());
    assert!(!page.model.moving());
}

#[test]
fn seeking_takes_in_what_was_read_with_the_call() {
    let mut page = Page::over();
    let mut moved = 0;
    for seq in 1..=page.session().timeline.last_seq() {
        page.act(Action::Seek(seq));
        assert_eq!(page.cursor(), page.session().timeline.stop_of(seq));
        moved += u64::from(page.cursor() > seq);
    }
    assert!(moved > 0, "a reading rides along with some call");
}
