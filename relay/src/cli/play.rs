//! `socketscope lessons` and `socketscope play`.

use super::args::Play;
use crate::{
    lessons,
    play::{self, PlayError, Played, Style},
    session::{SessionConfig, Sessions, StartRequest},
};
use std::{
    env,
    io::{self, ErrorKind, IsTerminal, Write},
    path::Path,
    process::ExitCode,
};

/// Prints number, id and titles of every lesson.
pub(super) fn list(own: Option<&Path>) -> anyhow::Result<ExitCode> {
    let text = lessons::table(&lessons::load(own)?);
    match io::stdout().write_all(text.as_bytes()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(e.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Runs a lesson. Nothing of it is kept.
pub(super) async fn play(arguments: Play) -> anyhow::Result<ExitCode> {
    let lessons = lessons::load(arguments.lessons.as_deref())?;
    let mut config = SessionConfig::new(env::current_exe()?);
    config.shared_network = arguments.network.shared;
    let sessions = Sessions::new(config, lessons, None);
    let request = StartRequest { lesson: arguments.lesson, knobs: arguments.set, ..StartRequest::default() };
    let mut out = io::stdout();
    let colour = out.is_terminal() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let style = if arguments.json { Style::Json } else { Style::Text { colour } };
    let played = play::play(&sessions, request, style, &mut out).await;
    sessions.shut_down().await;
    match played {
        Ok(Played::Holds) => Ok(ExitCode::SUCCESS),
        Ok(Played::Fails) => Ok(ExitCode::FAILURE),
        // Whoever read the output has seen enough.
        Err(PlayError::Output(e)) if e.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(e) => {
            eprintln!("socketscope: {e}");
            Ok(ExitCode::from(e.exit_status()))
        }
    }
}
