//! Arguments of the commands for kept runs.

use clap::Args;
use std::path::PathBuf;

const SESSIONS_EXAMPLES: &str = "\
Examples:
  socketscope sessions
  socketscope sessions --json | jq '.[] | select(.lesson == \"sticky\")'

The newest is the first; times are UTC. Where a command takes an id, its first digits do. The latest 200 runs are kept,
and 2 GiB of them: the oldest goes first. A pinned run counts, and stays.";

const EXPORT_EXAMPLES: &str = "\
Examples:
  socketscope export 3fa9                    into a file named after the lesson and the time
  socketscope export 3fa9 -o sticky.skrec
  socketscope export sticky.skrec --json | jq .
  socketscope export 3fa9 --html -o sticky.html
  socketscope export 3fa9 --pcapng -o sticky.pcapng && wireshark sticky.pcapng
  socketscope export 3fa9 --perfetto -o sticky.pftrace

One that was cut off gets the index that it lacks. --json prints the lines that `socketscope play --json` prints:
docs/json.md has the fields, docs/exports.md the formats of other tools.";

const IMPORT_EXAMPLES: &str = "\
Examples:
  socketscope import sticky.skrec
  socketscope import sticky.jsonl            lines that --json printed: docs/json.md

Prints the id by which it is found: its own, or another where that is taken by another run.";

const OPEN_EXAMPLES: &str = "\
Examples:
  socketscope open sticky.skrec              open the address that it prints
  socketscope open 3fa9

Nothing can be run on that page, and nothing is kept.";

#[derive(Debug, Args)]
#[command(after_help = SESSIONS_EXAMPLES)]
pub(in crate::cli) struct Sessions {
    /// Print them as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = EXPORT_EXAMPLES)]
pub(in crate::cli) struct Export {
    /// A kept run's id, or its first digits; or a recording's file
    #[arg(value_name = "ID|FILE")]
    pub run: String,
    /// Where to put it
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write the events as lines of JSON, to standard output unless a file is named
    #[arg(long)]
    pub json: bool,
    /// Write the page with the run as one HTML file, which needs no network
    #[arg(long, conflicts_with = "json")]
    pub html: bool,
    /// Write its segments as packets for Wireshark, each with the call that caused it
    #[arg(long, conflicts_with_all = ["json", "html"])]
    pub pcapng: bool,
    /// Write its calls, segments and buffers as a trace for ui.perfetto.dev
    #[arg(long, conflicts_with_all = ["json", "html", "pcapng"])]
    pub perfetto: bool,
}

const SITE_EXAMPLES: &str = "\
Examples:
  socketscope site public                    plays every lesson, with the knobs of the runs that it declares
  socketscope site public --recorded         the built-in recordings instead: at once
  socketscope site public --lesson sticky --lesson select --lessons ~/my-lessons
  python3 -m http.server --directory public  to look at it

The folder can be served by any host, under any path. docs/publish.md shows GitHub Pages, and frames in other pages.";

#[derive(Debug, Args)]
#[command(after_help = SITE_EXAMPLES)]
pub(in crate::cli) struct Site {
    /// The folder; it is made where it is not there
    pub dir: PathBuf,
    /// Only this lesson, by id or number; may be given again
    #[arg(long, value_name = "LESSON")]
    pub lesson: Vec<String>,
    /// Your own lessons beside the built-in ones
    #[arg(long, value_name = "DIR")]
    pub lessons: Option<PathBuf>,
    /// Play nothing: the built-in recordings alone
    #[arg(long)]
    pub recorded: bool,
}

#[derive(Debug, Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub(in crate::cli) struct Import {
    /// The recording, or its events as lines of JSON
    pub file: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = OPEN_EXAMPLES)]
pub(in crate::cli) struct Open {
    /// A recording's file; or a kept run's id, or its first digits
    #[arg(value_name = "FILE|ID")]
    pub run: String,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
}

/// A kept run.
#[derive(Debug, Args)]
pub(in crate::cli) struct Run {
    /// Its id, or its first digits
    pub id: String,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Rename {
    #[command(flatten)]
    pub run: Run,
    /// The new name
    pub name: String,
}
