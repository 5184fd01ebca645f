//! The frames of a stream as of a cursor. Framing a stream is done once, not for every picture.

use socketscope_shared::{
    SessionId, StreamId,
    framing::{Frame, Framer, Framing},
    history::StreamHistory,
};
use std::cell::RefCell;

/// What the last framer was made for, and how many bytes it has taken.
struct Memo {
    key: (SessionId, StreamId, Framing),
    framer: Framer,
    taken: usize,
}

thread_local! {
    /// Only a memo: without it the frames are the same.
    static MEMO: RefCell<Option<Memo>> = const { RefCell::new(None) };
}

/// All frames of the first `len_bytes` of the stream, the incomplete tail included.
pub fn frames(
    session: SessionId,
    id: StreamId,
    framing: &Framing,
    stream: &StreamHistory,
    len_bytes: usize,
) -> Vec<Frame> {
    if !framing.is_some() {
        return Vec::new();
    }
    MEMO.with_borrow_mut(|memo| {
        let key = (session, id, framing.clone());
        let bytes = stream.bytes();
        if memo.as_ref().is_none_or(|memo| memo.key != key || memo.taken > bytes.len()) {
            *memo = Some(Memo { key, framer: Framer::new(framing), taken: 0 });
        }
        let Some(memo) = memo else { return Vec::new() };
        memo.framer.push(&bytes[memo.taken..]);
        memo.taken = bytes.len();
        let (complete, tail) = memo.framer.frames_of_prefix(&bytes[..len_bytes.min(bytes.len())]);
        complete.iter().copied().chain(tail).collect()
    })
}
