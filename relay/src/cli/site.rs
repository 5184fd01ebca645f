//! `socketscope site`: the curriculum without a relay.

use super::args_kept::Site;
use crate::{
    lessons::{self, recordings::Recordings},
    publish::{runs, site},
    session::{SessionConfig, Sessions},
};
use anyhow::bail;
use socketscope_shared::lesson::{Lesson, Section};
use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

/// Plays the lessons and writes the site.
pub(super) async fn site(arguments: Site) -> anyhow::Result<ExitCode> {
    let all = lessons::load(arguments.lessons.as_deref())?;
    let mut chosen: Vec<Lesson> = Vec::new();
    for name in &arguments.lesson {
        match lessons::find(&all, name) {
            Some(lesson) => chosen.push(lesson.clone()),
            None => bail!("there is no lesson {name}: `socketscope lessons` lists them"),
        }
    }
    if chosen.is_empty() {
        // One's own programs are a lesson to type in.
        chosen = all
            .iter()
            .filter(|lesson| lesson.place().is_some() || lesson.section != Section::Own)
            .cloned()
            .collect();
    }
    let built_in = Recordings::of(&chosen);
    let sessions = Sessions::new(SessionConfig::new(env::current_exe()?), all, None);
    let mut recorded = Vec::new();
    for lesson in &mut chosen {
        let runs = runs::of(lesson, &sessions, &built_in, !arguments.recorded).await?;
        let bytes: usize = runs.iter().map(|run| run.bytes.len()).sum();
        writeln!(io::stderr(), "{:<16} {} runs, {} KB", lesson.id, runs.len(), bytes.div_ceil(1000))?;
        recorded.extend(runs);
    }
    sessions.shut_down().await;
    chosen.retain(|lesson| lesson.recording.is_some());
    if chosen.is_empty() {
        bail!("none of these lessons has a recorded run");
    }
    let written = site::write(&arguments.dir, &chosen, &recorded)?;
    writeln!(
        io::stdout(),
        "{}: {} files, {:.2} MB",
        arguments.dir.display(),
        written.files,
        written.bytes as f64 / 1e6
    )?;
    Ok(ExitCode::SUCCESS)
}
