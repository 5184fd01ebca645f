//! Any events, any cut, any flipped bit.

use super::{header, lessons, meta, recording, shown};
use crate::{
    Event,
    recording::{
        End, EventsError, Feed, FeedError, Meta, OpenError, Piece, Recording, WriteError, Writer, bounds, v1,
    },
    testing::{arbitrary, long_session, random::Random, sticky_session},
};
use proptest::prelude::*;

fn events(seed: u64, count: usize) -> Vec<Event> {
    let mut random = Random::new(seed);
    (0..count).map(|_| arbitrary::event(&mut random)).collect()
}

/// What a feed gives of these bytes in pieces of some length, and how it ends.
fn fed(bytes: &[u8], step: usize) -> (Vec<Event>, Option<Meta>, End, Option<FeedError>) {
    let (mut feed, mut events, mut meta) = (Feed::default(), Vec::new(), None);
    for part in bytes.chunks(step.max(1)) {
        feed.push(part);
        loop {
            match feed.next_piece() {
                Ok(Some(Piece::Events { first_seq, events: more })) => {
                    assert_eq!(first_seq, events.len() as u64 + 1);
                    events.extend(more);
                }
                Ok(Some(Piece::Meta(noted))) => meta = Some(noted),
                Ok(Some(Piece::Header(_) | Piece::Lesson(_))) => {}
                Ok(None) => break,
                Err(error) => return (events, meta, feed.end(), Some(error)),
            }
        }
    }
    (events, meta, feed.end(), None)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn events_come_back(seed: u64, count in 0usize..120, split in any::<prop::sample::Index>(), step in 1usize..4000) {
        let events = events(seed, count);
        let (first, second) = events.split_at(split.index(count + 1));
        let (bytes, _) = recording(Some(&lessons::full()), &[first, second], Some(&meta("x")));
        let opened = Recording::open(&bytes[..]).expect("our own");
        prop_assert_eq!(opened.end(), End::Whole);
        prop_assert_eq!(opened.check(), Ok(End::Whole));
        prop_assert_eq!(opened.last_seq(), count as u64);
        prop_assert_eq!(&shown(&opened), &events);
        prop_assert_eq!(opened.meta(), &meta("x"));
        let (given, noted, end, failed) = fed(&bytes, step);
        prop_assert_eq!((&given, noted, end, failed), (&events, Some(meta("x")), End::Whole, None));
        for seq in 0..=count as u64 + 1 {
            let chunk = opened.chunk_of(seq).map(|place| opened.chunks()[place]);
            prop_assert_eq!(chunk.is_some(), (1..=count as u64).contains(&seq));
            prop_assert!(chunk.is_none_or(|c| (c.first_seq..c.first_seq + u64::from(c.count)).contains(&seq)));
        }
    }

    #[test]
    fn noise_is_survived(noise in prop::collection::vec(any::<u8>(), 0..300), at in any::<prop::sample::Index>(), seed: u64) {
        let (mut bytes, _) = recording(None, &[&events(seed, 6)], None);
        let at = at.index(bytes.len());
        let until = bytes.len().min(at + noise.len());
        bytes[at..until].copy_from_slice(&noise[..until - at]);
        let original = events(seed, 6);
        if let Ok(opened) = Recording::open(&bytes[..]) {
            prop_assert!(original.starts_with(&shown(&opened)));
        }
        prop_assert!(original.starts_with(&fed(&bytes, 7).0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn cbor_that_nobody_wrote_is_survived(
        seed: u64,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        // Behind a checksum that is right.
        let mut packed = Vec::new();
        let mut packer = v1::Packer::default();
        events(seed, 4).iter().for_each(|event| packer.append(&mut packed, event));
        let mut lesson = v1::pack_lesson(&lessons::full());
        for (at, change) in changes {
            let place = at.index(packed.len());
            packed[place] ^= change;
            let place = at.index(lesson.len());
            lesson[place] ^= change;
        }
        if let Some(events) = v1::events(&packed, 4) {
            // What is read is written again.
            let (bytes, _) = recording(None, &[&events], None);
            prop_assert_eq!(shown(&Recording::open(&bytes[..]).expect("our own")), events);
        }
        if let Some(lesson) = v1::lesson(&lesson) {
            prop_assert_eq!(v1::lesson(&v1::pack_lesson(&lesson)), Some(lesson));
        }
    }
}

fn small() -> (Vec<u8>, Vec<usize>, Vec<Event>) {
    let events = sticky_session();
    let parts: Vec<&[Event]> = events.chunks(12).collect();
    let (bytes, ends) = recording(Some(&lessons::small()), &parts, Some(&meta("later")));
    (bytes, ends, events)
}

#[test]
fn every_prefix_shows_the_whole_records_before_the_cut() {
    let (bytes, ends, events) = small();
    for cut in 0..bytes.len() {
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let expected = &events[..events.len().min(12 * whole.saturating_sub(1))];
        let opened = match Recording::open(&bytes[..cut]) {
            Ok(opened) => opened,
            Err(error) => {
                assert_eq!(error, OpenError::Cut, "{cut}");
                assert!(expected.is_empty());
                continue;
            }
        };
        assert_eq!(shown(&opened), expected, "{cut}");
        assert_eq!(
            (opened.check(), opened.header().name.as_str()),
            (Ok(opened.end()), &*header().name),
            "{cut}"
        );
        let End::Cut { at } = opened.end() else { panic!("{cut}: {:?}", opened.end()) };
        assert!(at as usize <= cut);
        assert!(at as usize >= ends.iter().copied().filter(|end| *end <= cut).max().unwrap_or_default());
        let (given, _, end, failed) = fed(&bytes[..cut], 100);
        assert_eq!((&given[..], end, failed), (expected, opened.end(), None), "{cut}");

        // And from there it is made whole again.
        let added = opened.completed().expect("it is not damaged");
        let mended = [&bytes[..added.at as usize], &added.bytes].concat();
        let mended = Recording::open(&mended[..]).expect("mended");
        assert_eq!((mended.end(), shown(&mended)), (End::Whole, shown(&opened)), "{cut}");
    }
}

#[test]
fn no_flipped_bit_shows_other_events() {
    let (bytes, _, events) = small();
    let lesson = lessons::small();
    let mut silent = 0;
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let Ok(opened) = Recording::open(&flipped[..]) else { continue };
        let given = shown(&opened);
        assert!(events.starts_with(&given), "{bit}");
        let checked = opened.check().expect("memory is read");
        assert!(checked != End::Whole, "{bit}");
        silent += usize::from(given == events);
        assert!([&meta("later"), &Meta::default()].contains(&opened.meta()), "{bit}");
        if let Ok(Some(found)) = opened.lesson() {
            assert_eq!(found, lesson, "{bit}");
        }
        assert_eq!(opened.header().name, header().name, "{bit}");
        if bit % 7 == 0 {
            let (fed, _, end, _) = fed(&flipped, 4096);
            assert!(events.starts_with(&fed) && end != End::Whole, "{bit}");
        }
    }
    assert!(silent > 0, "notes, index and trailer have bits, too");
}

#[test]
fn notes_are_added_without_touching_what_is_there() {
    let (bytes, _, events) = small();
    let opened = Recording::open(&bytes[..]).expect("our own");
    let added = opened.with_meta(&meta("once")).expect("few notes");
    assert_eq!(added.at, bytes.len() as u64);
    let once = [&bytes[..], &added.bytes].concat();
    let opened = Recording::open(once.clone()).expect("a longer one");
    assert_eq!((opened.end(), opened.check(), opened.name()), (End::Whole, Ok(End::Whole), "once"));
    let added = opened.with_meta(&Meta { name: Some("twice".into()), ..Meta::default() }).expect("no notes");
    let twice = [&once[..], &added.bytes].concat();
    for cut in bytes.len()..twice.len() {
        let opened = Recording::open(&twice[..cut]).expect("what was there is there");
        let known = ["later", "once", "twice"];
        assert_eq!((shown(&opened).len(), known.contains(&opened.name())), (events.len(), true), "{cut}");
    }
    let opened = Recording::open(&twice[..]).expect("a longer one");
    assert_eq!((opened.name(), shown(&opened)), ("twice", events.clone()));
    assert_eq!(fed(&twice, 999).2, End::Whole);

    let many = Meta { name: Some("x".repeat(bounds::MAX_META_BYTES)), ..Meta::default() };
    assert!(opened.with_meta(&many).is_err());
}

#[test]
fn a_long_log_is_many_records_and_each_is_found() {
    let events = long_session(20_000);
    let (bytes, _) = recording(None, &[&events], None);
    let opened = Recording::open(bytes).expect("our own");
    assert!(opened.chunks().len() > 10);
    assert!(opened.chunks().iter().all(|chunk| chunk.len_bytes as usize <= bounds::EVENTS_BYTES));
    let middle = opened.chunk_of(10_000).expect("it is there");
    let chunk = opened.chunks()[middle];
    let found = opened.events(middle).expect("it is whole");
    let from = chunk.first_seq as usize - 1;
    assert_eq!(found, &events[from..from + chunk.count as usize]);
    assert_eq!(opened.events(usize::MAX), Err(EventsError::NoSuchChunk));
}

#[test]
fn what_is_not_next_is_not_written() {
    let (mut writer, _) = Writer::begin(&header(), None).expect("a small header");
    let events = sticky_session();
    assert_eq!(writer.events(2, &events), Err(WriteError::Gap { expected: 1, found: 2 }));
    assert!(writer.events(1, &events).is_ok());
    assert_eq!(writer.next_seq(), events.len() as u64 + 1);
    assert_eq!(writer.events(writer.next_seq(), &[]), Ok(Vec::new()));
}
