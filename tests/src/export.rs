//! Recordings, and `socketscope export` of them into other formats.

use crate::child::{binary, bound_to_us};
use socketscope_shared::{
    Event, Fact,
    recording::{Header, Recording, Writer, Wrote},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The recorded runs of the built-in lessons.
pub fn recorded() -> Vec<PathBuf> {
    let lessons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../relay/lessons");
    let folders = fs::read_dir(lessons).expect("the lessons are there");
    let file = |folder: fs::DirEntry| Some(folder.path().join("run.skrec")).filter(|file| file.is_file());
    let mut files: Vec<_> = folders.map_while(Result::ok).filter_map(file).collect();
    files.sort();
    assert!(files.len() > 8, "{files:?}");
    files
}

/// The events of a recording.
pub fn events_of(file: &Path) -> Vec<Event> {
    let bytes = fs::read(file).expect("the recording is there");
    let recording = Recording::open(&bytes).expect("it is a recording");
    recording.all().flat_map(|events| events.expect("it is whole")).collect()
}

/// Makes a recording of these events.
pub fn record(events: &[Event], file: &Path) {
    let Some(Fact::SessionStarted(info)) = events.first().map(|event| &event.fact) else {
        panic!("a log begins with its session");
    };
    let header = Header::of(info, Wrote { name: "a test".into(), version: "1".into() }, None);
    let (mut writer, mut bytes) = Writer::begin(&header, None).expect("a header");
    bytes.extend(writer.events(1, events).expect("events"));
    bytes.extend(writer.finish());
    fs::write(file, bytes).expect("a file");
}

/// Exports a recording: `--pcapng`.
pub fn export(recording: &Path, format: &str, to: &Path) {
    let mut command = bound_to_us(binary());
    command.arg("export").arg(recording).args([format, "-o"]).arg(to);
    let output = command.output().expect("socketscope starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
