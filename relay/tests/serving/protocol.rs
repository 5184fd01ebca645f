//! Bytes that are not messages: the reason is clear, and nobody else is disturbed.

use crate::helper::{Page, SESSION, TestRelay, event, soon};
use proptest::{prelude::*, test_runner::TestRunner};
use socketscope_shared::wire::{KIND_DOWN, MAX_UP_BYTES, Up, VERSION, encode_up};
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

fn hello() -> Vec<u8> {
    encode_up(&Up::Hello { token: None })
}

fn watch() -> Vec<u8> {
    encode_up(&Up::Watch { session: SESSION, after: 0 })
}

/// The reason with which a page that sends these messages is closed.
async fn refused(relay: &TestRelay, messages: &[&[u8]]) -> (u16, String) {
    let mut page = relay.connect().await;
    for message in messages {
        page.send(message.to_vec()).await;
    }
    let (code, reason) = page.closed().await;
    assert!((1..=123).contains(&reason.len()), "{} bytes: {reason}", reason.len());
    (code, reason)
}

/// Another viewer sees nothing of all that.
async fn undisturbed(relay: &TestRelay, viewer: &mut Page, n: u64) {
    relay.logs.get(SESSION).unwrap().append(&[event(n)]);
    assert_eq!(viewer.events(n, n).await, [event(n)]);
}

#[tokio::test]
async fn what_is_no_message_closes_with_a_reason_and_disturbs_nobody() {
    let relay = TestRelay::start().await;
    relay.logs.create(SESSION);
    let mut viewer = relay.viewer(SESSION, 0).await;
    let mut newer = hello();
    newer[2] = VERSION + 1;
    let mut other_kind = hello();
    other_kind[3] = KIND_DOWN;
    let mut damaged = watch();
    damaged.truncate(6);
    let version = format!("this message has version {}", VERSION + 1);
    let wrong: [(&[&[u8]], &str); 9] = [
        (&[b""], "not a Socketscope message"),
        (&[b"GET / HTTP/1.1\r\n\r\n"], "not a Socketscope message"),
        (&[&newer], &version),
        (&[&other_kind], "a message of kind 1 is not expected here"),
        (&[&[b'S', b'k', VERSION, 0xff]], "a message of kind 255 is not expected here"),
        (&[&[b'S', b'k', VERSION, 0]], "a damaged message"),
        (&[&hello(), &damaged], "a damaged message"),
        (&[&watch()], "the first message must be a hello"),
        (&[&hello(), &hello()], "hello was said already"),
    ];
    for (n, (messages, expected)) in (1..).zip(wrong) {
        let (code, reason) = refused(&relay, messages).await;
        assert_eq!(code, 1002, "{reason}");
        assert!(reason.starts_with(expected), "{reason}");
        undisturbed(&relay, &mut viewer, n).await;
    }
}

#[tokio::test]
async fn text_is_not_understood() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.send_text("hello?").await;
    let (code, reason) = page.closed().await;
    assert_eq!((code, reason.as_str()), (1003, "only binary messages are understood here"));
}

#[tokio::test]
async fn a_message_that_is_too_long_is_not_taken() {
    let relay = TestRelay::start().await;
    relay.logs.create(SESSION);
    let mut viewer = relay.viewer(SESSION, 0).await;
    for (n, len) in (1..).zip([MAX_UP_BYTES + 1, 4 * MAX_UP_BYTES]) {
        let mut page = relay.page().await;
        page.send(vec![0; len]).await;
        let (code, reason) = page.closed().await;
        assert_eq!(code, 1009, "{reason}");
        assert!(reason.contains(&MAX_UP_BYTES.to_string()), "{reason}");
        undisturbed(&relay, &mut viewer, n).await;
    }
    let mut page = relay.page().await;
    let text = "#".repeat(MAX_UP_BYTES - 1000);
    let sources = vec![("nobody".to_owned(), text)];
    page.say(&Up::Start {
        lesson: "none".into(),
        knobs: vec![],
        sources,
        arguments: vec![],
        starts: Vec::new(),
        step_mode: false,
    })
    .await;
    let refusal = page.told().await;
    assert!(format!("{refusal:?}").contains("NoSuchLesson"), "{refusal:?}");
}

