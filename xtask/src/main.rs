//! Set-up, build, run and check commands: `cargo xtask help`.
//!
//! Each command does its own set-up, says what it is doing and how long it took, and where it cannot go on says in
//! one sentence what is missing and which command brings it.

#![allow(clippy::print_stdout, reason = "a command-line tool")]

mod bench;
mod check;
mod cpython;
mod install;
mod page;
mod process;
mod record;
mod serve;
mod shots;
mod steps;
mod test;

use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Socketscope's set-up, build, run and check commands.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and serve the page on 127.0.0.1.
    Run {
        /// Arguments for `socketscope serve`, after `--`.
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Build the release binary with the page in it: target/release/socketscope.
    Build,
    /// Build the page only, and print its folder.
    Web,
    /// Format, layering and clippy.
    Check,
    /// Everything that is checked: format, layering, clippy, size budget, all tests, also in a real browser.
    Test {
        /// Only the native and browser tests whose name contains this; `cpython`: CPython's own tests of its socket
        /// library, under the embedded interpreter.
        filter: Option<String>,
        /// How often each lesson runs in the tests of its claims.
        #[arg(long)]
        times: Option<u32>,
    },
    /// All of that with each lesson's claims twenty times, by wasm-pack, which is installed where it is missing, and
    /// licences where cargo-deny is installed.
    Nightly,
    /// Measure speed and size; ratios are comparable, absolute values are this machine's.
    Bench {
        /// Only the benches whose name contains this.
        filter: Option<String>,
    },
    /// Play every built-in lesson once, and keep its log for the page to show before the first run.
    Record,
    /// Take screenshots of the running page in both themes and languages.
    Shots {
        /// Where they go.
        #[arg(default_value = "target/shots")]
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Run { arguments } => serve::run(&arguments),
        Command::Build => serve::build(),
        Command::Web => page::web(),
        Command::Check => check::check(),
        Command::Test { filter, .. } if filter.as_deref() == Some("cpython") => cpython::test(),
        Command::Test { filter, times } => test::test(filter.as_deref(), times),
        Command::Nightly => test::nightly(),
        Command::Bench { filter } => bench::bench(filter.as_deref()),
        Command::Record => record::record(),
        Command::Shots { folder } => shots::shots(&folder),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("\nxtask: {problem:#}");
            ExitCode::FAILURE
        }
    }
}
