//! What a recording says before its events: whose it is, and the lesson as it was.

use super::SessionLog;
use socketscope_shared::{
    Fact, SessionId,
    lesson::Lesson,
    recording::{Header, WriteError, Writer, Wrote},
    session::SessionInfo,
};
use std::fs;

/// What stands before the events.
#[derive(Clone, Debug)]
pub struct Beginning {
    header: Header,
    lesson: Option<Lesson>,
}

impl Beginning {
    /// Of a session that begins.
    pub fn of(info: &SessionInfo, lesson: &Lesson) -> Self {
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").ok();
        let kernel = kernel.map(|release| release.trim().to_owned());
        let header = Header { name: lesson.title.en().to_owned(), ..Header::of(info, ours(), kernel) };
        Beginning { header, lesson: Some(lesson.clone()) }
    }

    /// Of a log that has its first event, of one of these lessons.
    pub fn of_log(log: &SessionLog, lessons: &[Lesson]) -> Self {
        let first = log.first().map(|event| event.fact);
        let Some(Fact::SessionStarted(info)) = first else { return Beginning::untold(log.id()) };
        match lessons.iter().find(|lesson| lesson.id == info.lesson) {
            Some(lesson) => Beginning::of(&info, lesson),
            None => Beginning::without_lesson(&info),
        }
    }

    /// Of a session whose lesson is not known.
    pub fn without_lesson(info: &SessionInfo) -> Self {
        Beginning { header: Header::of(info, ours(), None), lesson: None }
    }

    /// Of a log of which only the id is known.
    pub fn untold(id: SessionId) -> Self {
        Beginning { header: Header { wrote: ours(), session: Some(id), ..Header::default() }, lesson: None }
    }

    /// The first bytes. A lesson that is longer than a recording's may be is left out: the events can be shown without.
    pub(crate) fn write(&self) -> Result<(Writer, Vec<u8>), WriteError> {
        Writer::begin(&self.header, self.lesson.as_ref()).or_else(|e| {
            tracing::warn!("a recording without its lesson: {e}");
            Writer::begin(&self.header, None)
        })
    }
}

fn ours() -> Wrote {
    Wrote { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
}
