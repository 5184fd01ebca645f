//! The chosen lesson, and its recording, which is shown until the person runs it.

use super::{ConnectionState, Model, Session, Tab};
use socketscope_shared::{
    SessionId,
    clock::Command,
    lesson::{DeclaredRun, Lesson},
    wire::Up,
};

/// Only an archive has recordings of such runs.
fn recorded(lesson: &Lesson) -> impl Iterator<Item = DeclaredRun> {
    let runs = lesson.runs.read().unwrap_or_default();
    runs.into_iter().filter(|run| run.recording.is_some())
}

impl Model {
    /// Shows another lesson: the run that the person left there, or else its recording.
    pub(super) fn select_lesson(&mut self, id: String) -> Vec<Up> {
        self.ui.nav_open = false;
        if self.lesson.as_deref() == Some(&id) {
            let seq = self.recording_seq.take().filter(|_| self.shows_recording());
            if let (Some(session), Some(seq)) = (&mut self.session, seq) {
                session.command(Command::Seek(seq));
            }
            return Vec::new();
        }
        let mut ups = self.stop_mine();
        self.leave_run();
        let back =
            self.left.iter().find(|(lesson, ..)| *lesson == id).map(|(_, session, seq)| (*session, *seq));
        self.lesson = Some(id);
        self.knob_values.clear();
        self.recall_hosts();
        self.session = None;
        self.ui.view = None;
        self.ui.program = None;
        self.ui.axis = None;
        self.refused = None;
        self.starting = false;
        self.ui.tab = Tab::Lesson;
        self.edits.open = false;
        self.ui.forget_session_choices();
        match back {
            Some((session, seq)) => ups.extend(self.visit(session, Some(seq))),
            None => {
                self.show_recording();
                if self.connection == ConnectionState::Open {
                    ups.extend(self.watch());
                }
            }
        }
        ups
    }

    /// Remembers the run that is shown, for a return to its lesson.
    fn leave_run(&mut self) {
        let Some(session) = &self.session else { return };
        let Some(info) = session.info() else { return };
        let run = (info.lesson.clone(), session.id, session.timeline.cursor());
        self.left.retain(|(lesson, ..)| *lesson != run.0);
        self.left.push(run);
    }

    /// Whether the session that is shown is a lesson's recording.
    pub fn shows_recording(&self) -> bool {
        self.session.as_ref().is_some_and(|session| self.is_recording(session.id))
    }

    fn is_recording(&self, id: SessionId) -> bool {
        let mut lessons = self.lessons.iter();
        lessons.any(|lesson| {
            lesson.recording == Some(id) || recorded(lesson).any(|run| run.recording == Some(id))
        })
    }

    /// The chosen lesson's runs with other knobs that are recorded.
    pub fn recorded_runs(&self) -> Vec<DeclaredRun> {
        self.current_lesson().into_iter().flat_map(recorded).collect()
    }

    /// Shows another recorded run of the lesson, from its beginning.
    pub(super) fn show_run(&mut self, id: SessionId) -> Vec<Up> {
        let runs = self.recorded_runs();
        let run = runs.iter().find(|run| run.recording == Some(id));
        self.knob_values = run.map(|run| run.set.clone()).unwrap_or_default();
        self.visit(id, Some(1))
    }

    /// Shows the chosen lesson's recording from its beginning, where no session is shown.
    pub(super) fn show_recording(&mut self) {
        let seq = self.recording_seq.take();
        let recording = self.current_lesson().and_then(|lesson| lesson.recording);
        let Some(id) = recording.filter(|_| self.session.is_none()) else { return };
        let mut session = Session::new(id, false);
        session.arrive_at = seq.or(Some(1));
        self.show(session);
    }

