//! A viewer without a browser: the page's messages over a WebSocket.

use crate::{Relay, wait::PATIENCE};
use futures_util::{SinkExt, StreamExt};
use socketscope_shared::{
    Event, Fact, SessionId,
    event::End,
    wire::{self, Control, Down, Received, Up},
};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, protocol::CloseFrame},
};

/// A connection to a relay that has said hello.
pub struct Viewer {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Viewer {
    /// Connects with the relay's token.
    pub async fn connect(relay: &Relay) -> Self {
        let mut viewer = Self::connect_silently(relay).await;
        viewer.send(Up::Hello { token: Some(relay.token().to_owned()) }).await;
        match viewer.receive().await {
            Received::Down(Down::Welcome { may_run: true, .. }) => viewer,
            other => panic!("no welcome but {other:?}"),
        }
    }

    /// Connects and says nothing.
    pub async fn connect_silently(relay: &Relay) -> Self {
        let address = format!("ws://{}/ws?token={}", relay.authority(), relay.token());
        let (socket, _) = connect_async(&address).await.unwrap_or_else(|e| panic!("{address}: {e}"));
        Viewer { socket }
    }

    /// Says something.
    pub async fn send(&mut self, up: Up) {
        self.send_raw(Message::Binary(wire::encode_up(&up).into())).await;
    }

    /// Sends any message.
    pub async fn send_raw(&mut self, message: Message) {
        self.socket.send(message).await.expect("the relay listens");
    }

    /// The next message of the relay.
    pub async fn receive(&mut self) -> Received {
        loop {
            match self.next().await {
                Message::Binary(bytes) => return wire::decode_received(&bytes).expect("one of our messages"),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("the relay said {other:?}"),
            }
        }
    }

    /// The frame with which the relay closes the connection.
    pub async fn closed(&mut self) -> CloseFrame {
        loop {
            if let Message::Close(frame) = self.next().await {
                return frame.expect("the relay gives a reason");
            }
        }
    }

    async fn next(&mut self) -> Message {
        let message = timeout(PATIENCE, self.socket.next()).await.expect("the relay answers in time");
        message.expect("the relay is still there").expect("the connection holds")
    }

    /// Runs a lesson with other programs: `("server", "import socket …")`.
    pub async fn start(&mut self, lesson: &str, sources: &[(&str, &str)], step_mode: bool) -> SessionId {
        let sources = sources.iter().map(|(actor, text)| ((*actor).to_owned(), (*text).to_owned())).collect();
        self.send(Up::Start {
            lesson: lesson.to_owned(),
            knobs: Vec::new(),
            sources,
            arguments: Vec::new(),
            starts: Vec::new(),
            step_mode,
        })
        .await;
        loop {
            match self.receive().await {
                Received::Down(Down::Started { session }) => return session,
                Received::Down(other) => panic!("not started: {other:?}"),
                Received::Chunk(_) => {}
            }
        }
    }

    /// Does something to a running session.
    pub async fn control(&mut self, session: SessionId, control: Control) {
        self.send(Up::Control { session, control }).await;
    }

    /// Watches a session from its beginning until `wanted` is seen; the events so far.
    pub async fn watch_until(&mut self, session: SessionId, wanted: impl Fn(&Fact) -> bool) -> Vec<Event> {
        self.send(Up::Watch { session, after: 0 }).await;
        let mut events: Vec<Event> = Vec::new();
        loop {
            match self.receive().await {
                // Of an earlier watch.
                Received::Chunk(chunk) if events.is_empty() && chunk.first_seq > 1 => {}
                Received::Chunk(chunk) if chunk.session == session => {
                    assert_eq!(chunk.first_seq, events.len() as u64 + 1, "sequence numbers have no gaps");
                    let seen = chunk.events.iter().any(|event| wanted(&event.fact));
                    events.extend(chunk.events);
                    if seen {
                        return events;
                    }
                }
                Received::Chunk(_) | Received::Down(Down::Started { .. }) => {}
                Received::Down(other) => panic!("while watching: {other:?}"),
            }
        }
    }

    /// Watches a session to its end.
    pub async fn watch(&mut self, session: SessionId) -> (Vec<Event>, End) {
        let events = self.watch_until(session, |fact| matches!(fact, Fact::SessionEnded { .. })).await;
        match events.last().map(|event| event.fact.clone()) {
            Some(Fact::SessionEnded { end }) => (events, end),
            other => panic!("the last event is {other:?}"),
        }
    }
}
