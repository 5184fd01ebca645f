use super::*;
use socketscope_shared::testing::{arbitrary, conversation, random::Random};

fn written(write: impl FnOnce(&mut Vec<u8>) -> Result<(), ExportError>) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    out
}

/// Whether blocks follow each other to the end, each with its length at both of its ends.
fn are_blocks(mut bytes: &[u8]) -> bool {
    while !bytes.is_empty() {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
        let Some(len) = number(4).filter(|len| *len >= 12 && len % 4 == 0) else { return false };
        if number(len - 4) != Some(len) {
            return false;
        }
        bytes = &bytes[len..];
    }
    true
}

#[test]
fn any_log_is_exported() {
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let mut events = conversation(seed, 40);
        events.extend((0..200).map(|_| arbitrary::event(&mut random)));
        let timeline = timeline(std::iter::once(events)).unwrap();
        let capture = written(|out| pcapng::write(&timeline, None, out).map(drop));
        assert!(are_blocks(&capture), "seed {seed}");
        assert!(!written(|out| perfetto::write(&timeline, out)).is_empty());
    }
}
