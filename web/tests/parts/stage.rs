//! The stage in a real browser, drawn from a hand-made log: the DOM shows what the log says.

use crate::page::Page;
use socketscope_shared::{
    ActorId, Event, Exit, Fact, Op, Outcome, Side, Text,
    call::Watched,
    claims::{Check, Deadlock, ReceivedEqualsSent},
    framing::{ByteOrder, Framing},
    lesson::{Claim, Lesson, Packed, Prediction},
    reading::TcpState,
    testing::{self, Script},
};
use socketscope_web::model::{Action, Guess, StageView, Tab};
use wasm_bindgen_test::wasm_bindgen_test;

async fn page_of(events: Vec<Event>) -> Page {
    let page = Page::of(events, Some(lesson()));
    page.until("the stage stands", |page| page.count(".program") == 2).await;
    page
}

fn lesson() -> Lesson {
    let text = |en: &str| Text::same(en);
    Lesson {
        title: text("Sticky packets"),
        predictions: vec![Prediction {
            only_if: Vec::new(),
            before: testing::moment("server", "recv", 1),
            question: text("What will recv(1024) return?"),
        }],
        ..testing::lesson("sticky")
    }
}

/// The event in which the `nth` call of this name returns.
fn returned(events: &[Event], name: &str, nth: usize) -> u64 {
    let is = |event: &Event| matches!(&event.fact, Fact::Returned { call, .. } if call.op.name() == name);
    let index = events.iter().enumerate().filter(|(_, event)| is(event)).nth(nth - 1);
    index.map(|(index, _)| index as u64 + 1).expect("the fixture has this call")
}

/// The same log with other bytes sent, received and printed.
fn with_bytes(mut events: Vec<Event>, of: impl Fn(&[u8]) -> Vec<u8>) -> Vec<Event> {
    for event in &mut events {
        match &mut event.fact {
            Fact::Returned { call, outcome, .. } => {
                if let Op::Send { data, .. } = &mut call.op {
                    *data = of(data);
                }
                if let Outcome::Received { data, .. } = outcome {
                    *data = of(data);
                }
            }
            Fact::Output { data, .. } => *data = of(data),
            _ => {}
        }
    }
    events
}

#[wasm_bindgen_test]
async fn after_two_sends_the_ruler_shows_two_boxes_over_eleven_bytes() {
    let events = testing::sticky_session();
    let second = returned(&events, "send", 2);
    let page = page_of(events).await;
    page.act(Action::Seek(second)).await;
    page.until("two sends", |page| page.count(".ruler .call") == 2).await;
    assert_eq!(page.texts(".ruler .cell:not(.ghost) text").concat(), "hello␣world");
    let titles = page.texts(".ruler .cell:not(.ghost) title");
    assert!(titles[0].contains("0x68") && titles[10].contains("0x64"), "{titles:?}");
    let boxes = page.texts(".ruler .call > text");
    assert!(boxes[0].contains("sendall(5) → ok") && boxes[1].contains("sendall(6) → ok"), "{boxes:?}");
    assert_eq!(page.count(".ruler .cut.send"), 1, "one boundary inside the stream");
    assert!(page.text(".ruler .tick").contains('5'), "{}", page.text(".ruler .tick"));
    assert_eq!(page.texts(".ruler .meters .count")[2], "5 B", "the first message has arrived");
}

#[wasm_bindgen_test]
async fn the_cards_follow_the_cursor() {
    let events = testing::sticky_session();
    let connected = returned(&events, "connect", 1);
    let received = returned(&events, "recv", 1);
    let last = events.len() as u64;
    let page = page_of(events).await;
    page.act(Action::Seek(connected)).await;
    page.until("blocked in accept", |page| page.text(".program .state.blocked").contains("accept")).await;
    assert!(page.text(".code .wait").contains("sock.accept()"), "{}", page.text(".code .wait"));
    assert!(page.text(".code .now").contains("client.connect(SERVER)"));
    page.act(Action::Seek(received)).await;
    page.until("recv has run", |page| page.text(".code .now").contains("conn.recv")).await;
    assert!(page.text(".ruler .call > text").contains("recv(1024) → 11 B"));
    assert_eq!(page.count(".output"), 0, "nothing is printed yet");
    page.act(Action::Seek(last)).await;
    page.until("all have finished", |page| page.count(".program .state.done") == 2).await;
    assert!(page.text(".output pre").contains("hello world"));
}

