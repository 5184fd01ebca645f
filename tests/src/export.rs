//! Recordings, and `socketscope export` of them into other formats.

use crate::child::{binary, bound_to_us};
use socketscope_shared::{
    ConnectionId, Direction, Event, Fact, Op, Outcome,
    recording::{Header, Recording, Writer, Wrote},
};
use std::{
    collections::{BTreeSet, HashMap},
    fs,
    ops::Range,
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

/// The calls that moved a stream's bytes, and which: its sends and its recvs, by the places of their returns.
#[derive(Debug, Default)]
pub struct Moves {
    /// Calls that sent.
    pub sends: Vec<(u64, Range<u64>)>,
    /// Calls that received.
    pub receives: Vec<(u64, Range<u64>)>,
    /// Whether there are urgent bytes, which are received out of order.
    pub urgent: bool,
}

/// The places of those that share bytes with this range.
pub fn of_bytes(moves: &[(u64, Range<u64>)], bytes: &Range<u64>) -> BTreeSet<u64> {
    let shared = moves.iter().filter(|(_, moved)| moved.start < bytes.end && bytes.start < moved.end);
    shared.map(|(seq, _)| *seq).collect()
}

/// The moves of each stream, counted from the calls alone.
pub fn moves(events: &[Event]) -> HashMap<(ConnectionId, Direction), Moves> {
    const MSG_OOB: i32 = 1;
    let mut ends = HashMap::new();
    let mut streams = HashMap::<_, Moves>::new();
    let add = |moves: &mut Vec<(u64, Range<u64>)>, seq, len| {
        let from = moves.last().map_or(0, |(_, bytes)| bytes.end);
        moves.push((seq, from..from + len));
    };
    for (seq, event) in (1..).zip(events) {
        let Fact::Returned { call, outcome, .. } = &event.fact else { continue };
        match (outcome, call.socket) {
            (Outcome::Connected { connection: Some(connection), .. }, Some(socket)) => {
                ends.insert(socket, (*connection, Direction::ToServer));
            }
            (Outcome::Accepted { connection: Some(connection), socket, .. }, _) => {
                ends.insert(*socket, (*connection, Direction::ToClient));
            }
            (Outcome::Sent { len_bytes }, Some(socket)) => {
                let Some(stream) = ends.get(&socket) else { continue };
                let stream = streams.entry(*stream).or_default();
                stream.urgent |= matches!(call.op, Op::Send { flags, .. } if flags & MSG_OOB != 0);
                add(&mut stream.sends, seq, *len_bytes);
            }
            (Outcome::Received { data, .. }, Some(socket)) => {
                let Some((connection, direction)) = ends.get(&socket) else { continue };
                let stream = streams.entry((*connection, direction.to().sends())).or_default();
                add(&mut stream.receives, seq, data.len() as u64);
            }
            _ => {}
        }
    }
    streams
}
