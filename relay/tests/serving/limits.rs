//! Limits hold for many at once, and nobody without the token shuts out somebody who has it.

use crate::helper::{Page, SESSION, TestRelay, events, soon};
use futures_util::{SinkExt, StreamExt, future::join_all};
use socketscope::{
    log_store::{LogStore, Retention},
    session::StartRequest,
};
use socketscope_probe::descriptors::raise_limit;
use socketscope_shared::{
    SessionId,
    wire::{self, Control, Down, MAX_GUEST_BYTES, MAX_UP_BYTES, Refusal, Up},
};
use std::{
    io::ErrorKind,
    sync::{Arc, Barrier},
    thread,
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_tungstenite::{connect_async, tungstenite::Message};

/// A session that waits until it is stopped.
fn waiting() -> StartRequest {
    StartRequest { lesson: "own".into(), step_mode: true, ..StartRequest::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_sessions_that_start_at_once_no_more_run_than_may() {
    const MAY: u32 = 3;
    let data = Arc::new(tempfile::tempdir().unwrap());
    let relay = TestRelay::with(data, |config| config.sessions.max_running = MAY).await;
    let starts = join_all((0..100).map(|_| {
        let sessions = relay.sessions.clone();
        tokio::spawn(async move { sessions.start(waiting()).await })
    }));
    let started: Vec<_> = soon(starts).await.into_iter().map(|start| start.unwrap()).collect();
    let running: Vec<SessionId> = started.iter().filter_map(|start| start.clone().ok()).collect();
    assert_eq!(running.len(), MAY as usize);
    let refused = started.iter().filter(|start| **start == Err(Refusal::TooManySessions { limit: MAY }));
    assert_eq!(refused.count(), 100 - MAY as usize);
    // An ended session's place is free again.
    let log = relay.sessions.log(running[0]).await.unwrap();
    relay.sessions.control(running[0], Control::Stop).await.unwrap();
    let mut grown = log.subscribe();
    soon(grown.wait_for(|_| log.is_over())).await.unwrap();
    let again = async {
        while relay.sessions.start(waiting()).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    soon(again).await;
    relay.stop().await;
}

#[test]
fn of_many_logs_that_are_made_at_once_no_more_are_kept_than_may() {
    const MAY: usize = 12;
    const AT_ONCE: usize = 6;
    let data = tempfile::tempdir().unwrap();
    let logs = LogStore::open(data.path(), Retention { files: MAY, bytes: 1 << 30 }).unwrap();
    for n in 0..MAY as u128 {
        logs.create(SessionId(n)).append(&events(1..=3));
    }
    logs.close();
    let together = Barrier::new(AT_ONCE);
    thread::scope(|scope| {
        for n in 0..AT_ONCE as u128 {
            let (logs, together) = (&logs, &together);
            scope.spawn(move || {
                together.wait();
                logs.create(SessionId(100 + n));
            });
        }
    });
    assert_eq!(logs.recorded().unwrap().len(), MAY);
}

/// A connection that has not asked for anything yet: it may have begun to.
async fn idle(relay: &TestRelay, said: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", relay.port)).await.unwrap();
    stream.write_all(said).await.unwrap();
    stream
}

#[tokio::test]
async fn connections_that_say_nothing_shut_nobody_out() {
    raise_limit().unwrap();
    let relay = TestRelay::start().await;
    let mut held = Vec::new();
    for n in 0..1200 {
        held.push(idle(&relay, if n % 2 == 0 { b"" } else { b"GET / HTTP/1.1\r\nHost: 127." }).await);
    }
    let (head, _) = relay.get("/", "").await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let (_, welcome) = relay.page_with(Some(&relay.token)).await;
    assert!(matches!(welcome, Down::Welcome { may_run: true, .. }));
    drop(held);
}

#[tokio::test]
async fn a_connection_that_says_nothing_or_half_of_it_is_closed() {
    let data = Arc::new(tempfile::tempdir().unwrap());
    let relay = TestRelay::with(data, |config| config.headers_within = Duration::from_millis(100)).await;
    let whole = format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", relay.port);
    // Also one that asked and got an answer, and then asks for nothing more.
    for said in ["", "GET / HTTP/1.1\r\nHost: 127.", &whole] {
        let mut stream = idle(&relay, said.as_bytes()).await;
        let mut rest = Vec::new();
        match soon(stream.read_to_end(&mut rest)).await {
            Ok(_) => {}
            Err(e) => assert_eq!(e.kind(), ErrorKind::ConnectionReset),
        }
        assert_eq!(rest.starts_with(b"HTTP/1.1 200"), said == whole, "{said:?}: {rest:?}");
    }
}

#[tokio::test]
async fn who_has_the_token_gets_a_place_where_others_get_none() {
    let data = Arc::new(tempfile::tempdir().unwrap());
    let relay = TestRelay::with(data, |config| config.max_viewers = 2).await;
    let address = format!("ws://127.0.0.1:{}/ws", relay.port);
    let _guests = (relay.connect().await, relay.connect().await);
    assert!(connect_async(&address).await.is_err());
    assert!(connect_async(format!("{address}?token=0")).await.is_err());
    let (_, welcome) = relay.page_with(Some(&relay.token)).await;
    assert!(matches!(welcome, Down::Welcome { may_run: true, .. }));
}

#[tokio::test]
async fn a_message_that_is_far_too_long_gets_its_reason_too() {
    let relay = TestRelay::start().await;
    for (query, limit) in
        [(format!("?token={}", relay.token), MAX_UP_BYTES), (String::new(), MAX_GUEST_BYTES)]
    {
        let address = format!("ws://127.0.0.1:{}/ws{query}", relay.port);
        let (socket, _) = connect_async(address).await.unwrap();
        let (mut sink, mut stream) = socket.split();
        // As a browser does, it goes on sending while it hears.
        let sending = tokio::spawn(async move { sink.send(Message::Binary(vec![0; 20 << 20].into())).await });
        let mut told = Vec::new();
        let frame = loop {
            match soon(stream.next()).await.expect("a reason").expect("a reason") {
                Message::Binary(bytes) => told.push(wire::decode_down(&bytes).unwrap()),
                Message::Close(frame) => break frame.expect("a reason"),
                _ => {}
            }
        };
        sending.abort();
        let limit_bytes = limit as u32;
        assert_eq!(told, [Down::Refused { reason: Refusal::SourceTooLarge { limit_bytes } }]);
        assert_eq!((u16::from(frame.code), frame.reason.contains(&limit.to_string())), (1009, true));
    }
}

#[tokio::test]
async fn without_the_token_nothing_long_is_read() {
    let relay = TestRelay::start().await;
    // 1.9 MB of empty texts, as somebody would send them who wants the relay to make a list of them.
    let many = vec![(String::new(), String::new()); 7_600_000];
    let mut bytes = b"Sk".to_vec();
    bytes.extend([wire::VERSION, wire::KIND_UP]);
    bytes.extend(bitcode::encode(&(0_u8, many)));
    assert!(bytes.len() > 1_800_000);
    let mut page = relay.connect().await;
    page.send(bytes).await;
    assert_eq!(page.closed().await.0, 1009);
}

#[tokio::test]
async fn a_session_that_is_not_saved_says_so() {
    let relay = TestRelay::start().await;
    let file = relay.data().join(format!("sessions/{SESSION}.skrec"));
    std::fs::write(&file, "in the way").unwrap();
    let log = relay.logs.create(SESSION);
    log.append(&events(1..=2));
    let mut page: Page = relay.viewer(SESSION, 0).await;
    assert_eq!(page.events(1, 2).await, events(1..=2));
    let Down::NotSaved { session, problem } = page.told().await else { panic!("nothing is said") };
    assert_eq!(session, SESSION);
    assert!(problem.contains(file.to_str().unwrap()) && problem.contains("exists"), "{problem}");
    // Said once; the events go on.
    log.append(&events(3..=3));
    assert_eq!(page.events(3, 3).await, events(3..=3));
    page.say(&Up::Watch { session: SESSION, after: 3 }).await;
    assert!(matches!(page.told().await, Down::NotSaved { .. }), "another watch is told anew");
}
