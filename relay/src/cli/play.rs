//! `socketscope lessons` and `socketscope play`.

use super::args::Play;
use crate::{
    lessons,
    log_store::{self, Beginning, SessionLog, file::SaveError},
    play::{self, PlayError, Played, Style},
    session::{SessionConfig, Sessions, StartRequest, random_id},
};
use anyhow::Context;
use socketscope_shared::lesson::Lesson;
use std::{
    env,
    io::{self, ErrorKind, IsTerminal, Write},
    path::Path,
    process::ExitCode,
};

/// Prints number, id and titles of every lesson, or their runs.
pub(super) fn list(own: Option<&Path>, runs: bool) -> anyhow::Result<ExitCode> {
    let lessons = lessons::load(own)?;
    let text = if runs { lessons::runs_table(&lessons) } else { lessons::table(&lessons) };
    match io::stdout().write_all(text.as_bytes()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(e.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Runs a lesson. Nothing of it is kept, unless it is to be saved.
pub(super) async fn play(arguments: Play) -> anyhow::Result<ExitCode> {
    let lessons = lessons::load(arguments.lessons.as_deref())?;
    let json = arguments.json;
    let Play { lesson, set, run, arguments: given, starts, network, save, for_lesson, .. } = arguments;
    let id = match lessons::find(&lessons, &lesson).filter(|_| for_lesson) {
        Some(lesson) => lessons::recordings::session_of(&lesson.id),
        None => random_id()?,
    };
    let request = match request(&lessons, lesson, set, run) {
        Ok(request) => StartRequest { arguments: given, starts, id: Some(id), ..request },
        Err(problem) => {
            eprintln!("socketscope: {problem}");
            return Ok(ExitCode::from(2));
        }
    };
    let mut config = SessionConfig::new(env::current_exe()?);
    config.shared_network = network.shared;
    let sessions = Sessions::new(config, lessons.clone(), None);
    let mut out = io::stdout();
    let colour = out.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let style = if json { Style::Json } else { Style::Text { colour } };
    let played = play::play(&sessions, request, style, &mut out).await;
    sessions.shut_down().await;
    if let Some(file) = save
        && let Ok(log) = sessions.log(id).await
    {
        save_run(&file, &log, &lessons).with_context(|| file.display().to_string())?;
    }
    match played {
        Ok(Played::Holds) => Ok(ExitCode::SUCCESS),
        Ok(Played::Fails) => Ok(ExitCode::FAILURE),
        // The reader of the output has seen enough.
        Err(PlayError::Output(e)) if e.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(e) => {
            eprintln!("socketscope: {e}");
            Ok(ExitCode::from(e.exit_status()))
        }
    }
}

fn save_run(file: &Path, log: &SessionLog, lessons: &[Lesson]) -> Result<(), SaveError> {
    log_store::file::save(file, log, &Beginning::of_log(log, lessons))
}

/// What to run: the lesson with these knobs set, or its run of this id.
fn request(
    lessons: &[Lesson],
    lesson: String,
    set: Vec<(String, String)>,
    run: Option<String>,
) -> Result<StartRequest, String> {
    let plain = StartRequest { lesson, knobs: set, ..StartRequest::default() };
    let Some(id) = run else { return Ok(plain) };
    // A lesson that does not exist is refused as usual.
    let Some(lesson) = lessons::find(lessons, &plain.lesson) else { return Ok(plain) };
    let runs = lesson.runs.read().unwrap_or_default();
    match runs.iter().find(|run| run.id == id) {
        Some(run) => Ok(StartRequest { knobs: run.set.clone(), step_mode: run.held, ..plain }),
        None => {
            let ids: Vec<_> = runs.iter().map(|run| run.id.as_str()).collect();
            let known = if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
            Err(format!("`{}` declares no run `{id}`; its runs: {known}", lesson.id))
        }
    }
}
