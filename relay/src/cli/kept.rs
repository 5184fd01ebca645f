//! Kept runs on the command line: `sessions`, `export`, `import`, `rm`, `rename`, `pin` and `unpin`.

use super::{
    args_kept::{Export, Sessions},
    exports, table,
};
use crate::{
    config,
    kept::{self, KeptError, change, import, share::Shared},
    lessons,
    log_store::{
        LogStore, Retention,
        file::temporary,
        folder::{self, Kept},
    },
    play,
    publish::single,
};
use anyhow::Context;
use socketscope_shared::{
    SessionId,
    recording::{End, EventsError},
};
use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Lists the kept runs.
pub(super) fn sessions(arguments: &Sessions) -> anyhow::Result<ExitCode> {
    let list = kept::list(&dir()?)?;
    let text = match arguments.json {
        true => serde_json::to_string(&list)? + "\n",
        false => table::table(&list),
    };
    say(&text)
}

/// Copies a recording, or writes its events as lines of JSON.
pub(super) fn export(arguments: &Export) -> anyhow::Result<ExitCode> {
    let path = file_of(&arguments.run)?;
    let shared = Shared::open(&path)?;
    warn_of(&path, shared.end()?);
    if arguments.html {
        return html(&shared, fs::read(&path)?, arguments.output.clone());
    }
    if arguments.pcapng {
        return exports::pcapng(&shared, arguments.output.clone());
    }
    if arguments.perfetto {
        return exports::perfetto(&shared, arguments.output.clone());
    }
    if arguments.json {
        return match &arguments.output {
            Some(to) => {
                let mut file = File::create(to).with_context(|| to.display().to_string())?;
                lines(&shared, &mut file)
            }
            None => lines(&shared, &mut io::stdout()),
        };
    }
    let to = match &arguments.output {
        Some(to) => to.clone(),
        None => {
            let to = PathBuf::from(shared.file_name());
            if to.symlink_metadata().is_ok() {
                return Err(KeptError::Exists(to).into());
            }
            to
        }
    };
    shared.save(&to)?;
    say(&format!("{}\n", to.display()))
}

/// The page with a recording in one file.
fn html(shared: &Shared, bytes: Vec<u8>, output: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let to = output.unwrap_or_else(|| PathBuf::from(shared.file_name()).with_extension("html"));
    let html = single::html(bytes)?;
    fs::write(&to, html).with_context(|| to.display().to_string())?;
    say(&format!("{}\n", to.display()))
}

/// Takes somebody else's recording in.
pub(super) fn import(path: &Path) -> anyhow::Result<ExitCode> {
    let data = config::data_dir()?;
    config::make_data_dir(&data).with_context(|| data.display().to_string())?;
    let store = LogStore::open(&data, Retention::default()).with_context(|| data.display().to_string())?;
    let ours: Vec<_> = lessons::load(None)?.iter().filter_map(|lesson| lesson.recording).collect();
    let ours = |id| ours.contains(&id);
    let imported = match kept::lines::are_in(path).with_context(|| path.display().to_string())? {
        true => {
            let made = temporary(&store.dir().join("lines"));
            kept::lines::to_recording(path, &made)?;
            let imported = import::import(&store, &made, ours);
            _ = fs::remove_file(&made);
            imported?
        }
        false => import::import(&store, path, ours)?,
    };
    warn_of(path, imported.end);
    if let Some(id) = imported.instead_of {
        eprintln!("socketscope: {id} is another run here: this one gets an id of its own");
    }
    let known = if imported.known { " (it was here already)" } else { "" };
    say(&format!("{}{known}\n", imported.id))
}

/// Removes a kept run.
pub(super) fn remove(prefix: &str) -> anyhow::Result<ExitCode> {
    done(prefix, change::remove)
}

/// Gives a kept run a name.
pub(super) fn rename(prefix: &str, name: &str) -> anyhow::Result<ExitCode> {
    done(prefix, |kept| change::rename(kept, name))
}

/// Pins a kept run, or lets it go.
pub(super) fn pin(prefix: &str, pinned: bool) -> anyhow::Result<ExitCode> {
    done(prefix, |kept| change::pin(kept, pinned))
}

fn done(prefix: &str, change: impl FnOnce(&Kept) -> Result<(), KeptError>) -> anyhow::Result<ExitCode> {
    let kept = kept::find(&dir()?, prefix)?;
    change(&kept)?;
    say(&format!("{}\n", kept.id))
}

/// The file of this name, or of the kept run whose id begins so.
pub(super) fn file_of(run: &str) -> anyhow::Result<PathBuf> {
    let path = PathBuf::from(run);
    if path.is_file() {
        return Ok(path);
    }
    // A path that leads nowhere is no id.
    if run.contains(['/', '.']) {
        anyhow::bail!("there is no file {run}");
    }
    let kept = kept::find(&dir()?, run)?;
    match kept.older {
        true => Err(KeptError::Older(kept.id).into()),
        false => Ok(kept.path),
    }
}

fn dir() -> anyhow::Result<PathBuf> {
    Ok(folder::sessions_dir(&config::data_dir()?))
}

fn lines(shared: &Shared, out: &mut (dyn Write + Send)) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(out);
    let lesson = shared.lesson();
    let mut broken = None;
    let events = shared.events().map_while(|events| match events {
        Ok(events) => Some(events),
        Err(e) => {
            broken = Some(e);
            None
        }
    });
    match play::write_log(&mut out, SessionId(0), lesson.as_ref(), events) {
        // The reader of the output has seen enough.
        Err(play::PlayError::Output(e)) if e.kind() == ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
        other => other?,
    }
    match broken {
        // That was said before.
        None | Some(EventsError::Damaged { .. }) => Ok(ExitCode::SUCCESS),
        Some(e) => Err(e.into()),
    }
}

fn warn_of(path: &Path, end: End) {
    let path = path.display();
    match end {
        End::Whole => {}
        End::Cut { .. } => eprintln!("socketscope: {path} was cut off: all before that place is there"),
        End::Damaged { at } => {
            eprintln!("socketscope: {path} is damaged at byte {at}: nothing after that place can be shown")
        }
    }
}

pub(super) fn say(text: &str) -> anyhow::Result<ExitCode> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(e.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}
