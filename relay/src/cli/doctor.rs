//! `socketscope doctor`.

use super::args::Doctor;
use crate::{config, doctor};
use anyhow::Context;
use socketscope_shared::Language;
use std::{
    env,
    io::{self, Write},
    process::ExitCode,
};

/// Says what this machine grants; fails where sessions cannot run.
pub(super) fn doctor(arguments: &Doctor) -> anyhow::Result<ExitCode> {
    let checks = doctor::examine(&env::current_exe()?, config::data_dir());
    let text = if arguments.json { doctor::json(&checks) + "\n" } else { doctor::text(&checks, language()) };
    io::stdout().write_all(text.as_bytes()).context("standard output")?;
    Ok(if doctor::is_ready(&checks) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// That of the terminal: the first of these that says one (locale(7)).
fn language() -> Language {
    let said =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(env::var_os).find(|it| !it.is_empty());
    if said.is_some_and(|it| it.to_string_lossy().starts_with("zh")) { Language::Zh } else { Language::En }
}
