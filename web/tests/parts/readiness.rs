//! The readiness matrix and its reasons in a real browser, drawn from hand-made logs.

use crate::page::Page;
use socketscope_shared::{
    ActorId, Event, Op, Outcome, Side,
    call::{PollFd, Watched},
    reading::TcpState,
    testing::{Conn, Script, Sock},
};
use socketscope_web::model::{Action, Tab};
use wasm_bindgen_test::wasm_bindgen_test;

/// The matrix has the room that it has on the page.
const STYLE: &str =
    concat!(include_str!("../../style/readiness.css"), ".mx-rows { flex: none; height: 140px; }");

const SERVER: ActorId = ActorId(0);
const CLIENT: ActorId = ActorId(1);

/// A log at its end, with the readiness tab open.
async fn page_of(events: Vec<Event>) -> Page {
    let last = events.len() as u64;
    let page = Page::styled(STYLE, events, None);
    page.until("a matrix", |page| page.count(".matrix") > 0).await;
    page.act(Action::SelectTab(Tab::Readiness)).await;
    page.act(Action::Seek(last)).await;
    page.until("reasons", |page| page.count(".why tbody tr") > 0).await;
    page
}

/// A server that accepted a client, and what happens then.
fn session(rest: impl FnOnce(&mut Script, Sock, Sock, &Conn)) -> Vec<Event> {
    let mut s = Script::new("sets", &[("server", "server.py", ""), ("client", "client.py", "")]);
    s.started(SERVER);
    s.started(CLIENT);
    let listener = s.listener(SERVER, 1, 5);
    let accept = s.call(Some(listener), 2, Op::Accept);
    s.entered(SERVER, &accept);
    let client = s.socket(CLIENT, 1);
    let conn = s.connect(client, 2);
    let accepted = s.accepted(&accept, SERVER, &conn);
    rest(&mut s, accepted, client, &conn);
    s.finish()
}

fn on(sock: Sock, events: u32) -> PollFd {
    PollFd { socket: Some(sock.id), fd: sock.fd, events }
}

const WAIT: Op = Op::EpollWait { max_events: 8, timeout_ns: None };

/// An epoll descriptor with one socket, to which 10 bytes came and which was reported for that.
fn reported_once(s: &mut Script, sock: Sock, client: Sock, events: u32) -> Sock {
    let epoll = s.new_sock(SERVER);
    let made = Outcome::NewSocket { socket: epoll.id, fd: epoll.fd };
    s.quick(SERVER, None, 3, Op::EpollCreate, made);
    let add = Op::EpollControl { action: 1, target: on(sock, events) };
    s.quick(SERVER, Some(epoll), 4, add, Outcome::Done);
    s.sendall(client, 3, b"0123456789");
    s.quick(SERVER, Some(epoll), 5, WAIT, Outcome::Ready { fds: vec![on(sock, 1)] });
    epoll
}

#[wasm_bindgen_test]
async fn poll_shows_events_and_revents_and_names_a_hang_up() {
    let page = page_of(session(|s, sock, client, conn| {
        s.close(client, 4);
        s.end_reading(conn, &[(Side::Server, TcpState::CloseWait, 0, 0)]);
        let op = Op::Poll { fds: vec![on(sock, 0x2001)], timeout_ns: None };
        s.quick(SERVER, None, 5, op, Outcome::Ready { fds: vec![on(sock, 0x2001)] });
    }))
    .await;
    assert_eq!(page.texts(".sets > div"), ["fd: events → revents · 14IN | RDHUP → IN | RDHUP"]);
    assert_eq!(page.texts(".matrix .mx-rows .cell"), ["RD"]);
    assert_eq!(
        page.texts(".why tbody tr"),
        [
            "4POLLINpeer closed: end of stream is readable",
            "4POLLRDHUPthe peer will send no more: its FIN has arrived"
        ]
    );
}

#[wasm_bindgen_test]
async fn epoll_has_an_interest_list_and_a_ready_list_and_says_why_an_edge_is_not_reported() {
    let watched = 1 | 1 << 31;
    let page = page_of(session(|s, sock, client, conn| {
        let epoll = reported_once(s, sock, client, watched);
        s.recv(sock, 6, 4, b"0123");
        s.end_reading(conn, &[(Side::Server, TcpState::Established, 6, 0)]);
        s.quick(SERVER, Some(epoll), 5, WAIT, Outcome::Ready { fds: Vec::new() });
    }))
    .await;
    assert_eq!(
        page.texts(".sets > div"),
        ["interest list at #2 · 14IN | ET", "ready list, as #2 returned it · 0∅"]
    );
    let reason =
        "6 B in the receive buffer, but nothing new has arrived since the last report: edge-triggered";
    assert_eq!(page.texts(".why tbody tr"), [format!("4EPOLLIN{reason}")]);
}

