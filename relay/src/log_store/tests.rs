//! Every reader gets each event once and in order, wherever it begins and however slow it is.

use super::SessionLog;
use proptest::prelude::*;
use socketscope_shared::{ActorId, Event, Fact, SessionId, wire::decode_chunk};

const SESSION: SessionId = SessionId(1);

/// An event with a payload of this many bytes that do not compress.
fn event(n: u64, len_bytes: usize) -> Event {
    let mut state = n.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    let data = (0..len_bytes).map(next).collect();
    Event { at_ns: n, fact: Fact::Output { actor: ActorId(0), error: false, line: n as u32, data } }
}

/// What a reader does next: reads once, at most this many bytes.
#[derive(Clone, Debug)]
enum Step {
    Append(Vec<usize>),
    Read { reader: usize, max_bytes: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let sizes = prop_oneof![4 => 0..200_usize, 2 => 0..9_000_usize, 1 => 60_000..140_000_usize];
    let append = prop::collection::vec(sizes, 0..12).prop_map(Step::Append);
    let max_bytes = prop_oneof![Just(1), Just(1000), Just(64 << 10), Just(usize::MAX)];
    let read = (0..4_usize, max_bytes).prop_map(|(reader, max_bytes)| Step::Read { reader, max_bytes });
    prop_oneof![append, read]
}

/// A reader and what it has read.
struct Reader {
    began_after: u64,
    read: Vec<Event>,
}

impl Reader {
    fn seq(&self) -> u64 {
        self.began_after + self.read.len() as u64
    }

    fn read(&mut self, log: &SessionLog, max_bytes: usize) -> Result<(), TestCaseError> {
        let batch = log.chunks_after(self.seq(), max_bytes);
        let len_bytes: usize = batch.chunks.iter().map(|chunk| chunk.len()).sum();
        prop_assert!(batch.chunks.len() <= 1 || len_bytes <= max_bytes);
        for bytes in &batch.chunks {
            let chunk = decode_chunk(bytes).unwrap();
            prop_assert_eq!((chunk.session, chunk.first_seq), (SESSION, self.seq() + 1));
            prop_assert!(bytes.len() <= 66_000 || chunk.events.len() == 1, "{} bytes", bytes.len());
            self.read.extend(chunk.events);
        }
        prop_assert_eq!(batch.last_seq, self.seq());
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_reader_gets_every_event_once(steps in prop::collection::vec(step(), 1..60), begins in prop::array::uniform4(0..30_u64)) {
        let log = SessionLog::new(SESSION);
        let mut all = Vec::new();
        let mut readers: Vec<Option<Reader>> = (0..4).map(|_| None).collect();
        for step in steps {
            match step {
                Step::Append(sizes) => {
                    let batch: Vec<_> =
                        (all.len() as u64..).zip(sizes).map(|(n, len_bytes)| event(n, len_bytes)).collect();
                    log.append(&batch);
                    all.extend(batch);
                }
                Step::Read { reader, max_bytes } => {
                    let began_after = begins[reader].min(log.last_seq());
                    let reader = readers[reader].get_or_insert(Reader { began_after, read: Vec::new() });
                    reader.read(&log, max_bytes)?;
                }
            }
        }
        prop_assert_eq!(log.last_seq(), all.len() as u64);
        for mut reader in readers.into_iter().flatten() {
            while reader.seq() < log.last_seq() {
                reader.read(&log, usize::MAX)?;
            }
            prop_assert_eq!(&reader.read[..], &all[reader.began_after as usize..]);
        }
        prop_assert_eq!(log.events_after(0), all);
    }
}
