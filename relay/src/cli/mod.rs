//! The command line.
//!
//! - [`args`] and [`args_kept`]: its arguments; [`serve`]: the relay; [`play`]: lessons without a browser; [`doctor`]:
//!   what this machine grants.
//! - [`kept`]: runs that are kept, in a [`table`] for instance; [`exports`]: one of them for other tools; [`open`]: on
//!   the page.

mod args;
mod args_kept;
mod doctor;
mod exports;
mod kept;
mod open;
mod play;
mod serve;
mod site;
mod table;

use anyhow::Context;
use args::{Arguments, Command};
use clap::Parser;
use socketscope_network::trial::Trial;
use std::{future::Future, process::ExitCode};
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

/// A session needs at least this many open files.
const MIN_DESCRIPTORS: u64 = 128;

/// Runs the command line.
pub fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Host => channel().map(socketscope_network::host_main),
        Command::Actor => channel().map(|channel| socketscope_python::run_actor(channel)),
        Command::Serve(serve) => asynchronously(serve::serve(serve)),
        Command::Lessons { lessons, runs } => play::list(lessons.as_deref(), runs),
        Command::Doctor(doctor) => doctor::doctor(&doctor),
        Command::Try { what } => tried(&what),
        Command::Play(play) => asynchronously(play::play(play)),
        Command::Sessions(sessions) => kept::sessions(&sessions),
        Command::Export(export) => kept::export(&export),
        Command::Import(import) => kept::import(&import.file),
        Command::Open(open) => asynchronously(open::open(open)),
        Command::Site(site) => asynchronously(site::site(site)),
        Command::Rm(run) => kept::remove(&run.id),
        Command::Rename(rename) => kept::rename(&rename.run.id, &rename.name),
        Command::Pin(run) => kept::pin(&run.id, true),
        Command::Unpin(run) => kept::pin(&run.id, false),
    };
    done.unwrap_or_else(|e| {
        eprintln!("socketscope: {e:#}");
        ExitCode::FAILURE
    })
}

/// The socket to our parent; nothing may be opened before it is out of the way.
fn channel() -> anyhow::Result<std::os::fd::OwnedFd> {
    socketscope_probe::descriptors::take_channel().context("this command is for the relay's own use")
}

/// One trial, in this process, which has one thread only.
fn tried(what: &str) -> anyhow::Result<ExitCode> {
    let trial = Trial::named(what).context("this command is for Socketscope's own use")?;
    Ok(trial.main())
}

fn asynchronously(work: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::WARN.into()).from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_target(false).with_writer(std::io::stderr).init();
    // A thousand viewers need more descriptors than a shell allows by default.
    let descriptors = socketscope_probe::descriptors::raise_limit().context("the limit on open files")?;
    if descriptors < MIN_DESCRIPTORS {
        anyhow::bail!(
            "only {descriptors} files may be open at once here, and a session needs {MIN_DESCRIPTORS}: run it after \
             `ulimit -n 4096`, or ask for a higher hard limit"
        );
    }
    // A session's logs and reports are large pieces, and a relay lives for weeks.
    socketscope_probe::memory::return_large_pieces();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(work);
    runtime.shutdown_background();
    done
}