#[wasm_bindgen_test]
async fn a_descriptor_that_epoll_reported_once_and_watches_no_more_looks_so() {
    let once = 1 | 1 << 30;
    let page = page_of(session(|s, sock, client, conn| {
        let epoll = reported_once(s, sock, client, once);
        s.end_reading(conn, &[(Side::Server, TcpState::Established, 10, 0)]);
        s.quick(SERVER, Some(epoll), 5, WAIT, Outcome::Ready { fds: Vec::new() });
    }))
    .await;
    assert_eq!(page.texts(".mx-rows .cell"), ["R", "off"]);
    assert_eq!(page.texts(".mx-rows .cell.off"), ["off"]);
    assert_eq!(page.count(".legend .off"), 1, "and what that means stands there");
    page.act(Action::Step { forward: false }).await;
    page.until("watched", |page| page.count(".off") == 0).await;
}

#[wasm_bindgen_test]
async fn a_full_send_buffer_and_an_urgent_byte_are_explained() {
    let page = page_of(session(|s, sock, client, conn| {
        let op = Op::Send { data: b"!".to_vec(), flags: 1, to: None, omitted_bytes: 0 };
        s.quick(CLIENT, Some(client), 3, op, Outcome::Sent { len_bytes: 1 });
        s.end_reading(conn, &[(Side::Server, TcpState::Established, 1, 40_000)]);
        let one = || vec![Watched { socket: Some(sock.id), fd: sock.fd }];
        let op = Op::Select { read: one(), write: one(), except: one(), timeout_ns: None };
        let found = Outcome::ReadySets { read: Vec::new(), write: Vec::new(), except: one() };
        s.quick(SERVER, None, 5, op, found);
    }))
    .await;
    assert_eq!(page.texts(".matrix .mx-rows .cell"), ["X"]);
    assert_eq!(page.texts(".sets .cell.r"), ["4"], "in the third set only");
    assert_eq!(
        page.texts(".why tbody tr"),
        [
            "4Xurgent byte pending at offset 0: recv(MSG_OOB) takes it",
            "4Rthe 1 B in the receive buffer is urgent: recv without MSG_OOB does not get it",
            "4Wsend buffer full: 80 000 B of 87 040 B used by 40 000 B not acknowledged, less than a third free"
        ]
    );
}

#[wasm_bindgen_test]
async fn while_a_call_waits_the_round_before_it_stands_there_too() {
    let page = page_of(session(|s, sock, client, _| {
        let one = || vec![Watched { socket: Some(sock.id), fd: sock.fd }];
        let select = || Op::Select { read: one(), write: Vec::new(), except: Vec::new(), timeout_ns: None };
        s.sendall(client, 3, b"hello");
        let found = Outcome::ReadySets { read: one(), write: Vec::new(), except: Vec::new() };
        s.quick(SERVER, None, 5, select(), found);
        s.recv(sock, 6, 9, b"hello");
        let waits = s.call(None, 5, select());
        s.entered(SERVER, &waits);
    }))
    .await;
    let round = page.texts(".sockets-tab .call");
    assert_eq!(round.len(), 3, "{round:?}");
    assert!(
        round[0].starts_with("#1select") && round[1].starts_with("recv") && round[2].starts_with("#2select")
    );
    assert_eq!(page.texts(".sockets-tab .call.on"), [round[2].clone()]);
}

/// A server that selects over 200 sockets, and one that waits with epoll 100 000 times for as many: only what is seen is
/// drawn, wherever the cursor goes.
#[wasm_bindgen_test]
async fn a_large_matrix_draws_only_what_is_seen() {
    const SOCKS: usize = 200;
    const WAITS: usize = 100_000;
    let mut s = Script::new("sets", &[("server", "server.py", ""), ("client", "client.py", "")]);
    s.started(SERVER);
    s.started(CLIENT);
    let epoll = s.new_sock(SERVER);
    let made = Outcome::NewSocket { socket: epoll.id, fd: epoll.fd };
    s.quick(SERVER, None, 3, Op::EpollCreate, made);
    let socks: Vec<Sock> = (0..SOCKS).map(|_| s.socket(SERVER, 1)).collect();
    for sock in &socks {
        let add = Op::EpollControl { action: 1, target: on(*sock, 1) };
        s.quick(SERVER, Some(epoll), 4, add, Outcome::Done);
    }
    for nth in 0..WAITS {
        let found = vec![on(socks[nth % SOCKS], 1)];
        let wait = Op::EpollWait { max_events: 8, timeout_ns: None };
        s.quick(SERVER, Some(epoll), 5, wait, Outcome::Ready { fds: found });
    }
    let events = s.finish();
    let last = events.len() as u64;
    let page = page_of(events).await;
    let middle = WAITS / 2;
    for (nth, seq) in [(WAITS, last), (middle, last - (WAITS - middle) as u64), (1, last - WAITS as u64 + 1)]
    {
        page.act(Action::Seek(seq)).await;
        let number = socketscope_shared::words::count(nth as u64);
        page.until("the wait is current", |page| page.texts(".heads .on") == [number.clone()]).await;
        page.until("few cells", |page| page.texts(".matrix .mx-rows .cell").len() < 600).await;
        // The one that is ready is brought into view.
        page.until("a ready cell", |page| page.texts(".mx-rows .cell.r.now").len() == 1).await;
        assert!(page.texts(".why tbody tr").len() <= SOCKS);
    }
}
