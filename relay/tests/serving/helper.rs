//! A relay in this process on a free port, and a page that speaks to it.

use futures_util::{SinkExt, StreamExt};
use socketscope::{
    assets::Asset,
    config::Config,
    log_store::{LogStore, SessionLog},
    relay::Relay,
    session::Sessions,
};
use socketscope_shared::{
    ActorId, Event, Fact, SessionId,
    event::End,
    wire::{self, Chunk, Down, Received, Up},
};
use std::{future::Future, path::Path, sync::Arc, time::Duration};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

pub const SESSION: SessionId = SessionId(0x5e5510);

/// Fails the test instead of hanging it.
pub async fn soon<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), work).await.expect("within 30 s")
}

/// The `n`th event of a log, and a different one for every `n`.
pub fn event(n: u64) -> Event {
    let data = format!("line {n} {}\n", "x".repeat((n % 50) as usize)).into_bytes();
    Event { at_ns: n * 1000, fact: Fact::Output { actor: ActorId(0), error: false, line: n as u32, data } }
}

pub fn events(range: impl IntoIterator<Item = u64>) -> Vec<Event> {
    range.into_iter().map(event).collect()
}

pub fn ended(log: &SessionLog) -> Option<End> {
    match log.events_after(0).last()?.fact.clone() {
        Fact::SessionEnded { end } => Some(end),
        _ => None,
    }
}

pub static PAGE: &[Asset] = &[
    Asset {
        path: "/index.html",
        mime: "text/html; charset=utf-8",
        immutable: false,
        plain: b"<!doctype html>",
        brotli: b"",
        gzip: b"gzipped html",
    },
    Asset {
        path: "/assets/page-1234.wasm",
        mime: "application/wasm",
        immutable: true,
        plain: b"plain wasm",
        brotli: b"brotli wasm",
        gzip: b"gzip wasm",
    },
];

pub struct TestRelay {
    pub port: u16,
    pub token: String,
    pub logs: Arc<LogStore>,
    pub sessions: Arc<Sessions>,
    data: Arc<TempDir>,
    stop: oneshot::Sender<()>,
    done: JoinHandle<std::io::Result<()>>,
}

impl TestRelay {
    pub async fn start() -> Self {
        Self::with(Arc::new(tempfile::tempdir().unwrap()), |_| {}).await
    }

    pub async fn with(data: Arc<TempDir>, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::new(data.path().into(), env!("CARGO_BIN_EXE_socketscope").into());
        config.assets = PAGE;
        change(&mut config);
        let relay = Relay::open(config).unwrap();
        let (token, logs, sessions) =
            (relay.token.text().to_owned(), relay.logs.clone().expect("kept"), relay.sessions.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (stop, stopped) = oneshot::channel();
        let done = tokio::spawn(relay.serve(listener, async {
            let _ = stopped.await;
        }));
        TestRelay { port, token, logs, sessions, data, stop, done }
    }

    /// Stops it as a signal would, and gives its data directory back.
    pub async fn stop(self) -> Arc<TempDir> {
        self.stop.send(()).unwrap();
        soon(self.done).await.unwrap().unwrap();
        self.data
    }

    /// A page that has not said hello, nor shown the token.
    pub async fn connect(&self) -> Page {
        Page::connect(self.port, None).await
    }

    /// Its data directory.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// A page with this token that was welcomed.
    pub async fn page_with(&self, token: Option<&str>) -> (Page, Down) {
        Page::welcomed(self.port, token).await
    }

    /// A page that may do everything.
    pub async fn page(&self) -> Page {
        self.page_with(Some(&self.token)).await.0
    }

    /// A page that watches `session` from after `seq`.
    pub async fn viewer(&self, session: SessionId, after: u64) -> Page {
        let mut page = self.page().await;
        page.say(&Up::Watch { session, after }).await;
        page
    }

    /// A request exactly as given, without `Connection: close`; the response's head and body.
    pub async fn request(&self, head: &str) -> (String, Vec<u8>) {
        self.send(head, "").await
    }

    /// As [`request`](Self::request), with a body.
    pub async fn send(&self, head: &str, body: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let head = head.replace('\n', "\r\n") + "\r\nConnection: close\r\n\r\n" + body;
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut response = Vec::new();
        soon(stream.read_to_end(&mut response)).await.unwrap();
        let end = response.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let body = response.split_off(end + 4);
        (String::from_utf8(response).unwrap().to_lowercase(), body)
    }

    /// As [`request`](Self::request), with our own Host.
    pub async fn get(&self, path: &str, more: &str) -> (String, Vec<u8>) {
        self.request(&format!("GET {path} HTTP/1.1\nHost: 127.0.0.1:{}{more}", self.port)).await
    }
}

pub struct Page {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Page {
    async fn connect(port: u16, token: Option<&str>) -> Self {
        let query = token.map(|token| format!("?token={token}")).unwrap_or_default();
        let (socket, _) = soon(connect_async(format!("ws://127.0.0.1:{port}/ws{query}"))).await.unwrap();
        Page { socket }
    }

    /// A page that said hello, and what it was answered.
    pub async fn welcomed(port: u16, token: Option<&str>) -> (Self, Down) {
        let mut page = Self::connect(port, token).await;
        page.say(&Up::Hello { token: token.map(str::to_owned) }).await;
        let welcome = page.told().await;
        (page, welcome)
    }

    pub async fn say(&mut self, up: &Up) {
        self.send(wire::encode_up(up)).await;
    }

    pub async fn send(&mut self, bytes: Vec<u8>) {
        soon(self.socket.send(Message::Binary(bytes.into()))).await.unwrap();
    }

    pub async fn send_text(&mut self, text: &str) {
        soon(self.socket.send(Message::text(text))).await.unwrap();
    }

    pub async fn heard(&mut self) -> Received {
        loop {
            match soon(self.socket.next()).await.expect("still open").expect("readable") {
                Message::Binary(bytes) => return wire::decode_received(&bytes).unwrap(),
                Message::Close(frame) => panic!("closed: {frame:?}"),
                _ => {}
            }
        }
    }

    pub async fn told(&mut self) -> Down {
        match self.heard().await {
            Received::Down(down) => down,
            Received::Chunk(chunk) => panic!("events from {}", chunk.first_seq),
        }
    }

    pub async fn chunk(&mut self) -> Chunk {
        match self.heard().await {
            Received::Chunk(chunk) => chunk,
            Received::Down(down) => panic!("{down:?}"),
        }
    }

    /// The events from `first_seq` up to `last_seq`; a gap or a duplicate fails.
    pub async fn events(&mut self, first_seq: u64, last_seq: u64) -> Vec<Event> {
        let mut all = Vec::new();
        while (all.len() as u64) < last_seq + 1 - first_seq {
            let chunk = self.chunk().await;
            assert_eq!(chunk.first_seq, first_seq + all.len() as u64);
            all.extend(chunk.events);
        }
        all
    }

    /// Reads on until the relay closes; its code and reason.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            match soon(self.socket.next()).await {
                Some(Ok(Message::Close(Some(frame)))) => {
                    return (frame.code.into(), frame.reason.to_string());
                }
                Some(Ok(_)) => {}
                other => panic!("closed without a reason: {other:?}"),
            }
        }
    }
}
