//! The command line's arguments.

use super::args_kept::{Export, Import, Open, Rename, Run, Sessions, Site};
use crate::stage::SessionLimits;
use clap::{Args, Parser, Subcommand};
use socketscope_shared::lesson::StartWhen;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  socketscope serve                          serve the page; open the address that it prints
  socketscope serve --open --port 9000       the same on another port, in the browser at once
  socketscope lessons                        what there is to run
  socketscope play sticky                    run a lesson here, and check what it claims
  socketscope doctor                         what this machine grants, and how to fix the rest
  socketscope sessions                       what was run: the latest 200 runs are kept, 2 GiB at most, and pinned ones
  socketscope export 3fa9                    one of them as a file, which `socketscope open` shows anywhere
  socketscope play sticky --set nodelay=true --json | jq .

Environment:
  SOCKETSCOPE_DATA   where the token and the recorded sessions are kept
                     (otherwise $XDG_DATA_HOME/socketscope or ~/.local/share/socketscope)
  RUST_LOG           how much is logged to standard error: error, warn (default), info, debug
  NO_COLOR           set to print without colours";

const SERVE_EXAMPLES: &str = "\
Examples:
  socketscope serve
  socketscope serve --open
  socketscope serve --port 0                 takes a free port and prints it
  socketscope serve --lessons ~/my-lessons   adds your own: a folder with a lesson.toml for each

Only this machine can connect. The printed address holds a token: who has it may run programs, and it stays the
same over restarts. Without it, sessions can be watched.";

const PLAY_EXAMPLES: &str = "\
Examples:
  socketscope play sticky
  socketscope play 3.2 --set recv_size=4 --set nodelay=true
  socketscope play sticky --run small-recv   a run that the lesson declares: `socketscope lessons --runs` lists them
  socketscope play mine --args 'client=127.0.0.1 8001'
  socketscope play mine --start 'late=ended:early'
  socketscope play own --set hosts=172.17.87.202,www.example.com   addresses and names of the session's network
  socketscope play sticky --json > run.jsonl

Exits with 0 if every claim of the lesson holds, with 1 if one fails or the run breaks off, with 2 for a lesson or a
knob or a run that does not exist.";

const DOCTOR_EXAMPLES: &str = "\
Examples:
  socketscope doctor
  socketscope doctor --json | jq '.checks[] | select(.verdict != \"ok\")'

Everything is tried, in processes of its own. Exits with 0 if sessions can run here, with 1 if not.";

/// See what your sockets really do: real programs, real sockets, every call and every byte on a page to step through.
#[derive(Debug, Parser)]
#[command(name = "socketscope", version, after_help = EXAMPLES, max_term_width = 120)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the page on this machine, and run the programs of its lessons
    Serve(Serve),
    /// List the lessons: number, id and titles
    Lessons {
        /// Your own lessons beside the built-in ones
        #[arg(long, value_name = "DIR")]
        lessons: Option<PathBuf>,
        /// List the runs that they declare instead: lesson, run, and title
        #[arg(long)]
        runs: bool,
    },
    /// Run a lesson without a browser: print its calls as they happen, then whether its claims hold
    Play(Play),
    /// Say what this machine grants: namespaces, the sandbox, ports; and how to fix what is missing
    Doctor(Doctor),
    /// List the kept runs: id, when, lesson, length, size and name
    Sessions(Sessions),
    /// Copy a run into a file that can be sent to others, or write it as lines of JSON
    Export(Export),
    /// Check a recording and take it into the kept runs
    Import(Import),
    /// Serve the page with one recording, and print its address
    Open(Open),
    /// Write the lessons and their recorded runs as a site that any static host can serve
    Site(Site),
    /// Remove a kept run for ever
    Rm(Run),
    /// Give a kept run a name
    Rename(Rename),
    /// Keep a run even where it is the oldest and room is made
    Pin(Run),
    /// Let a pinned run go when room is made
    Unpin(Run),
    /// Tries one thing that the system may not grant
    #[command(hide = true)]
    Try { what: String },
    /// The process that owns a session's network
    #[command(hide = true)]
    Host,
    /// The process that runs one program
    #[command(hide = true)]
    Actor,
}