#[wasm_bindgen_test]
async fn a_framing_that_does_not_fit_says_what_it_read() {
    let events = testing::sticky_session();
    let second = returned(&events, "send", 2);
    let page = page_of(events).await;
    page.act(Action::Seek(second)).await;
    page.until("a stream", |page| page.count(".ruler .cell:not(.ghost)") == 11).await;
    let id = socketscope_shared::StreamId {
        connection: socketscope_shared::ConnectionId(0),
        direction: socketscope_shared::Direction::ToServer,
    };
    page.act(Action::SetFraming(id, Framing::LengthPrefix { width: 4, order: ByteOrder::Little })).await;
    page.until("a misread header", |page| page.count(".ruler .misread") == 1).await;
    let words: String = page.text(".ruler .words.error").chars().filter(|c| !c.is_whitespace()).collect();
    assert!(words.contains("hell") && words.contains("1819043176"), "{words}");
    page.act(Action::SetFraming(id, Framing::LengthPrefix { width: 1, order: ByteOrder::Little })).await;
    page.until("a partial frame", |page| page.count(".ruler .partial") > 0).await;
    assert!(
        page.text(".ruler .words, .ruler .partial text").contains("94"),
        "0x68 bytes are asked for, 10 are here"
    );
}

#[wasm_bindgen_test]
async fn a_prediction_is_asked_before_and_answered_after_its_moment() {
    let events = testing::sticky_session();
    // The server's sleep is its last call before the recv that is asked about.
    let (before, at) = (returned(&events, "sleep", 1), returned(&events, "recv", 1));
    let page = page_of(events).await;
    page.act(Action::Seek(before)).await;
    page.until("the question", |page| page.count(".ask") == 1).await;
    page.act(Action::Predict(0, Guess::Said("5".into()))).await;
    page.until("a field", |page| page.count(".predict input") == 1).await;
    page.act(Action::Seek(at)).await;
    page.until("the answer", |page| page.count(".answer") == 1).await;
    let answer = page.text(".answer");
    assert!(answer.contains("11 B") && answer.contains('5') && page.count(".answer .wrong") == 1, "{answer}");
}

#[wasm_bindgen_test]
async fn hostile_bytes_are_text_everywhere() {
    let hostile = |data: &[u8]| match data.len() {
        5 => b"<b>x<".to_vec(),
        6 => b"/b>\xff\0\n".to_vec(),
        11 => b"<b>x</b>\xff\0\n".to_vec(),
        0 => Vec::new(),
        _ => b"<script>document.title = 'caught'</script>\n".to_vec(),
    };
    let events = with_bytes(testing::sticky_session(), hostile);
    let last = events.len() as u64;
    let page = page_of(events).await;
    page.act(Action::Seek(last)).await;
    for tab in [Tab::Calls, Tab::Bytes] {
        page.act(Action::SelectTab(tab)).await;
        page.until("output", |page| page.text(".output pre").contains("<script>")).await;
        assert_eq!(page.count("script, .output b, .cell b, .call b, .dump b"), 0);
    }
    assert_eq!(page.texts(".ruler .cell:not(.ghost) text").concat(), "<b>x</b>·\\0⏎");
    page.until("a dump", |page| page.text(".dump .chr").replace(" | ", "").contains("<b>x</b>")).await;
}

#[wasm_bindgen_test]
async fn an_exception_stands_at_its_line_with_its_traceback() {
    let mut events = testing::sticky_session();
    for event in &mut events {
        if let Fact::ActorExited { actor: ActorId(0), exit, .. } = &mut event.fact {
            *exit = Exit::Exception {
                kind: "ValueError".into(),
                message: "<i>bad</i>".into(),
                line: 17,
                traceback: "Traceback (most recent call last):\n  File \"server.py\", line 17\n".into(),
            };
        }
    }
    let last = events.len() as u64;
    let page = page_of(events).await;
    page.act(Action::Seek(last)).await;
    page.until("a failed program", |page| page.count(".program .state.failed") == 1).await;
    assert_eq!(page.texts(".code .error"), ["ValueError: <i>bad</i>"]);
    assert!(page.text(".code .failed").contains("print(data.decode())"));
    assert!(page.text(".output .traceback").starts_with("Traceback"));
}

