//! Files that somebody made to do harm.

use super::{header, lessons, recording, shown};
use crate::{
    Event,
    recording::{
        End, EventsError, Header, MAGIC, MINOR, OpenError, Recording, VERSION, bounds, cbor,
        container::{kind, record},
        events::{Chunk, payload},
        index::Index,
        v1,
    },
    testing::sticky_session,
};

/// Magic and header.
fn start() -> Vec<u8> {
    let header = Header { version: VERSION, ..header() };
    [&MAGIC[..], &record(kind::HEADER, &cbor::encode(&header))].concat()
}

fn packed(events: &[Event]) -> Vec<u8> {
    let (mut packer, mut bytes) = (v1::Packer::default(), Vec::new());
    events.iter().for_each(|event| packer.append(&mut bytes, event));
    bytes
}

/// A record of these events, with numbers in front that may lie.
fn events_record(events: &[Event], change: impl FnOnce(&mut Chunk)) -> Vec<u8> {
    let bytes = packed(events);
    let (first_at_ns, last_at_ns) = (events[0].at_ns, events[events.len() - 1].at_ns);
    let (count, len_bytes) = (events.len() as u32, bytes.len() as u32);
    let mut chunk = Chunk { at: 0, first_seq: 1, first_at_ns, count, len_bytes };
    change(&mut chunk);
    record(kind::EVENTS, &payload(&chunk, last_at_ns, &bytes))
}

/// How many events are shown, and how it ends.
fn opened(bytes: &[u8]) -> (usize, End) {
    let opened = Recording::open(bytes).expect("the header is whole");
    let failed = opened.all().find_map(Result::err);
    let end = match failed {
        Some(EventsError::Damaged { at }) => End::Damaged { at },
        Some(other) => panic!("{other}"),
        None => opened.end(),
    };
    (shown(&opened).len(), end)
}

#[test]
fn lengths_that_lie_are_found() {
    let events = sticky_session();
    let begins = start().len() as u64;
    let with = |change: &dyn Fn(&mut Chunk)| {
        opened(&[start(), events_record(&events, |chunk| change(chunk))].concat())
    };
    assert_eq!(with(&|_| ()).0, events.len());
    let damaged = (0, End::Damaged { at: begins });
    assert_eq!(with(&|chunk| chunk.len_bytes -= 1), damaged);
    assert_eq!(with(&|chunk| chunk.len_bytes += 1), damaged);
    assert_eq!(with(&|chunk| chunk.len_bytes = u32::MAX), damaged);
    assert_eq!(with(&|chunk| chunk.count += 1), damaged);
    assert_eq!(with(&|chunk| chunk.count -= 1), damaged);
    assert_eq!(with(&|chunk| chunk.count = 0), damaged);
    assert_eq!(with(&|chunk| chunk.count = u32::MAX), damaged);
    assert_eq!(with(&|chunk| chunk.first_seq = 0), damaged);
    assert_eq!(with(&|chunk| chunk.first_seq = 2), damaged);
    assert_eq!(with(&|chunk| chunk.first_seq = u64::MAX), damaged);
    assert_eq!(with(&|chunk| chunk.first_at_ns += 1), damaged);
}

#[test]
fn records_that_claim_gigabytes_take_none() {
    let mut bytes = start();
    let at = bytes.len() as u64;
    bytes.extend([kind::EVENTS, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 1, 2, 3]);
    assert_eq!(opened(&bytes), (0, End::Damaged { at }));
    bytes[at as usize + 1..at as usize + 5].copy_from_slice(&(90u32 << 20).to_le_bytes());
    assert_eq!(opened(&bytes), (0, End::Cut { at }));

    let mut header = MAGIC.to_vec();
    header.extend([kind::HEADER, 0xff, 0xff, 0xff, 0x00, 0, 0, 0, 0]);
    assert_eq!(Recording::open(&header[..]).err(), Some(OpenError::Damaged));
}

#[test]
fn all_of_a_log_is_bounded() {
    // Each claims the most that a record of one event may have.
    let one = |seq| {
        let chunk = Chunk {
            at: 0,
            first_seq: seq,
            first_at_ns: 0,
            count: 1,
            len_bytes: bounds::MAX_EVENT_BYTES as u32,
        };
        record(kind::EVENTS, &payload(&chunk, 0, b"x"))
    };
    let bytes: Vec<u8> = start().into_iter().chain((1..100).flat_map(one)).collect();
    let opened = Recording::open(&bytes[..]).expect("the header is whole");
    let claimed: u64 = opened.chunks().iter().map(|chunk| u64::from(chunk.len_bytes)).sum();
    assert!(claimed <= bounds::MAX_LOG_BYTES && matches!(opened.end(), End::Damaged { .. }));
    assert!(shown(&opened).is_empty());
}

