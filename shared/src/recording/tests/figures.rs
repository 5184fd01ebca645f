//! The built-in lessons' recorded runs; and figures, printed: `cargo test -p socketscope-shared --release -- --ignored --nocapture recording_figures`.

use super::{recording, shown};
use crate::{
    Event,
    recording::Recording,
    testing::{SESSION, long_session},
    wire,
};
use std::{fs, path::Path, time::Instant};

/// The events of a recording's file, and their length on the wire.
fn run(path: &Path) -> Option<(Vec<Event>, usize)> {
    let opened = Recording::open(fs::read(path).ok()?).ok()?;
    let events = shown(&opened);
    let parts = events.chunks(2000).map(|part| wire::encode_chunk(SESSION, 1, part).len());
    Some((events.clone(), parts.sum()))
}

fn row(name: &str, events: &[Event], wire_bytes: usize) {
    let (bytes, _) = recording(None, &[events], None);
    let opened = Recording::open(&bytes[..]).expect("our own");
    let plain: u32 = opened.chunks().iter().map(|chunk| chunk.len_bytes).sum();
    let one_by_one: Vec<&[Event]> = events.chunks(50).collect();
    let flushed = recording(None, &one_by_one, None).0.len();
    let count = events.len();
    eprintln!(
        "{name:>14} {count:>6} events  wire {wire_bytes:>7}  recording {:>7}  in fifties {flushed:>7}  CBOR {plain:>8}  \
         B/event: {:.1} {:.1}",
        bytes.len(),
        wire_bytes as f64 / count as f64,
        bytes.len() as f64 / count as f64,
    );
}

/// The recorded runs of the built-in lessons that this version reads.
fn runs() -> Vec<(String, Vec<Event>, usize)> {
    let lessons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../relay/lessons");
    let folders = fs::read_dir(lessons).into_iter().flatten().flatten();
    let of = |folder: fs::DirEntry| {
        let (events, wire_bytes) = run(&folder.path().join("run.skrec"))?;
        Some((folder.file_name().to_string_lossy().into_owned(), events, wire_bytes))
    };
    folders.filter_map(of).collect()
}

#[test]
fn recorded_runs_come_back_and_take_less_than_on_the_wire() {
    let runs = runs();
    assert!(!runs.is_empty(), "there are recorded runs, and this version reads them");
    for (name, events, wire_bytes) in runs {
        let (bytes, _) = recording(None, &[&events], None);
        let opened = Recording::open(&bytes[..]).expect("our own");
        assert_eq!(shown(&opened), events, "{name}");
        assert!(bytes.len() < wire_bytes, "{name}: {} B, {wire_bytes} B on the wire", bytes.len());
    }
}

#[test]
#[ignore = "prints figures and checks nothing"]
fn recording_figures() {
    let mut all = (Vec::new(), 0);
    for (name, events, wire_bytes) in runs() {
        row(&name, &events, wire_bytes);
        all.0.extend(events);
        all.1 += wire_bytes;
    }
    row("all", &all.0, all.1);

    let events = long_session(100_000);
    let wire_bytes: usize = events.chunks(2000).map(|part| wire::encode_chunk(SESSION, 1, part).len()).sum();
    row("long session", &events, wire_bytes);
    for (name, events) in [("long session", &events), ("recorded runs", &all.0)] {
        let each = 1e5 / events.len() as f64 * 1e3;
        let begun = Instant::now();
        let (bytes, _) = recording(None, &[events], None);
        eprintln!("{name}: written in {:.0} ms per 100,000", begun.elapsed().as_secs_f64() * each);
        let begun = Instant::now();
        let opened = Recording::open(&bytes[..]).expect("our own");
        eprintln!("{name}: opened in {:.3} ms", begun.elapsed().as_secs_f64() * 1e3);
        let begun = Instant::now();
        let read = opened.all().map_while(Result::ok).flatten().count();
        eprintln!("{name}: read in {:.0} ms per 100,000", begun.elapsed().as_secs_f64() * each);
        assert_eq!(read, events.len());
        let chunks: Vec<_> = events.chunks(2000).map(|part| wire::encode_chunk(SESSION, 1, part)).collect();
        let begun = Instant::now();
        let read: usize =
            chunks.iter().filter_map(|chunk| Some(wire::decode_chunk(chunk).ok()?.events.len())).sum();
        eprintln!("{name}: the wire's in {:.0} ms per 100,000", begun.elapsed().as_secs_f64() * each);
        assert_eq!(read, events.len());
    }
}