#[wasm_bindgen_test]
async fn the_panels_say_what_the_log_says() {
    let events = testing::sticky_session();
    let second = returned(&events, "send", 2);
    let page = page_of(events).await;
    page.act(Action::Seek(second)).await;
    page.act(Action::SelectTab(Tab::Calls)).await;
    page.until("the call at the cursor", |page| page.text(".calls .on").contains("sendall")).await;
    assert!(page.text(".calls .call").contains("accept(fd 3)"));
    page.act(Action::SelectTab(Tab::Sockets)).await;
    page.until("a table", |page| page.count(".sockets tr[data-socket]") >= 2).await;
    let table = page.text(".sockets tbody tr");
    assert!(table.contains("LISTEN") && table.contains("ESTABLISHED"), "{table}");
}

#[wasm_bindgen_test]
async fn a_long_log_draws_only_what_is_seen() {
    let page = page_of(testing::long_session(60_000)).await;
    page.act(Action::Seek(60_000)).await;
    page.act(Action::SelectTab(Tab::Calls)).await;
    page.until("calls", |page| page.count(".calls .call") > 5).await;
    assert!(page.count(".calls .call") < 400, "{} rows", page.count(".calls .call"));
    assert!(page.count(".ruler svg *") < 4000, "{} elements", page.count(".ruler svg *"));
}

/// A server that selects twice: its listener alone, then with the connection that it accepted.
fn select_session() -> Vec<Event> {
    let (server, client) = (ActorId(0), ActorId(1));
    let mut s = Script::new("sticky", &[("server", "server.py", ""), ("client", "client.py", "")]);
    let watch = |socks: &[testing::Sock]| -> Vec<Watched> {
        socks.iter().map(|sock| Watched { socket: Some(sock.id), fd: sock.fd }).collect()
    };
    let select = |socks: &[testing::Sock]| Op::Select {
        read: watch(socks),
        write: vec![],
        except: vec![],
        timeout_ns: None,
    };
    let ready = |sock| Outcome::ReadySets { read: watch(&[sock]), write: vec![], except: vec![] };
    s.started(server);
    s.started(client);
    let listener = s.listener(server, 1, 5);
    let first = s.call(None, 4, select(&[listener]));
    s.entered(server, &first);
    let sock = s.socket(client, 1);
    let conn = s.connect(sock, 2);
    s.listening(listener, 1, 5);
    s.returned(server, &first, ready(listener), true, 0);
    let accept = s.call(Some(listener), 5, Op::Accept);
    s.entered(server, &accept);
    let accepted = s.accepted(&accept, server, &conn);
    s.listening(listener, 0, 5);
    s.sendall(sock, 3, b"hello world");
    s.quick(server, None, 4, select(&[listener, accepted]), ready(accepted));
    s.end_reading(&conn, &[(Side::Server, TcpState::Established, 11, 0)]);
    s.recv(accepted, 6, 1024, b"hello world");
    s.end_reading(&conn, &[(Side::Server, TcpState::Established, 0, 0)]);
    s.finish()
}

