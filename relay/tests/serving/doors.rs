//! A browser's way into a session: what goes through it, what the log says about it, and when it closes.

use crate::helper::{Page, TestRelay, soon};
use socketscope::stage::VISITORS_AT_ONCE;
use socketscope_shared::{
    ConnectionId, Direction, Event, Fact, Language, Op, Outcome, SessionId,
    claims::Verdict,
    event::{DoorNews, End},
    lesson::evaluate,
    session::Network,
    timeline::Timeline,
    wire::{Chunk, Control, Down, Up},
};
use std::{
    fs::{self, Permissions},
    net::SocketAddr,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: a test\r\n\r\n";

/// A session of lesson 2 and what a page has seen of it.
struct Session {
    page: Page,
    id: SessionId,
    seen: Vec<Event>,
}

impl Session {
    async fn start(relay: &TestRelay, knobs: &[(&str, &str)]) -> Self {
        let mut page = relay.page().await;
        let knobs = knobs.iter().map(|(id, value)| ((*id).into(), (*value).into())).collect();
        page.say(&Up::Start {
            lesson: "browser".into(),
            knobs,
            sources: vec![],
            arguments: vec![],
            starts: Vec::new(),
            step_mode: false,
        })
        .await;
        let Down::Started { session: id } = page.told().await else { panic!("not started") };
        page.say(&Up::Watch { session: id, after: 0 }).await;
        Session { page, id, seen: Vec::new() }
    }

    /// Reads on until there is such a fact.
    async fn until<T>(&mut self, found: impl Fn(&Fact) -> Option<T>) -> T {
        loop {
            if let Some(found) = self.seen.iter().find_map(|event| found(&event.fact)) {
                return found;
            }
            let chunk = self.page.chunk().await;
            self.seen.extend(chunk.events);
        }
    }

    async fn door(&mut self) -> SocketAddr {
        let opened = |fact: &Fact| match fact {
            Fact::Door { door: 0, news: DoorNews::Opened { outside } } => outside.to_std(),
            _ => None,
        };
        self.until(opened).await
    }

    async fn end(&mut self) -> End {
        let ended = |fact: &Fact| match fact {
            Fact::SessionEnded { end } => Some(end.clone()),
            _ => None,
        };
        self.until(ended).await
    }

    async fn stop(&mut self) {
        self.page.say(&Up::Control { session: self.id, control: Control::Stop }).await;
    }
}

/// What is answered, up to the end of the connection.
async fn ask(door: SocketAddr, request: &[u8]) -> (SocketAddr, String) {
    let mut stream = TcpStream::connect(door).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    (stream.local_addr().unwrap(), answer)
}

#[tokio::test]
async fn a_browser_gets_in_and_the_log_tells_who_asked_what() {
    let relay = TestRelay::start().await;
    let mut session = Session::start(&relay, &[("visits", "2")]).await;
    let door = session.door().await;
    assert!(door.ip().is_loopback() && door.port() != 8080 && door.port() != relay.port);
    let (from, answer) = ask(door, REQUEST).await;
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("Content-Length: 16"), "{head}");
    assert_eq!(body, "Hello, 你好: 1");
    assert!(ask(door, REQUEST).await.1.ends_with(": 2"), "it counts");
    assert_eq!(session.end().await, End::Finished);

    let came = |fact: &Fact| match fact {
        Fact::Door { news: DoorNews::Visitor { outside, inside }, .. } if outside.to_std() == Some(from) => {
            Some(inside.clone())
        }
        _ => None,
    };
    let inside = session.until(came).await;
    let accepted = |fact: &Fact| match fact {
        Fact::Returned { outcome: Outcome::Accepted { peer, socket, connection, .. }, .. }
            if *peer == inside =>
        {
            Some((*socket, *connection))
        }
        _ => None,
    };
    let (socket, connection) = session.until(accepted).await;
    let received = |fact: &Fact| match fact {
        Fact::Returned { call, outcome: Outcome::Received { data, .. }, .. }
            if call.socket == Some(socket) =>
        {
            Some(data.clone())
        }
        _ => None,
    };
    assert_eq!(session.until(received).await, REQUEST, "the bytes are those that were sent outside");
    let place =
        |wanted: &dyn Fn(&Fact) -> bool| session.seen.iter().position(|event| wanted(&event.fact)).unwrap();
    let visited = place(&|fact| came(fact).is_some());
    let crossed = place(&|fact| matches!(fact, Fact::Segment(s) if Some(s.connection) == connection));
    assert!(visited < crossed, "who comes is known before the first segment");
}

/// The binary as a program that may not capture: an ordinary user's does not, root's has to give the right away.
fn without_capture(binary: &Path, folder: &Path) -> PathBuf {
    let root = fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    if !root {
        return binary.to_owned();
    }
    let script = folder.join("without-capture");
    let command = format!("#!/bin/sh\nexec setpriv --bounding-set=-net_raw {} \"$@\"\n", binary.display());
    fs::write(&script, command).unwrap();
    fs::set_permissions(&script, Permissions::from_mode(0o755)).unwrap();
    script
}

