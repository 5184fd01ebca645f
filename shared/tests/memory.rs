//! Reading a recording takes a bounded amount of memory, whatever is in it.
#![cfg(target_os = "linux")]
#![allow(clippy::disallowed_macros, clippy::disallowed_methods, reason = "tests may measure and print")]

use miniz_oxide::deflate::compress_to_vec;
use socketscope_shared::recording::{Feed, Header, Recording, Writer, bounds};
use std::{fs, hint::black_box};

/// What the test itself may take meanwhile.
const SLACK_BYTES: usize = 4 << 20;
/// What a record's lists take, at most: [`bounds::MAX_VALUES`] of the largest.
const MOST_BYTES: usize = 32 << 20;

/// The most memory that reading these bytes took at once, whole and in pieces.
fn peak_bytes(bytes: &[u8]) -> usize {
    let whole = peak_of(|| {
        let Ok(opened) = Recording::open(bytes) else { return };
        opened.all().for_each(|events| drop(black_box(events)));
        drop(black_box((opened.lesson(), opened.check())));
    });
    let mut feed = Feed::default();
    let pieces = peak_of(|| {
        for part in bytes.chunks(64 << 10) {
            feed.push(part);
            while let Ok(Some(piece)) = feed.next_piece() {
                drop(black_box(piece));
            }
        }
    });
    whole.max(pieces)
}

fn peak_of(read: impl FnOnce()) -> usize {
    // proc(5): this sets the peak to what is there now, give or take what the kernel has not counted yet.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak_now();
    read();
    peak_now().saturating_sub(before)
}

/// Most resident memory so far, bytes.
fn peak_now() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}

fn record(kind: u8, payload: &[u8]) -> Vec<u8> {
    let len = (payload.len() as u32).to_le_bytes();
    let crc = crc32fast::hash(&[&[kind], &len[..], payload].concat());
    [&[kind], &len[..], &crc.to_le_bytes(), payload].concat()
}

/// A recording of one record of events, which says that it has so many events and bytes.
fn recording(seq: u64, count: u32, len_bytes: u32, packed: &[u8]) -> Vec<u8> {
    let (_, start) = Writer::begin(&Header::default(), None).unwrap();
    [start, events_record(seq, count, len_bytes, packed)].concat()
}

fn events_record(seq: u64, count: u32, len_bytes: u32, packed: &[u8]) -> Vec<u8> {
    let mut payload = [seq.to_le_bytes(), [0; 8], [0; 8]].concat();
    payload.extend(count.to_le_bytes());
    payload.extend(len_bytes.to_le_bytes());
    payload.extend(packed);
    record(3, &payload)
}

fn of_events(count: u32, events: &[u8]) -> Vec<u8> {
    recording(1, count, events.len() as u32, &compress_to_vec(events, 1))
}

/// CBOR: a head of this major type, and what follows it.
fn cbor(kind: u8, number: u32, rest: &[u8]) -> Vec<u8> {
    [&[kind << 5 | 26], &number.to_be_bytes()[..], rest].concat()
}

fn list(of: &[u8], count: usize) -> Vec<u8> {
    cbor(4, count as u32, &of.repeat(count))
}

const EMPTY: &[u8] = &[0x60];
const NONE: &[u8] = &[0x80];

/// The session's first event with these fields, all of which are lists.
fn started(knobs: &[u8], actors: &[u8], files: &[u8]) -> Vec<u8> {
    let id = [&[0x50][..], &[0; 16]].concat();
    let rest: &[u8] = &[0x81, 0x00, 0x80, 0x83, 0x00, 0x00, 0xf4, 0xf4, 0x00];
    [&[0x82, 0x00, 0x82, 0x00, 0x8a][..], &id, EMPTY, knobs, actors, files, rest].concat()
}

