//! How fast the wire and the fold are: `cargo xtask bench`.
//!
//! Absolute values are this machine's; what is comparable are the ratios to copying the same events in memory,
//! measured beside them.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a bench measures and reports"
)]

use socketscope_shared::{
    Event, SessionId,
    testing::long_session,
    timeline::Timeline,
    wire::{Chunk, decode_chunk, encode_chunk},
    world::World,
};
use std::{env, hint::black_box, time::Instant};

const EVENTS: usize = 200_000;
/// About as many as a chunk of the wire holds.
const CHUNK_EVENTS: usize = 2_000;
const ROUNDS: usize = 7;

fn main() {
    let filter = env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let events = long_session(EVENTS);
    let session = SessionId(1);
    let chunks: Vec<Vec<u8>> =
        firsts(&events).map(|(first, part)| encode_chunk(session, first, part)).collect();
    let bytes: usize = chunks.iter().map(Vec::len).sum();
    println!("{EVENTS} events, {:.1} bytes each on the wire", bytes as f64 / EVENTS as f64);

    let copy = fastest(|| _ = black_box(events.clone()));
    let report = |name: &str, seconds: f64| {
        if name.contains(&filter) {
            let rate = EVENTS as f64 / seconds / 1e6;
            println!("{name:<28}{rate:>8.1} M events/s{:>10.2}× of copying them", copy / seconds);
        }
    };
    report("copy", copy);
    report(
        "encode",
        fastest(|| {
            firsts(&events).for_each(|(first, part)| _ = black_box(encode_chunk(session, first, part)))
        }),
    );
    report("decode", fastest(|| chunks.iter().for_each(|chunk| _ = black_box(decode_chunk(chunk)))));
    report(
        "fold",
        fastest(|| {
            let mut world = World::default();
            events.iter().for_each(|event| world.apply(event));
            black_box(&world);
        }),
    );
    report(
        "timeline (fold and index)",
        fastest(|| {
            let mut timeline = Timeline::default();
            for (first_seq, part) in firsts(&events) {
                let chunk = Chunk { session, first_seq, events: part.to_vec() };
                timeline.extend(chunk).expect("chunks follow each other");
            }
            black_box(&timeline);
        }),
    );
}

fn firsts(events: &[Event]) -> impl Iterator<Item = (u64, &[Event])> {
    (1..).step_by(CHUNK_EVENTS).zip(events.chunks(CHUNK_EVENTS))
}

/// Seconds of the fastest of some rounds.
fn fastest(mut work: impl FnMut()) -> f64 {
    let round = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}
