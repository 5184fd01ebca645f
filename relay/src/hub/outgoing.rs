//! What the reader has the writer send.

use super::Cursor;
use axum::extract::ws::{CloseFrame, close_code};
use socketscope_shared::wire::Down;

/// Longest reason of a close frame, in bytes (RFC 6455, section 5.5).
const MAX_REASON_BYTES: usize = 123;

/// From the reader to the writer.
#[derive(Debug)]
pub(super) enum Outgoing {
    /// Tell the page this.
    Say(Down),
    /// Send this log from here on.
    Watch(Cursor),
    /// Close, and say why.
    Close(CloseFrame),
}

/// A close frame. The reason is for people.
pub(super) fn farewell(code: u16, reason: &str) -> CloseFrame {
    let end = reason.floor_char_boundary(MAX_REASON_BYTES);
    CloseFrame { code, reason: reason[..end].into() }
}

/// The relay stops.
pub(super) fn stopping() -> CloseFrame {
    farewell(close_code::AWAY, "the relay is stopping")
}
