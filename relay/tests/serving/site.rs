//! The page's files, and who gets them.

use crate::helper::TestRelay;

fn has(head: &str, header: &str) -> bool {
    head.lines().any(|line| line == header)
}

#[tokio::test]
async fn files_come_in_the_smallest_encoding_that_is_taken() {
    let relay = TestRelay::start().await;
    for (accept, encoding, body) in [
        ("\nAccept-Encoding: gzip, deflate, br", Some("br"), "brotli wasm"),
        ("\nAccept-Encoding: gzip, br;q=0", Some("gzip"), "gzip wasm"),
        ("\nAccept-Encoding: deflate", None, "plain wasm"),
        ("", None, "plain wasm"),
    ] {
        let (head, bytes) = relay.get("/assets/page-1234.wasm", accept).await;
        assert!(head.starts_with("http/1.1 200"), "{head}");
        assert_eq!(String::from_utf8(bytes).unwrap(), body, "{accept}");
        let found = head.lines().find_map(|line| line.strip_prefix("content-encoding: "));
        assert_eq!(found, encoding, "{accept}");
        assert!(has(&head, "content-type: application/wasm"), "{head}");
        assert!(has(&head, "cache-control: public, max-age=31536000, immutable"), "{head}");
        assert!(has(&head, "vary: accept-encoding"), "{head}");
    }
}

#[tokio::test]
async fn the_page_is_checked_each_time_and_falls_back_to_what_there_is() {
    let relay = TestRelay::start().await;
    let (head, body) = relay.get("/", "\nAccept-Encoding: br, gzip").await;
    assert!(has(&head, "content-encoding: gzip") && has(&head, "cache-control: no-cache"), "{head}");
    assert_eq!(body, b"gzipped html");
    let (head, body) = relay.get("/index.html?x=1", "").await;
    assert!(has(&head, "content-type: text/html; charset=utf-8"), "{head}");
    assert_eq!(body, b"<!doctype html>");
}

#[tokio::test]
async fn a_browser_is_told_what_it_must_not_do() {
    let relay = TestRelay::start().await;
    for path in ["/", "/assets/page-1234.wasm", "/nothing"] {
        let (head, _) = relay.get(path, "").await;
        assert!(has(&head, "x-content-type-options: nosniff"), "{head}");
        assert!(has(&head, "referrer-policy: no-referrer"), "{head}");
        let policy = head.lines().find(|line| line.starts_with("content-security-policy: ")).unwrap();
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        assert!(policy.contains(&format!("ws://127.0.0.1:{}", relay.port)), "{policy}");
    }
}

#[tokio::test]
async fn there_is_nothing_else() {
    let relay = TestRelay::start().await;
    for path in ["/assets/../index.html", "/etc/passwd", "/assets/", "//", "/%2e%2e/token"] {
        let (head, _) = relay.get(path, "").await;
        assert!(head.starts_with("http/1.1 404"), "{path}: {head}");
    }
    let (head, _) = relay.request(&format!("POST / HTTP/1.1\nHost: localhost:{}", relay.port)).await;
    assert!(head.starts_with("http/1.1 405"), "{head}");
    let (head, body) = relay.request(&format!("HEAD / HTTP/1.1\nHost: localhost:{}", relay.port)).await;
    assert!(head.starts_with("http/1.1 200") && body.is_empty(), "{head}");
    let (head, _) = relay.get("/ws", "").await;
    assert!(head.starts_with("http/1.1 400"), "a WebSocket only: {head}");
}

#[tokio::test]
async fn other_hosts_and_origins_get_nothing() {
    let relay = TestRelay::start().await;
    let port = relay.port;
    let upgrade =
        "\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    for (path, more) in [("/", ""), ("/assets/page-1234.wasm", ""), ("/ws", upgrade)] {
        for host in [format!("evil.example:{port}"), "127.0.0.1".into(), format!("127.0.0.1:{}", port ^ 1)] {
            let (head, body) = relay.request(&format!("GET {path} HTTP/1.1\nHost: {host}{more}")).await;
            assert!(head.starts_with("http/1.1 403"), "{path} of {host}: {head}");
            assert_eq!(body.iter().filter(|byte| **byte == b'.').count(), 4, "one sentence");
        }
        for origin in ["http://evil.example", "null", "https://127.0.0.1"] {
            let (head, _) = relay.get(path, &format!("\nOrigin: {origin}{more}")).await;
            assert!(head.starts_with("http/1.1 403"), "{path} from {origin}: {head}");
        }
    }
    let (head, _) = relay.get("/", &format!("\nOrigin: http://127.0.0.1:{port}")).await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
}
