//! One WebSocket connection: reading and writing go on side by side, so that a page that reads slowly can still
//! release a program.

use super::{Cursor, pulse::Pulse, reader, writer};
use crate::{session::Sessions, token::Token};
use axum::extract::ws::{CloseFrame, WebSocket, close_code};
use futures_util::StreamExt;
use socketscope_shared::wire::Down;
use std::{sync::Arc, time::Duration};
use tokio::sync::{mpsc, watch};

/// Answers that wait for the writer; a page that sends more is not read until they are written.
const ANSWERS: usize = 16;
/// Longest reason of a close frame, in bytes (RFC 6455, section 5.5).
const MAX_REASON_BYTES: usize = 123;

/// What every viewer needs.
#[derive(Clone)]
pub struct Hub {
    /// The sessions that they start, control and watch.
    pub sessions: Arc<Sessions>,
    /// Everyone who has it may run programs.
    pub token: Token,
    /// How often a viewer is asked whether it is still there.
    pub ping_every: Duration,
    /// Becomes true when the relay stops.
    pub stopping: watch::Receiver<bool>,
}

/// From the reader to the writer.
#[derive(Debug)]
pub(super) enum Order {
    /// Tell the page this.
    Say(Down),
    /// Send this log from here on.
    Watch(Cursor),
    /// Close, and say why.
    Close(CloseFrame),
}

impl Hub {
    /// Serves a page until it goes, is dead, or breaks the protocol. Its messages may have at most this length.
    pub async fn attend(self, socket: WebSocket, max_bytes: usize) {
        let (sink, stream) = socket.split();
        let (orders, inbox) = mpsc::channel(ANSWERS);
        let pulse = Pulse::new(self.ping_every * 5 / 2);
        let writing = writer::write(sink, inbox, self.ping_every, &pulse);
        let reading = reader::read(stream, orders, &self, &pulse, max_bytes);
        tokio::select! {
            () = reading => {}
            result = writing => if let Err(e) = result {
                tracing::debug!("a viewer is gone: {e}");
            },
        }
    }
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
