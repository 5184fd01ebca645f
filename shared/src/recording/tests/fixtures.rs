//! The files of `tests/recordings`, which every later reader opens. Tests read them and never write them.

use super::{every, header, lessons, meta, recording, shown};
use crate::{
    Event,
    recording::{End, EventsError, Feed, Meta, OpenError, Recording, Writer},
    testing::sticky_session,
};
use std::{fs, path::PathBuf};

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../tests/recordings/v1", name].iter().collect()
}

fn file(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// How a fixture is to be read.
enum Reads {
    As { events: Vec<Event>, end: End },
    Not(OpenError),
}

/// Each fixture, what it is made of, and how it is read.
fn fixtures() -> Vec<(&'static str, Vec<u8>, Reads)> {
    let sticky = sticky_session();
    let every = every::events();
    let (first, second) = every.split_at(40);
    let (full, ends) = recording(Some(&lessons::full()), &[first, second], Some(&meta("Every kind")));
    let (_, minimal) = Writer::begin(&Default::default(), None).expect("an empty header");
    // Where the files end, as they are: what a later writer makes may be longer.
    let reads = |events: &[Event], end| Reads::As { events: events.to_vec(), end };

    let cut = full[..ends[2] - 100].to_vec();
    let mut damaged = full.clone();
    damaged[ends[1] + 200] ^= 0x10;
    let mut index_damaged = full.clone();
    index_damaged[ends[3] + 30] ^= 1;
    let (plain, plain_ends) = recording(None, &[&sticky], None);
    let twice = [&plain[..plain_ends[1]], &plain[plain_ends[0]..]].concat();
    let mut huge = plain[..plain_ends[1]].to_vec();
    huge[plain_ends[0] + 1..plain_ends[0] + 5].copy_from_slice(&[0xff; 4]);
    let text: Vec<u8> = plain.iter().copied().filter(|byte| *byte != b'\r').collect();

    vec![
        ("minimal.skrec", minimal, reads(&[], End::Cut { at: 26 })),
        ("sticky.skrec", plain, reads(&sticky, End::Whole)),
        ("full.skrec", full, reads(&every, End::Whole)),
        ("cut.skrec", cut, reads(first, End::Cut { at: 1636 })),
        ("damaged.skrec", damaged, reads(first, End::Damaged { at: 1636 })),
        ("index-damaged.skrec", index_damaged, reads(&every, End::Damaged { at: 2534 })),
        ("twice.skrec", twice, reads(&sticky, End::Damaged { at: 1185 })),
        ("huge.skrec", huge, reads(&[], End::Damaged { at: 92 })),
        ("as-text.skrec", text, Reads::Not(OpenError::NotOurs)),
        ("newer.skrec", newer(), Reads::Not(OpenError::Newer { version: 2, wrote: header().wrote })),
    ]
}

fn newer() -> Vec<u8> {
    use crate::recording::{Header, MAGIC, cbor, container};
    let header = Header { version: 2, ..header() };
    let record = container::record(container::kind::HEADER, &cbor::encode(&header));
    [&MAGIC[..], &record, b"what version 2 has here"].concat()
}

#[test]
fn every_fixture_is_read_as_it_was_when_it_was_written() {
    for (name, _, reads) in fixtures() {
        let bytes = file(name);
        match (Recording::open(&bytes[..]), reads) {
            (Err(error), Reads::Not(expected)) => assert_eq!(error, expected, "{name}"),
            (Ok(opened), Reads::As { events, end }) => {
                assert_eq!(shown(&opened), events, "{name}");
                assert_eq!(opened.check(), Ok(end), "{name}");
                let failed = opened.all().find_map(Result::err);
                let found = match failed {
                    Some(EventsError::Damaged { at }) => End::Damaged { at },
                    Some(other) => panic!("{name}: {other}"),
                    None => opened.end(),
                };
                assert_eq!(found, end, "{name}");
            }
            (Ok(_), Reads::Not(expected)) => panic!("{name} was opened, not refused: {expected}"),
            (Err(error), Reads::As { .. }) => panic!("{name}: {error}"),
        }
        let mut feed = Feed::default();
        feed.push(&bytes);
        while let Ok(Some(_)) = feed.next_piece() {}
    }
}

#[test]
fn the_full_fixture_has_every_kind_of_everything() {
    let full = Recording::open(file("full.skrec")).expect("a whole file");
    assert_eq!(full.lesson(), Ok(Some(lessons::full())));
    assert_eq!((full.meta(), full.name()), (&meta("Every kind"), "Every kind"));
    assert_eq!(full.header(), &crate::recording::Header { version: 1, ..header() });
    let minimal = Recording::open(file("minimal.skrec")).expect("a header");
    assert_eq!((minimal.lesson(), minimal.meta(), minimal.name()), (Ok(None), &Meta::default(), ""));
}

#[test]
fn every_lesson_comes_back() {
    for lesson in lessons::all() {
        let (bytes, _) = recording(Some(&lesson), &[], None);
        let opened = Recording::open(&bytes[..]).expect("our own");
        assert_eq!(opened.lesson(), Ok(Some(lesson)));
    }
}

#[test]
#[ignore = "writes fixtures that are missing: once, when they are new"]
fn write_new_fixtures() {
    fs::create_dir_all(path("")).expect("a folder");
    for (name, bytes, _) in fixtures() {
        if !path(name).exists() {
            fs::write(path(name), bytes).expect("a file");
        }
    }
}