#[test]
fn memory_is_bounded_whatever_is_in_a_recording() {
    // Lists of every length up to more than a record may have.
    let actor = [0x84, 0x60, 0x60, 0x60, 0x80];
    let mut worst = (0, "");
    for count in [1, 100, 5_000, 13_000, 26_000, 40_000, 65_000, 130_000, 1_000_000] {
        let deadlock = [&[0x82, 0x00, 0x82, 0x0e][..], &list(&[0x00], count)].concat();
        let step = [0x82, 0x00, 0x82, 0x0c, 0xf5];
        let reading = [0x88, 0x82, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xf6];
        let readings = [&[0x82, 0x00, 0x82, 0x08][..], &list(&reading, count)].concat();
        let polled = [
            &[0x82, 0x00, 0x83, 0x02, 0x00, 0x88, 0x00, 0x00, 0x83, 0x10][..],
            &list(&[0x83, 0xf6, 0x00, 0x00], count),
            &[0xf6, 0x00, 0xf6, 0x00, 0x00, 0xf6],
        ]
        .concat();
        let files = [
            ("actors", of_events(1, &started(NONE, &list(&actor, count), NONE))),
            ("knobs", of_events(1, &started(&list(&[0x82, 0x60, 0x60], count), NONE, NONE))),
            ("files", of_events(1, &started(NONE, NONE, &list(&[0x82, 0x60, 0x40], count)))),
            ("deadlocks", of_events(1, &deadlock)),
            ("readings", of_events(1, &readings)),
            ("polled", of_events(1, &polled)),
            ("events", of_events(count as u32, &step.repeat(count))),
        ];
        for (what, bytes) in files {
            let peak = peak_bytes(&bytes);
            worst = worst.max((peak, what));
            assert!(
                peak <= 2 * bytes.len() + MOST_BYTES,
                "{count} {what}: {} bytes took {peak}",
                bytes.len()
            );
            let shown = Recording::open(&bytes[..]).unwrap().all().any(|events| events.is_ok());
            assert!(shown || count > 10_000, "{count} {what} are not read: the test has them wrong");
            assert!(!shown || count < 1_000_000, "{count} {what}");
        }
    }
    eprintln!("a record's lists take at most {} KiB ({})", worst.0 >> 10, worst.1);

    // One event may be large: it is inflated, and read from there.
    let zeros = vec![0; bounds::MAX_EVENT_BYTES - 100];
    let output =
        [&[0x82, 0x00, 0x85, 0x06, 0x00, 0xf4, 0x00][..], &cbor(2, zeros.len() as u32, &zeros)].concat();
    let bomb = of_events(1, &output);
    let peak = peak_bytes(&bomb);
    eprintln!("a deflate bomb of {} KiB takes {} MiB", bomb.len() >> 10, peak >> 20);
    assert!(peak <= 2 * bomb.len() + 3 * bounds::MAX_EVENT_BYTES + SLACK_BYTES, "{peak}");
    assert!(Recording::open(&bomb[..]).unwrap().events(0).is_ok());

    // The same for several events, or more than is allowed, takes next to nothing.
    let packed = compress_to_vec(&output, 1);
    for (count, len) in
        [(2, output.len()), (1, bounds::MAX_EVENT_BYTES + 1), (1, u32::MAX as usize), (1, 10), (1, 0)]
    {
        let bytes = recording(1, count, len as u32, &packed);
        let peak = peak_bytes(&bytes);
        assert!(peak <= 2 * bytes.len() + SLACK_BYTES, "{count} {len}: {peak}");
    }
    // Lengths that nothing stands behind.
    for len in [1 << 20, bounds::MAX_EVENT_BYTES] {
        let bytes = recording(1, 1, len as u32, &compress_to_vec(b"x", 1));
        assert!(peak_bytes(&bytes) <= 2 * bytes.len() + SLACK_BYTES);
    }
    // Bombs one after the other are read one at a time, and no more of them than a log has.
    let (_, mut many) = Writer::begin(&Header::default(), None).unwrap();
    (1..40).for_each(|seq| many.extend(events_record(seq, 1, output.len() as u32, &packed)));
    let opened = Recording::open(&many[..]).unwrap();
    assert_eq!(opened.chunks().len() as u64, bounds::MAX_LOG_BYTES / output.len() as u64);

    // Headers, notes and lessons have bounds of their own.
    let (_, start) = Writer::begin(&Header::default(), None).unwrap();
    for kind in [1, 2, 4] {
        let payload = [&(bounds::MAX_LESSON_BYTES as u32).to_le_bytes()[..], &vec![0x81; 8 << 20]].concat();
        let bytes = [&start[..], &record(kind, &payload)].concat();
        let peak = peak_bytes(&bytes);
        assert!(peak <= 2 * bytes.len() + bounds::MAX_LESSON_BYTES + SLACK_BYTES, "{kind}: {peak}");
    }
}