#[tokio::test]
async fn without_capture_what_a_visitor_sent_is_what_was_received_and_it_gets_what_is_sent() {
    let data = Arc::new(tempfile::tempdir().unwrap());
    let relay = TestRelay::with(data.clone(), |config| {
        config.sessions.shared_network = true;
        config.sessions.executable = without_capture(&config.sessions.executable, data.path());
    })
    .await;
    let mut session = Session::start(&relay, &[("visits", "1")]).await;
    let door = session.door().await;
    let (from, answer) = ask(door, REQUEST).await;
    assert!(answer.ends_with("Hello, 你好: 1"), "{answer}");
    assert_eq!(session.end().await, End::Finished);

    let mut timeline = Timeline::default();
    timeline.extend(Chunk { session: session.id, first_seq: 1, events: session.seen }).unwrap();
    let world = timeline.latest();
    let info = world.info.as_ref().expect("the session has started");
    assert!(matches!(info.network, Network::Shared { captured: false, .. }), "{:?}", info.network);
    let ids = (0..).map(ConnectionId).take(world.connections.len());
    let visits: Vec<_> = ids.filter_map(|id| Some((id, world.visitor(id)?))).collect();
    let [(id, visitor)] = visits[..] else { panic!("one came, not {visits:?}") };
    assert_eq!(visitor.outside.to_std(), Some(from));
    let [asked, answered] =
        Direction::BOTH.map(|direction| world.stream(id, direction).expect("it is known"));
    let request = REQUEST.len() as u64;
    assert_eq!((asked.sent, asked.received, asked.in_kernel()), (request, request, 0));
    let all = answer.len() as u64;
    assert_eq!((answered.sent, answered.received, answered.in_kernel()), (all, all, 0));
    assert!(answered.finished && answered.end_seen, "the server closed, and the visitor read to the end");

    let lesson =
        relay.sessions.lessons().iter().find(|lesson| lesson.id == "browser").expect("it is built in");
    let knobs = &info.knobs;
    for (claim, result) in
        lesson.claims.iter().zip(evaluate(&lesson.claims, &lesson.knobs, knobs, &timeline, Language::En))
    {
        assert_eq!(result.verdict, Verdict::Holds, "{}: {}", claim.text.en(), result.evidence);
    }
}

#[tokio::test]
async fn half_closed_is_half_closed_inside() {
    let relay = TestRelay::start().await;
    let mut session = Session::start(&relay, &[("visits", "1")]).await;
    let door = session.door().await;
    let mut stream = TcpStream::connect(door).await.unwrap();
    stream.write_all(REQUEST).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    soon(stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.ends_with("Hello, 你好: 1"), "the other way is still open: {answer}");
    assert_eq!(session.end().await, End::Finished);
}

#[tokio::test]
async fn who_connects_and_asks_nothing_keeps_nobody_waiting_forever() {
    let relay = TestRelay::start().await;
    let mut session = Session::start(&relay, &[("visits", "1")]).await;
    let door = session.door().await;
    let silent = TcpStream::connect(door).await.unwrap();
    let came = |fact: &Fact| matches!(fact, Fact::Door { news: DoorNews::Visitor { .. }, .. }).then_some(());
    session.until(came).await;
    let (_, answer) = ask(door, REQUEST).await;
    assert!(answer.ends_with(": 1"), "the silent one does not count: {answer}");
    drop(silent);
    assert_eq!(session.end().await, End::Finished);
}

#[tokio::test]
async fn so_many_at_once_and_no_more() {
    let relay = TestRelay::start().await;
    let mut session = Session::start(&relay, &[]).await;
    let door = session.door().await;
    let mut inside = Vec::new();
    for _ in 0..VISITORS_AT_ONCE {
        inside.push(TcpStream::connect(door).await.unwrap());
    }
    let mut one_more = TcpStream::connect(door).await.unwrap();
    let mut nothing = Vec::new();
    // Closed at once, with or without a reset.
    _ = soon(one_more.read_to_end(&mut nothing)).await;
    assert!(nothing.is_empty());
    session.stop().await;
    assert_eq!(session.end().await, End::Stopped);
    let visits = session
        .seen
        .iter()
        .filter(|event| matches!(event.fact, Fact::Door { news: DoorNews::Visitor { .. }, .. }))
        .count();
    assert!(visits <= VISITORS_AT_ONCE, "{visits} came in");
}

#[tokio::test]
async fn a_door_is_shut_once_its_session_is_over() {
    let relay = TestRelay::start().await;
    let mut session = Session::start(&relay, &[]).await;
    let door = session.door().await;
    let mut inside = TcpStream::connect(door).await.unwrap();
    session.stop().await;
    assert_eq!(session.end().await, End::Stopped);
    let mut rest = Vec::new();
    _ = soon(inside.read_to_end(&mut rest)).await;
    assert!(rest.is_empty(), "nobody was asked anything");
    let shut = async {
        while TcpStream::connect(door).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    soon(shut).await;
}

#[tokio::test]
async fn lessons_without_doors_have_none() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.say(&Up::Start {
        lesson: "life".into(),
        knobs: vec![],
        sources: vec![],
        arguments: vec![],
        starts: Vec::new(),
        step_mode: false,
    })
    .await;
    let Down::Started { session: id } = page.told().await else { panic!("not started") };
    page.say(&Up::Watch { session: id, after: 0 }).await;
    let mut session = Session { page, id, seen: Vec::new() };
    session.end().await;
    let listens = |event: &Event| matches!(&event.fact, Fact::Returned { call, .. } if matches!(call.op, Op::Listen { .. }));
    assert!(session.seen.iter().any(listens));
    let doors = |event: &&Event| matches!(event.fact, Fact::Door { .. });
    assert_eq!(session.seen.iter().filter(doors).count(), 0);
}