#[test]
fn events_that_come_twice_or_late_are_not_shown() {
    let events = sticky_session();
    let first = events_record(&events[..5], |_| ());
    let next = |seq| events_record(&events[5..9], move |chunk| chunk.first_seq = seq);
    let at = (start().len() + first.len()) as u64;
    let both = |seq| opened(&[start(), first.clone(), next(seq)].concat());
    let end = (start().len() + first.len() + next(6).len()) as u64;
    assert_eq!(both(6), (9, End::Cut { at: end }));
    for wrong in [1, 5, 7, u64::MAX - 2] {
        assert_eq!(both(wrong), (5, End::Damaged { at }), "{wrong}");
    }
    let again = [start(), first, record(kind::HEADER, &[])].concat();
    assert_eq!(opened(&again), (5, End::Damaged { at }));
}

#[test]
fn an_index_names_only_what_is_before_it() {
    let events = sticky_session();
    let record_of = events_record(&events, |_| ());
    let (from, index_at) = (start().len() as u64, (start().len() + record_of.len()) as u64);
    let count = events.len() as u32;
    let len_bytes = packed(&events).len() as u32;
    let whole = Chunk { at: from, first_seq: 1, first_at_ns: events[0].at_ns, count, len_bytes };
    let file = |index: Index| [start(), record_of.clone(), index.records(index_at)].concat();
    let with = |change: &dyn Fn(&mut Chunk)| {
        let (mut chunk, mut index) = (whole, Index::default());
        change(&mut chunk);
        assert!(index.chunks.push(chunk));
        opened(&file(index))
    };
    assert_eq!(with(&|_| ()), (events.len(), End::Whole));
    // Into itself, after itself, before the first record, into a record: the records themselves are asked.
    for at in [index_at, index_at + 1, u64::MAX] {
        assert_eq!(with(&|chunk| chunk.at = at), (events.len(), End::Damaged { at: index_at }), "{at}");
    }
    for at in [0, 8, from + 1, index_at - 1] {
        let (shown, end) = with(&|chunk| chunk.at = at);
        assert_eq!((shown, end), (0, End::Damaged { at }));
    }
    assert_eq!(with(&|chunk| chunk.count -= 1).0, 0);
    assert_eq!(with(&|chunk| chunk.len_bytes -= 1).0, 0);

    // Backwards, and round in circles.
    let twice = |second: u64| {
        let mut records = Index::default();
        assert!(records.chunks.push(Chunk { at: from, ..whole }));
        let mut payload = vec![0; 16];
        for (at, seq) in [(from, 1), (second, 1 + u64::from(count))] {
            [at, seq, 0].iter().for_each(|number| payload.extend(number.to_le_bytes()));
            payload.extend(count.to_le_bytes());
            payload.extend(len_bytes.to_le_bytes());
        }
        assert_eq!(Index::read(index_at, &payload), None);
    };
    twice(from);
    twice(0);
    twice(index_at);

    // Lesson and notes where there are none.
    let lost = Index { lesson_at: Some(from), meta_at: Some(from), ..Index::default() };
    assert_eq!(opened(&file(lost)), (events.len(), End::Damaged { at: index_at }));
}

#[test]
fn a_newer_version_is_named() {
    let newer = Header { version: VERSION + 1, ..header() };
    // Whatever else a later header has.
    let mut bytes = cbor::encode(&newer);
    assert_eq!(bytes[0], 0x88);
    bytes[0] = 0x8a;
    bytes.extend([0x01, 0x82, 0x01, 0x60]);
    let bytes = [&MAGIC[..], &record(kind::HEADER, &bytes), b"anything"].concat();
    let expected = OpenError::Newer { version: VERSION + 1, wrote: header().wrote };
    assert_eq!(Recording::open(&bytes[..]).err(), Some(expected.clone()));
    assert!(expected.to_string().contains("socketscope 0.1.0"), "{expected}");
    let zero =
        [&MAGIC[..], &record(kind::HEADER, &cbor::encode(&Header { version: 0, ..header() }))].concat();
    assert_eq!(Recording::open(&zero[..]).err(), Some(OpenError::Damaged), "there is no version 0");
}