#[derive(Debug, Args)]
#[command(after_help = SERVE_EXAMPLES)]
pub(super) struct Serve {
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8765)]
    pub port: u16,
    /// Your own lessons beside the built-in ones
    #[arg(long, value_name = "DIR")]
    pub lessons: Option<PathBuf>,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
    #[command(flatten)]
    pub network: Network,
    #[command(flatten)]
    pub limits: Limits,
}

#[derive(Debug, Args)]
#[command(after_help = PLAY_EXAMPLES)]
pub(super) struct Play {
    /// The lesson's id or number, as `socketscope lessons` prints them
    pub lesson: String,
    /// Set a knob of the lesson
    #[arg(long, value_name = "KNOB=VALUE", value_parser = pair)]
    pub set: Vec<(String, String)>,
    /// Play a run that the lesson declares
    #[arg(long, value_name = "ID", conflicts_with = "set")]
    pub run: Option<String>,
    /// Give a program of the lesson these arguments (sys.argv), split as a shell splits them
    #[arg(long = "args", value_name = "ACTOR=ARGUMENTS", value_parser = pair)]
    pub arguments: Vec<(String, String)>,
    /// When a program starts: at-once, or listening:, connected: or ended: and another program's name
    #[arg(long = "start", value_name = "ACTOR=WHEN", value_parser = start)]
    pub starts: Vec<(String, StartWhen)>,
    /// Print one event a line as JSON
    #[arg(long)]
    pub json: bool,
    /// Keep the run in this file, a recording: `socketscope open FILE` shows it
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Save it with the id of the lesson's own recorded run
    #[arg(long, hide = true, requires = "save")]
    pub for_lesson: bool,
    /// Your own lessons beside the built-in ones
    #[arg(long, value_name = "DIR")]
    pub lessons: Option<PathBuf>,
    #[command(flatten)]
    pub network: Network,
}

#[derive(Debug, Args)]
#[command(after_help = DOCTOR_EXAMPLES)]
pub(super) struct Doctor {
    /// Print it as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Network {
    /// Run sessions on this machine's loopback, as where the system allows no network of their own
    #[arg(long = "shared-network")]
    pub shared: bool,
}

#[derive(Debug, Args)]
pub(super) struct Limits {
    /// CPU time that one program may use
    #[arg(long, value_name = "SECONDS")]
    pub cpu_seconds: Option<u32>,
    /// Memory that one program may use
    #[arg(long, value_name = "MIB")]
    pub memory_mib: Option<u32>,
    /// How long a session goes on in which nothing happens
    #[arg(long, value_name = "SECONDS")]
    pub idle_seconds: Option<u32>,
}

impl Limits {
    /// Sets what was said; the rest stays as usual.
    pub fn set(&self, limits: &mut SessionLimits) {
        let actor = &mut limits.actor;
        actor.cpu_seconds = self.cpu_seconds.unwrap_or(actor.cpu_seconds);
        actor.memory_mib = self.memory_mib.unwrap_or(actor.memory_mib);
        limits.idle_seconds = self.idle_seconds.unwrap_or(limits.idle_seconds);
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (id, value) = text.split_once('=').ok_or("write it as name=value")?;
    Ok((id.trim().to_owned(), value.to_owned()))
}

fn start(text: &str) -> Result<(String, StartWhen), String> {
    let (actor, when) = pair(text)?;
    let start = StartWhen::parse(&when);
    let start =
        start.ok_or("write it as `client 2=connected:client`, or with at-once, listening: or ended:")?;
    Ok((actor, start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_knob_takes_any_value() {
        assert_eq!(pair("greeting=a=b "), Ok(("greeting".into(), "a=b ".into())));
        assert!(pair("greeting").is_err());
    }

    #[test]
    fn help_shows_every_command_but_our_own() {
        let help = Arguments::command().render_help().to_string();
        assert!(help.contains("serve") && help.contains("lessons") && help.contains("play"));
        assert!(help.contains("\n  doctor"));
        assert!(!["host", "actor", "try"].iter().any(|ours| help.contains(&format!("\n  {ours}"))));
    }
}
