//! Runs of lessons, recorded for a site.

use crate::{
    lessons::recordings::{Recordings, session_of},
    log_store::{Beginning, file},
    session::{Sessions, StartRequest},
};
use anyhow::Context;
use socketscope_shared::{
    SessionId,
    lesson::{DeclaredRun, Lesson, Packed},
};
use std::sync::Arc;

/// A recorded run.
pub struct Recorded {
    /// Its session.
    pub id: SessionId,
    /// Its file's content.
    pub bytes: Vec<u8>,
}

/// A lesson's runs, which it then names: the one with nothing changed, and those that it declares. The built-in recording
/// stands for the first where a person's browser takes part in it, and for all where nothing is to be `played`.
pub async fn of(
    lesson: &mut Lesson,
    sessions: &Arc<Sessions>,
    built_in: &Recordings,
    played: bool,
) -> anyhow::Result<Vec<Recorded>> {
    let own = session_of(&lesson.id);
    let kept = built_in.file(own).map(|bytes| Recorded { id: own, bytes: bytes.to_vec() });
    let mut recorded = Vec::new();
    match kept.filter(|_| !played || !lesson.doors.is_empty()) {
        Some(kept) => recorded.push(kept),
        None if played => recorded.push(play(lesson, sessions, Vec::new(), own).await?),
        None => {}
    }
    lesson.recording = recorded.first().map(|run| run.id);
    let mut runs = lesson.runs.read().unwrap_or_default();
    // A run that is held throughout looks as the one that is not.
    runs.retain(|run| !run.held);
    for run in runs.iter_mut().filter(|_| played && lesson.doors.is_empty()) {
        let id = session_of(&[&lesson.id, ":", &run.id].concat());
        recorded.push(play(lesson, sessions, run.set.clone(), id).await?);
        run.recording = Some(id);
    }
    lesson.runs = Packed::<Vec<DeclaredRun>>::from(&runs);
    Ok(recorded)
}

async fn play(
    lesson: &Lesson,
    sessions: &Arc<Sessions>,
    knobs: Vec<(String, String)>,
    id: SessionId,
) -> anyhow::Result<Recorded> {
    let what = || format!("lesson {} with {knobs:?}", lesson.id);
    let request = StartRequest {
        lesson: lesson.id.clone(),
        knobs: knobs.clone(),
        id: Some(id),
        ..StartRequest::default()
    };
    let started = sessions.start(request).await;
    started.map_err(|refusal| anyhow::anyhow!("{}: {}", what(), crate::play::refusal(&refusal)))?;
    let log = sessions.log(id).await.map_err(|refusal| anyhow::anyhow!("{}: {refusal:?}", what()))?;
    let mut grown = log.subscribe();
    while !log.is_over() {
        grown.changed().await.with_context(what)?;
    }
    let mut bytes = Vec::new();
    file::write(&mut bytes, &log, &Beginning::of_log(&log, std::slice::from_ref(lesson)))
        .with_context(what)?;
    Ok(Recorded { id, bytes })
}
