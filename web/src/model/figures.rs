//! What the last run of a lesson cost its server, kept in the browser so that two lessons can be compared.

use super::{Model, Session};
use socketscope_shared::{
    event::End,
    lesson::{Lesson, apply_knobs, with_clients},
};

/// Knobs that are kept at most, and bytes of each.
const MAX_KNOBS: usize = 8;
const MAX_VALUE_BYTES: usize = 40;

/// What a finished run came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFigures {
    /// The lesson's id.
    pub lesson: String,
    /// When it was started, milliseconds since 1970 (UTC).
    pub unix_ms: u64,
    /// Calls of its server that failed with EAGAIN.
    pub wasted: u64,
    /// Its server's CPU time, ns.
    pub cpu_ns: u64,
    /// The knobs' values.
    pub knobs: Vec<(String, String)>,
}

impl RunFigures {
    /// As it is kept: the numbers in a line, then a line for each knob.
    pub fn write(&self) -> String {
        let numbers = [self.unix_ms, self.wasted, self.cpu_ns].map(|number| number.to_string()).join(" ");
        let knobs = self.knobs.iter().map(|(id, value)| ["\n", id, "=", value].concat());
        [numbers].into_iter().chain(knobs).collect()
    }

    /// What was kept; `None` if [`write`](Self::write) did not write it.
    pub fn read(lesson: &str, text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let mut numbers = lines.next()?.split(' ').map(str::parse);
        let mut number = || numbers.next()?.ok();
        let (unix_ms, wasted, cpu_ns) = (number()?, number()?, number()?);
        let knob = |line: &str| line.split_once('=').map(|(id, value)| (id.to_owned(), value.to_owned()));
        let knobs = lines.take(MAX_KNOBS).filter_map(knob).collect();
        Some(RunFigures { lesson: lesson.to_owned(), unix_ms, wasted, cpu_ns, knobs })
    }
}

impl Model {
    /// The two lessons whose servers are compared, where this is one of them.
    pub fn compared(&self, id: &str) -> Option<[&Lesson; 2]> {
        let with = |lesson: &Lesson| {
            lesson.compare_with.as_deref().is_some_and(|with| [lesson.id.as_str(), with].contains(&id))
        };
        let one = self.lessons.iter().find(|lesson| with(lesson))?;
        let other = self.lessons.iter().find(|lesson| Some(&lesson.id) == one.compare_with.as_ref())?;
        Some([one, other])
    }

    /// Takes the figures of the session that is shown, where it is over and such a lesson's as it stands.
    pub(super) fn note_figures(&mut self) {
        let Some(figures) = self.session.as_ref().and_then(|session| self.figures_of(session)) else {
            return;
        };
        let known = self.figures.iter().find(|known| known.lesson == figures.lesson);
        if known.is_none_or(|known| known.unix_ms < figures.unix_ms) {
            self.figures.retain(|known| known.lesson != figures.lesson);
            self.figures.push(figures);
            self.figures_changed = true;
        }
    }

    fn figures_of(&self, session: &Session) -> Option<RunFigures> {
        // A recording's are those of another machine.
        if session.timeline.latest().ended != Some(End::Finished) || self.shows_recording() {
            return None;
        }
        let info = session.info().filter(|info| self.compared(&info.lesson).is_some())?;
        let lesson = self.lessons.iter().find(|lesson| lesson.id == info.lesson)?;
        let lesson = with_clients(lesson, &info.knobs);
        let texts = apply_knobs(&lesson, &info.knobs).ok()?;
        let ran = || info.actors.iter().map(|actor| (&actor.name, &actor.source));
        let as_written =
            texts.len() == info.actors.len() && ran().eq(texts.iter().map(|(name, text)| (name, text)));
        if info.step_mode || !as_written {
            return None;
        }
        let (_, server) = session.comparison.servers().next()?;
        let end = server.at(u64::MAX);
        let short = |(id, value): &&(String, String)| id.len().max(value.len()) <= MAX_VALUE_BYTES;
        Some(RunFigures {
            lesson: info.lesson.clone(),
            unix_ms: info.started_unix_ms,
            wasted: end.wasted,
            cpu_ns: end.cpu_ns?,
            knobs: info.knobs.iter().filter(short).take(MAX_KNOBS).cloned().collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Action;
    use socketscope_shared::{
        Fact,
        lesson::{Program, StartWhen},
        testing,
        wire::{Down, Received},
    };

    fn figures() -> RunFigures {
        let knobs = vec![("clients".to_owned(), "3".to_owned()), ("pause".to_owned(), "100".to_owned())];
        RunFigures { lesson: "select".into(), unix_ms: 7, wasted: 1, cpu_ns: 2, knobs }
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        assert_eq!(RunFigures::read("select", &figures().write()), Some(figures()));
        let plain = RunFigures { knobs: Vec::new(), ..figures() };
        assert_eq!(RunFigures::read("select", &plain.write()), Some(plain));
        for nonsense in ["", "7", "7 x 2", "7 -1 2", "\n\n"] {
            assert_eq!(RunFigures::read("select", nonsense), None, "{nonsense:?}");
        }
    }

    /// A page that has seen a run of lesson `id`, whose server's text is this.
    fn after_run(id: &str, text: &str) -> Model {
        let mut events = testing::sticky_session();
        let mut programs = Vec::new();
        for event in &mut events {
            if let Fact::SessionStarted(info) = &mut event.fact {
                info.lesson = "select".into();
                info.knobs.clear();
                let program = |actor: &socketscope_shared::session::ActorInfo| Program {
                    actor: actor.name.clone(),
                    file: actor.file.clone(),
                    source: actor.source.clone(),
                    arguments: String::new(),
                    start: StartWhen::AtOnce,
                };
                programs = info.actors.iter().map(program).collect();
                text.clone_into(&mut info.actors[0].source);
            }
        }
        if text.is_empty() {
            programs[0].source.clear();
        }
        let lesson = Lesson { programs, ..testing::lesson(id) };
        let other = Lesson { compare_with: Some("select".into()), ..testing::lesson("polling") };
        let mut model = Model::default();
        model.receive(Ok(Received::Down(Down::Welcome {
            relay: String::new(),
            may_run: true,
            lessons: vec![other, lesson],
        })));
        let chunk = testing::chunk(events);
        model.receive(Ok(Received::Down(Down::Started { session: chunk.session })));
        model.receive(Ok(Received::Chunk(chunk)));
        model
    }

    #[test]
    fn a_finished_run_of_the_lesson_as_it_stands_is_kept() {
        let mut model = after_run("select", "");
        let [kept] = model.figures.as_slice() else { panic!("{:?}", model.figures) };
        assert_eq!((kept.lesson.as_str(), kept.wasted), ("select", 0));
        assert!(kept.cpu_ns > 0 && model.figures_changed);
        model.apply(Action::SeekStart);
        assert_eq!(model.figures.len(), 1, "it stays");
        assert!(after_run("select", "changed").figures.is_empty(), "a changed text is another server");
        assert!(after_run("other", "").figures.is_empty(), "it is no lesson of this page");
    }
}
