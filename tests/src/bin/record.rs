//! Plays every built-in lesson once and keeps the run, for the page to show before the first run: `record FOLDER`, the
//! folder with the lessons' own.

#![allow(clippy::print_stdout, reason = "a command-line tool")]

use socketscope_tests::play::{self, Run};
use std::{env, fs, path::PathBuf, process::ExitCode};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: record FOLDER");
        return ExitCode::FAILURE;
    };
    for lesson in play::lessons() {
        let file = folder.join(&lesson.id).join("run.skrec");
        let run = Run { lesson: lesson.id, id: None };
        if !play::record(&run, &file).passed {
            eprintln!("{}: a claim fails, or the run did not end by itself", run.lesson);
            return ExitCode::FAILURE;
        }
        let len_bytes = fs::metadata(&file).map_or(0, |file| file.len());
        println!("{}: {len_bytes} bytes", file.display());
    }
    ExitCode::SUCCESS
}
