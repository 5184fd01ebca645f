//! What a page says, and what is done about it.

use super::{
    Cursor, Hub,
    outgoing::{Outgoing, farewell, stopping},
    pulse::Pulse,
};
use crate::session::StartRequest;
use axum::{
    Error,
    extract::ws::{CloseFrame, Message, WebSocket, close_code},
};
use futures_util::{StreamExt, stream::SplitStream};
use socketscope_shared::{
    lesson::Packed,
    wire::{self, Down, Refusal, Up},
};
use std::time::Duration;
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, sleep, timeout, timeout_at},
};
use tokio_tungstenite::tungstenite;

/// A page says hello within this time.
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// How long a page that is asked to close has to answer.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);

type Stream = SplitStream<WebSocket>;

/// Why reading ended.
enum Ended {
    /// The page went, or is dead.
    Gone,
    /// It was asked to close, and may still send.
    Close(CloseFrame),
    /// It was asked to close, and what it sends can't be read.
    Unreadable(CloseFrame),
}

/// Reads until the connection is closed, from either end.
pub(super) async fn read(
    mut stream: Stream,
    orders: mpsc::Sender<Outgoing>,
    hub: &Hub,
    pulse: &Pulse,
    max_bytes: usize,
) {
    let mut reader = Reader { hub, pulse, orders, stopping: hub.stopping.clone(), max_bytes };
    let Err(ended) = reader.serve(&mut stream).await;
    match ended {
        Ended::Gone => {}
        Ended::Close(frame) => {
            let answered = async {
                let _ = reader.orders.send(Outgoing::Close(frame)).await;
                while let Some(Ok(_)) = stream.next().await {}
            };
            let _ = timeout(CLOSE_WITHIN, answered).await;
        }
        Ended::Unreadable(frame) => {
            let said = async {
                if frame.code == close_code::SIZE {
                    let _ = reader.refuse(reader.too_large()).await;
                }
                reader.orders.send(Outgoing::Close(frame)).await
            };
            let _ = timeout(CLOSE_WITHIN, said).await;
            // With bytes unread, closing at once would take the reason back.
            sleep(CLOSE_WITHIN / 2).await;
        }
    }
}

struct Reader<'a> {
    hub: &'a Hub,
    pulse: &'a Pulse,
    orders: mpsc::Sender<Outgoing>,
    stopping: watch::Receiver<bool>,
    max_bytes: usize,
}

/// There is always a reason to end.
enum Never {}

impl Reader<'_> {
    async fn serve(&mut self, stream: &mut Stream) -> Result<Never, Ended> {
        let hello = timeout(HELLO_WITHIN, self.next(stream)).await;
        let hello = hello.unwrap_or_else(|_| Err(violation("a page says hello within 10 seconds")))?;
        let Up::Hello { token } = hello else { return Err(violation("the first message must be a hello")) };
        let may_run = token.is_some_and(|token| self.hub.token.matches(&token));
        let relay = env!("CARGO_PKG_VERSION").to_owned();
        let mut lessons = self.hub.sessions.lessons().to_vec();
        // What a run had is in its log.
        lessons.iter_mut().for_each(|lesson| lesson.files = Packed::from(&Vec::new()));
        self.say(Down::Welcome { relay, may_run, lessons }).await?;
        loop {
            let up = self.next(stream).await?;
            self.obey(up, may_run).await?;
        }
    }

    async fn obey(&self, up: Up, may_run: bool) -> Result<(), Ended> {
        let sessions = &self.hub.sessions;
        match up {
            Up::Hello { .. } => Err(violation("hello was said already")),
            Up::Start { .. } | Up::Control { .. } if !may_run => self.refuse(Refusal::NotAllowed).await,
            Up::Start { lesson, knobs, sources, arguments, starts, step_mode } => {
                let request = StartRequest { lesson, knobs, sources, arguments, starts, step_mode, id: None };
                match sessions.start(request).await {
                    Ok(session) => self.say(Down::Started { session }).await,
                    Err(reason) => self.refuse(reason).await,
                }
            }
            Up::Control { session, control } => match sessions.control(session, control).await {
                Ok(()) => Ok(()),
                Err(reason) => self.refuse(reason).await,
            },
            Up::Watch { session, after } => match sessions.log(session).await {
                Ok(log) => self.order(Outgoing::Watch(Cursor::new(log, after))).await,
                Err(reason) => self.refuse(reason).await,
            },
        }
    }

    /// The page's next message.
    async fn next(&mut self, stream: &mut Stream) -> Result<Up, Ended> {
        loop {
            let message = tokio::select! {
                message = timeout_at(self.pulse.deadline(), stream.next()) => message,
                _ = self.stopping.wait_for(|stopping| *stopping) => return Err(Ended::Close(stopping())),
            };
            let message = match message {
                Ok(Some(message)) => message.map_err(|e| self.unreadable(e))?,
                Ok(None) => return Err(Ended::Gone),
                Err(_) if self.pulse.deadline() <= Instant::now() => return Err(Ended::Gone),
                Err(_) => continue,
            };
            self.pulse.beat();
            match message {
                Message::Binary(bytes) if bytes.len() > self.max_bytes => {
                    // The close frame's reason is for authors of clients: the page has its own words in the person's language.
                    self.refuse(self.too_large()).await?;
                    return Err(Ended::Close(self.too_long()));
                }
                Message::Binary(bytes) => {
                    return wire::decode_up(&bytes).map_err(|e| violation(&e.to_string()));
                }
                Message::Text(_) => {
                    let reason = "only binary messages are understood here";
                    return Err(Ended::Close(farewell(close_code::UNSUPPORTED, reason)));
                }
                // Pings are answered, and a close is confirmed, by the WebSocket itself.
                Message::Ping(_) | Message::Pong(_) | Message::Close(_) => {}
            }
        }
    }

    async fn say(&self, down: Down) -> Result<(), Ended> {
        self.order(Outgoing::Say(down)).await
    }

    async fn refuse(&self, reason: Refusal) -> Result<(), Ended> {
        self.say(Down::Refused { reason }).await
    }

    async fn order(&self, order: Outgoing) -> Result<(), Ended> {
        self.orders.send(order).await.map_err(|_| Ended::Gone)
    }

    fn too_large(&self) -> Refusal {
        Refusal::SourceTooLarge { limit_bytes: self.max_bytes as u32 }
    }

    fn too_long(&self) -> CloseFrame {
        farewell(close_code::SIZE, &format!("a message is longer than {} bytes", self.max_bytes))
    }

    /// Why the WebSocket could not be read on.
    fn unreadable(&self, e: Error) -> Ended {
        use tungstenite::{Error as Ws, error::ProtocolError};
        match e.into_inner().downcast_ref::<Ws>() {
            Some(Ws::Capacity(_)) => Ended::Unreadable(self.too_long()),
            Some(Ws::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => Ended::Gone,
            Some(Ws::Protocol(e)) => Ended::Unreadable(farewell(close_code::PROTOCOL, &e.to_string())),
            Some(Ws::Utf8(_)) => {
                Ended::Unreadable(farewell(close_code::PROTOCOL, "a text that is not UTF-8"))
            }
            _ => Ended::Gone,
        }
    }
}

fn violation(reason: &str) -> Ended {
    Ended::Close(farewell(close_code::PROTOCOL, reason))
}