#[wasm_bindgen_test]
async fn the_matrix_says_what_was_watched_what_was_ready_and_why() {
    let events = select_session();
    let (second, last) = (returned(&events, "select", 2), events.len() as u64);
    let page = page_of(events).await;
    page.act(Action::Seek(last)).await;
    page.until("two columns", |page| page.texts(".matrix .heads button") == ["1", "2"]).await;
    let rows = page.texts(".matrix .mx-rows .mx");
    assert_eq!(rows, ["fd 3listenR", "fd 4clientR"]);
    assert_eq!(page.count(".matrix .mx-rows .cell.x"), 1, "fd 4 was not in the first set");
    assert_eq!(page.texts(".sets .cell.r"), ["4"]);
    page.act(Action::SelectTab(Tab::Readiness)).await;
    page.until("reasons", |page| page.count(".why tbody tr") == 2).await;
    // As the call returned, although recv has emptied the buffer since.
    assert_eq!(
        page.texts(".why tbody tr"),
        ["4R11 B in the receive buffer", "3Raccept queue empty (0 of 5)"]
    );
    let round = page.texts(".sockets-tab .call .what");
    assert_eq!(round.len(), 2, "{round:?}");
    assert!(round[0].starts_with("select([3, 4], [], []) → [4]") && round[1].starts_with("recv(fd 4, 1024)"));
    page.act(Action::Seek(second - 1)).await;
    page.until("one column", |page| page.count(".matrix .heads button") == 1).await;
    page.act(Action::ShowView(StageView::Bytes)).await;
    page.until("the byte stream", |page| page.count(".ruler") == 1 && page.count(".matrix") == 0).await;
}

#[wasm_bindgen_test]
async fn without_select_there_is_no_matrix() {
    let page = page_of(testing::sticky_session()).await;
    assert_eq!((page.count(".matrix"), page.count(".tabs button")), (0, 4));
    assert_eq!(page.texts(".views button"), ["Byte stream", "Exchange", "Layers"]);
}

/// So many clients came and closed first.
fn ended_connections(many: usize) -> Vec<Event> {
    let (server, client) = (ActorId(0), ActorId(1));
    let mut s = Script::new("sticky", &[("server", "server.py", ""), ("client", "client.py", "")]);
    s.started(server);
    s.started(client);
    let listener = s.listener(server, 1, 5);
    for _ in 0..many {
        let accept = s.call(Some(listener), 2, Op::Accept);
        s.entered(server, &accept);
        let sock = s.socket(client, 1);
        let conn = s.connect(sock, 2);
        let accepted = s.accepted(&accept, server, &conn);
        s.close(sock, 3);
        s.close(accepted, 3);
        s.end_reading(&conn, &[(Side::Client, TcpState::TimeWait, 0, 0)]);
    }
    s.ended();
    s.finish()
}

#[wasm_bindgen_test]
async fn many_ends_in_time_wait_are_one_row() {
    for (many, rows) in [(3, vec!["–clientTIME-WAIT00now"; 3]), (5, vec!["–5 endsTIME-WAIT–––"])] {
        let page = page_of(ended_connections(many)).await;
        page.act(Action::SelectTab(Tab::Sockets)).await;
        page.act(Action::SeekEnd).await;
        page.until("as many rows", |page| page.texts(".sockets tr.orphan") == rows).await;
    }
}

#[wasm_bindgen_test]
async fn times_in_the_call_list_never_go_back() {
    let page = page_of(testing::sticky_session()).await;
    page.act(Action::SelectTab(Tab::Calls)).await;
    page.act(Action::SeekEnd).await;
    page.until("calls", |page| page.count(".calls .call") > 10).await;
    let times: Vec<f64> = page.texts(".calls .call > i").iter().map(|ms| ms.parse().expect("ms")).collect();
    assert!(times.is_sorted(), "{times:?}");
}

#[wasm_bindgen_test]
async fn the_number_of_claims_is_told_as_a_person_would() {
    let claim =
        |check: Check| Claim { text: Text::same("-"), check: Packed::from(&check), only_if: Vec::new() };
    let (holds, fails): (Check, Check) = (ReceivedEqualsSent {}.into(), Deadlock {}.into());
    for (checks, told) in [
        (vec![holds.clone()], "✓ 1 claim holds"),
        (vec![holds.clone(), holds.clone()], "✓ 2 claims hold"),
        (vec![holds, fails.clone()], "✗ 1 of 2 claims does not hold"),
        (vec![fails.clone(), fails], "✗ 2 of 2 claims do not hold"),
    ] {
        let claims = checks.into_iter().map(claim).collect();
        let page = Page::of(testing::sticky_session(), Some(Lesson { claims, ..lesson() }));
        page.until(told, |page| page.texts(".claims-pill") == [told]).await;
    }
}
