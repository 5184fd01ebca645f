//! One WebSocket connection: reading and writing go on side by side, so that a page that reads slowly can still
//! release a program.

use super::{Hub, pulse::Pulse, reader, writer};
use axum::extract::ws::WebSocket;
use futures_util::StreamExt;
use tokio::sync::mpsc;

/// Answers that wait for the writer; a page that sends more is not read until they are written.
const ANSWERS: usize = 16;

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
