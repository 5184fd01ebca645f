//! Figures, printed: `cargo test -p socketscope-shared --release -- --ignored --nocapture figures`.

use crate::{
    Event,
    fold::{timeline::Timeline, world::World},
    testing::{SESSION, long_session},
    wire::{self, Chunk},
};
use std::time::Instant;

#[test]
#[ignore = "prints figures and checks nothing"]
fn figures() {
    let events = long_session(1_000_000);
    let per_second = |begun: Instant| events.len() as f64 / begun.elapsed().as_secs_f64() / 1e6;
    let begun = Instant::now();
    let mut world = World::default();
    events.iter().for_each(|event| world.apply(event));
    eprintln!("fold: {:.2} M events/s", per_second(begun));

    let bytes: Vec<Vec<u8>> = (1..)
        .step_by(2000)
        .zip(events.chunks(2000))
        .map(|(first, events)| wire::encode_chunk(SESSION, first, events))
        .collect();
    let size: usize = bytes.iter().map(Vec::len).sum();
    eprintln!("on the wire: {:.1} B/event, payload and headers included", size as f64 / events.len() as f64);
    eprintln!("an event in memory: {} B and what it points to", size_of::<Event>());

    let begun = Instant::now();
    let mut timeline = Timeline::default();
    for bytes in &bytes {
        let chunk: Chunk = wire::decode_chunk(bytes).expect("our own chunk");
        timeline.extend(chunk).expect("it follows");
    }
    eprintln!("decode, log, fold, index: {:.2} M events/s", per_second(begun));

    let mut worst = 0.0f64;
    for round in 0..200u64 {
        let begun = Instant::now();
        timeline.seek(round * 7_919_333 % events.len() as u64);
        worst = worst.max(begun.elapsed().as_secs_f64());
    }
    eprintln!("seek: {:.2} ms at most", worst * 1e3);
    #[cfg(target_os = "linux")]
    eprintln!("{}", resident());
}

/// The process's memory, so that growth is seen.
#[cfg(target_os = "linux")]
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned()
}