#[test]
fn records_and_events_of_later_minor_versions_are_told_apart() {
    // A record of an unknown kind is skipped.
    let events = sticky_session();
    let (bytes, ends) = recording(None, &[&events], None);
    let with = [&bytes[..ends[0]], &record(99, b"?"), &bytes[ends[0]..ends[1]]].concat();
    assert_eq!(opened(&with), (events.len(), End::Cut { at: with.len() as u64 }));

    // An event that a later minor version has is not damage: neither a new kind, nor a new kind of address.
    let newer = Header { version: VERSION, minor: MINOR + 1, ..header() };
    let newer = [&MAGIC[..], &record(kind::HEADER, &cbor::encode(&newer))].concat();
    let address = [0x82, 0, 0x83, 2, 0, 0x88, 0, 0, 0x85, 6, 0x40, 0, 0x83, 9, 0, 0, 0, 0, 0xf6, 0, 0, 0xf6];
    let name = [0x82, 0, 0x83, 2, 0, 0x88, 0, 0, 0x81, 4, 0, 0xf6, 0, 0, 0x82, 9, 0];
    let known = [0x82, 0, 0x83, 2, 0, 0x88, 0, 0, 0x81, 4, 0, 0xf6, 0, 0, 0x82, 1, 0];
    let chunk = Chunk { at: 0, first_seq: 1, first_at_ns: 0, count: 1, len_bytes: 0 };
    let read = |start: &[u8], event: &[u8]| {
        let chunk = Chunk { len_bytes: event.len() as u32, ..chunk };
        let bytes = [start, &record(kind::EVENTS, &payload(&chunk, 0, event))].concat();
        Recording::open(&bytes[..]).expect("the header is whole").events(0)
    };
    assert_eq!(read(&newer, &known).map(|events| events.len()), Ok(1));
    for unknown in [&[0x82, 0, 0x82, 0x18, 99, 0][..], &address, &name] {
        assert_eq!(read(&newer, unknown), Err(EventsError::Newer { wrote: header().wrote }));
        assert_eq!(read(&start(), unknown), Err(EventsError::Damaged { at: start().len() as u64 }));
    }

    // More fields than are known are left out: {step mode: on, and something new}.
    let longer = [0x83, 0x07, 0x83, 0x0c, 0xf5, 0x61, 0x78, 0xa1, 0x01, 0x02];
    let chunk = Chunk { first_at_ns: 7, len_bytes: longer.len() as u32, ..chunk };
    let bytes = [start(), record(kind::EVENTS, &payload(&chunk, 7, &longer))].concat();
    let opened = Recording::open(&bytes[..]).expect("the header is whole");
    assert_eq!(shown(&opened), [Event { at_ns: 7, fact: crate::Fact::StepMode { on: true } }]);
}

#[test]
fn what_a_lesson_has_and_nobody_knows_is_left_out() {
    let replaced = |bytes: &[u8], old: &[u8], new: &[u8]| {
        let at = bytes.windows(old.len()).position(|part| part == old).expect("it is there");
        [&bytes[..at], new, &bytes[at + old.len()..]].concat()
    };
    let full = lessons::full();
    let bytes = v1::pack_lesson(&full);
    assert_eq!(v1::lesson(&bytes), Some(full.clone()));
    // The check `Deadlock`, which is number 18, becomes number 99.
    let unknown =
        v1::lesson(&replaced(&bytes, &[0x42, 0x81, 0x12], &[0x43, 0x81, 0x18, 0x63])).expect("a lesson");
    assert_eq!(unknown.claims.len(), full.claims.len() - 1);
    // A note after a call that no longer is.
    let without = v1::lesson(&replaced(&bytes, b"\x64recv\x02", b"\x64recw\x02")).expect("a lesson");
    assert_eq!((without.markers.len(), full.markers.len()), (0, 1));
    // A section and a language.
    let other = v1::lesson(&replaced(&bytes, b"\x633.2\x05", b"\x633.2\x17")).expect("a lesson");
    assert_eq!(other.section, crate::lesson::Section::Own);
    let tagged = v1::lesson(&replaced(&bytes, b"\x62zh", b"\x62xx")).expect("a lesson");
    assert_eq!((tagged.title.en(), tagged.title.zh()), ("every", "every"));
}

#[test]
fn what_is_no_recording_is_refused() {
    assert_eq!(Recording::open(&b""[..]).err(), Some(OpenError::Cut));
    assert_eq!(Recording::open(&MAGIC[..]).err(), Some(OpenError::Cut));
    assert_eq!(Recording::open(&b"SkLog\r\n\x02"[..]).err(), Some(OpenError::NotOurs));
    assert_eq!(Recording::open(&b"\x89PNG\r\n\x1a\n"[..]).err(), Some(OpenError::NotOurs));
    let unix: Vec<u8> = start().into_iter().filter(|byte| *byte != b'\r').collect();
    assert_eq!(Recording::open(&unix[..]).err(), Some(OpenError::NotOurs));
}
