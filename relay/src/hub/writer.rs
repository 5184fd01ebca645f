//! What is sent to a viewer: answers, events, pings.

use super::{Cursor, outgoing::Outgoing, pulse::Pulse};
use axum::{
    Error,
    extract::ws::{Message, WebSocket, close_code},
};
use bytes::Bytes;
use futures_util::{SinkExt, stream::SplitSink};
use socketscope_shared::wire;
use std::{future, time::Duration};
use tokio::{
    sync::mpsc,
    time::{Instant, MissedTickBehavior},
};

type Sink = SplitSink<WebSocket, Message>;

/// Writes until the connection is closed, from either end.
pub(super) async fn write(
    mut sink: Sink,
    mut inbox: mpsc::Receiver<Outgoing>,
    ping_every: Duration,
    pulse: &Pulse,
) -> Result<(), Error> {
    let mut cursor = None;
    let mut pings = tokio::time::interval_at(Instant::now() + ping_every, ping_every);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            order = inbox.recv() => match order {
                Some(Outgoing::Say(down)) => sink.send(Message::Binary(wire::encode_down(&down).into())).await?,
                Some(Outgoing::Watch(new)) => cursor = Some(new),
                Some(Outgoing::Close(frame)) => {
                    if frame.code == close_code::AWAY {
                        send_rest(&mut sink, cursor).await?;
                    }
                    sink.send(Message::Close(Some(frame))).await?;
                    // The reader ends the connection when the page has answered.
                    return future::pending().await;
                }
                None => return Ok(()),
            },
            _ = pings.tick() => sink.send(Message::Ping(Bytes::new())).await?,
            chunks = next(&mut cursor) => {
                send(&mut sink, chunks).await?;
                pulse.beat();
            }
        }
    }
}

async fn next(cursor: &mut Option<Cursor>) -> Vec<Bytes> {
    match cursor {
        Some(cursor) => cursor.next().await,
        None => future::pending().await,
    }
}

/// What a watched log holds is not lost because the relay stops.
async fn send_rest(sink: &mut Sink, cursor: Option<Cursor>) -> Result<(), Error> {
    let Some(mut cursor) = cursor else { return Ok(()) };
    loop {
        let chunks = cursor.ready();
        if chunks.is_empty() {
            return Ok(());
        }
        send(sink, chunks).await?;
    }
}

/// The same bytes for every viewer, one flush for all of them.
async fn send(sink: &mut Sink, chunks: Vec<Bytes>) -> Result<(), Error> {
    for chunk in chunks {
        sink.feed(Message::Binary(chunk)).await?;
    }
    sink.flush().await
}