    /// The first events of a session that is shown are here.
    pub(super) fn arrive(&mut self) {
        let Some(session) = &self.session else { return };
        let Some(info) = session.info().filter(|_| !session.mine) else { return };
        if self.is_recording(session.id) && self.lesson.as_ref() == Some(&info.lesson) {
            // Texts that the person wrote are not hidden behind a run of others.
            let edited = || self.programs().iter().any(|shown| shown.edited) || !self.arguments().is_empty();
            self.edits.open |= self.may_run && edited();
            return;
        }
        // A session of the page's address brings its lesson and its knobs.
        self.lesson = Some(info.lesson.clone());
        self.knob_values = info.knobs.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Action, Connection, Edit, tests::lesson};
    use socketscope_shared::{
        clock::PlayState,
        lesson::{Lesson, Program, StartWhen},
        testing,
        wire::{Chunk, Down, Received},
    };

    const RUN: SessionId = SessionId(7);

    /// Connected to a relay with a recording of lesson "sticky" and none of "own".
    fn open(mut model: Model) -> (Model, Vec<Up>) {
        model.apply(Action::Connection(Connection::Opened));
        let program = Program {
            actor: "client".into(),
            file: "client.py".into(),
            source: String::new(),
            arguments: String::new(),
            start: StartWhen::AtOnce,
        };
        let recording = Some(testing::SESSION);
        let recorded = Lesson { recording, programs: vec![program], ..lesson("sticky") };
        let lessons = vec![recorded, lesson("own")];
        let welcome = Down::Welcome { relay: "0.1.0".into(), may_run: true, lessons };
        let ups = model.receive(Ok(Received::Down(welcome)));
        (model, ups)
    }

    fn events(model: &mut Model, session: SessionId) {
        let chunk = Chunk { session, ..testing::chunk(testing::sticky_session()) };
        model.receive(Ok(Received::Chunk(chunk)));
    }

    fn cursor(model: &Model) -> Option<u64> {
        model.session.as_ref().map(|session| session.timeline.cursor())
    }

    #[test]
    fn a_lesson_opens_with_its_recording_at_the_beginning_and_run_replaces_it() {
        let (mut model, ups) = open(Model::default());
        assert_eq!(ups, [Up::Watch { session: testing::SESSION, after: 0 }]);
        model.apply(Action::SetKnob { id: "size".into(), value: "4".into() });
        events(&mut model, testing::SESSION);
        assert!(model.shows_recording() && !model.editing() && model.figures.is_empty());
        assert!(model.session.as_ref().is_some_and(Session::at_beginning));
        assert_eq!(model.session.as_ref().map(|s| s.playback.state()), Some(PlayState::Paused));
        assert_eq!(model.knob_values.len(), 1, "what was set is for the next run");

        let ups = model.apply(Action::Run { step_mode: false });
        assert!(matches!(ups.as_slice(), [Up::Start { .. }]), "there is nothing to stop: {ups:?}");
        let ups = model.receive(Ok(Received::Down(Down::Started { session: RUN })));
        assert_eq!(ups, [Up::Watch { session: RUN, after: 0 }]);
        events(&mut model, RUN);
        assert!(!model.shows_recording());

        model.apply(Action::SelectLesson("own".into()));
        assert!(model.session.is_none(), "it has no recording");
        let ups = model.apply(Action::SelectLesson("sticky".into()));
        assert_eq!(ups, [Up::Watch { session: RUN, after: 0 }], "the person's own run stays");
    }

    #[test]
    fn a_session_of_the_address_is_not_replaced() {
        let mut model = Model::default();
        model.visit(RUN, None);
        let (model, ups) = open(model);
        assert_eq!(ups, [Up::Watch { session: RUN, after: 0 }]);
        assert!(!model.shows_recording());
    }

    #[test]
    fn the_address_names_a_place_in_the_recording_once() {
        let (mut model, _) = open(Model { recording_seq: Some(20), ..Model::default() });
        events(&mut model, testing::SESSION);
        let there = model.session.as_ref().map(|session| session.timeline.stop_of(20));
        assert_eq!(cursor(&model), there);
        assert_eq!(model.recording_seq, None);
    }

    #[test]
    fn texts_that_the_person_wrote_stay_in_view() {
        let (mut model, _) = open(Model::default());
        model.apply(Action::Edit(Edit::Text { actor: "client".into(), text: "mine".into() }));
        events(&mut model, testing::SESSION);
        assert!(model.shows_recording() && model.editing());
    }
}