/// A page by hand: the handshake is done, and nothing is answered.
async fn handshake(relay: &TestRelay) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", relay.port)).await.unwrap();
    let head = format!(
        "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        relay.port
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut response = Vec::new();
    while !response.ends_with(b"\r\n\r\n") {
        response.push(soon(stream.read_u8()).await.unwrap());
    }
    assert!(response.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&response));
    stream
}

#[tokio::test]
async fn a_header_that_promises_too_much_is_refused_at_once() {
    let relay = TestRelay::start().await;
    let mut stream = handshake(&relay).await;
    let mut header = vec![0x82, 0x80 | 127];
    header.extend((1_u64 << 40).to_be_bytes());
    header.extend([0; 4]);
    stream.write_all(&header).await.unwrap();
    let mut answer = Vec::new();
    soon(stream.read_to_end(&mut answer)).await.unwrap();
    // The refusal, and then the close frame with its code.
    let close = 2 + usize::from(answer[1]);
    assert_eq!((answer[0], answer[close]), (0x82, 0x88), "{answer:?}");
    assert_eq!(answer[close + 2..close + 4], 1009_u16.to_be_bytes(), "{answer:?}");
}

#[tokio::test]
async fn a_page_that_does_not_answer_is_dropped() {
    let data = Arc::new(tempfile::tempdir().unwrap());
    let relay = TestRelay::with(data, |config| {
        config.ping_every = Duration::from_millis(50);
        config.max_viewers = 1;
    })
    .await;
    let mut stream = handshake(&relay).await;
    let mut frames = Vec::new();
    soon(stream.read_to_end(&mut frames)).await.unwrap();
    assert!(frames.chunks(2).take(2).all(|frame| frame == [0x89, 0]), "pings: {frames:?}");
    // Its place is free again. A page that answers stays for many pings.
    let (mut page, _) = relay.page_with(None).await;
    relay.logs.create(SESSION);
    page.send(watch()).await;
    let waiting = tokio::time::timeout(Duration::from_millis(500), page.chunk()).await;
    assert!(waiting.is_err());
    undisturbed(&relay, &mut page, 1).await;
}

#[tokio::test]
async fn one_page_too_many_is_told_so() {
    let data = Arc::new(tempfile::tempdir().unwrap());
    let relay = TestRelay::with(data, |config| config.max_viewers = 2).await;
    let upgrade =
        "\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    let pages = (relay.page().await, relay.page().await);
    let request = format!("GET /ws HTTP/1.1\nHost: 127.0.0.1:{}\nConnection: Upgrade{upgrade}", relay.port);
    let (head, body) = relay.request(&request).await;
    assert!(head.starts_with("http/1.1 503"), "{head}");
    assert!(String::from_utf8(body).unwrap().contains("close one"));
    drop(pages);
}

#[test]
fn no_bytes_bring_the_relay_down() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let relay = runtime.block_on(TestRelay::start());
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() });
    let after_hello = (any::<bool>(), prop::collection::vec(any::<u8>(), 0..300));
    runner
        .run(&after_hello, |(as_ours, mut bytes)| {
            if as_ours {
                bytes.splice(0..0, [b'S', b'k', VERSION, 0]);
            }
            runtime.block_on(async {
                let (mut page, _) = relay.page_with(None).await;
                page.send(bytes).await;
                // Bytes that happen to be a message are answered or not; all else closes.
                page.say(&Up::Hello { token: None }).await;
                let (code, _) = page.closed().await;
                assert_eq!(code, 1002);
            });
            Ok(())
        })
        .unwrap();
}
