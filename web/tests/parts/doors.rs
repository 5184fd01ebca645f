//! The person's own browser as a client: the frame behind a door, in a real browser.

use crate::page::Page;
use socketscope_shared::{
    ActorId, Address, ConnectionId, Direction, Event, Fact, Op,
    event::DoorNews,
    framing::Framing,
    session::DoorInfo,
    testing::{self, Conn, Script},
};
use socketscope_web::model::Action;
use wasm_bindgen_test::wasm_bindgen_test;

/// Nobody listens there.
const OUTSIDE: Address = Address::V4([127, 0, 0, 1], 1);

/// A server whose door has opened.
fn session() -> Vec<Event> {
    let mut s = Script::new("own", &[("web", "web.py", "")]);
    s.started(ActorId(0));
    s.listener(ActorId(0), 1, 5);
    s.push(Fact::Door { door: 0, news: DoorNews::Opened { outside: OUTSIDE } });
    with_door(s)
}

fn with_door(script: Script) -> Vec<Event> {
    let mut events = script.finish();
    if let Some(Event { fact: Fact::SessionStarted(info), .. }) = events.first_mut() {
        info.doors = vec![DoorInfo { actor: ActorId(0), port: 8080, framing: Framing::Http }];
    }
    events
}

#[wasm_bindgen_test]
async fn a_frame_is_not_seen_before_its_time_and_never_asks_again_by_itself() {
    let page = Page::of(session(), None);
    page.until("a frame", |page| page.count(".door iframe") == 1).await;
    let frame = page.all(".door iframe").remove(0);
    assert!(!frame.hidden() && page.count(".door .empty") == 0);
    page.act(Action::Seek(2)).await;
    page.until("it is too early", |page| page.count(".door .empty") == 1).await;
    let early = page.all(".door iframe").remove(0);
    assert!(frame.is_same_node(Some(&early)) && early.hidden(), "another frame would ask again");
    page.act(Action::Follow).await;
    page.until("it is time", |page| page.count(".door .empty") == 0).await;
    let again = page.all(".door iframe").remove(0);
    assert!(frame.is_same_node(Some(&again)) && !again.hidden());
    page.act(Action::AskDoor).await;
    page.until("a new one", |page| !page.all(".door iframe")[0].is_same_node(Some(&frame))).await;
}

/// A server that answered a visitor with this.
fn visited(answer: &[u8]) -> Vec<Event> {
    const WEB: ActorId = ActorId(0);
    const ACK: u8 = 0x10;
    let mut s = Script::new("own", &[("web", "web.py", "")]);
    s.started(WEB);
    let listener = s.listener(WEB, 1, 5);
    s.push(Fact::Door { door: 0, news: DoorNews::Opened { outside: OUTSIDE } });
    let inside = Address::V4([127, 0, 0, 1], 40_000);
    let mut conn =
        Conn { id: ConnectionId(0), client: inside.clone(), crossed: [0, 0], finished: [false, false] };
    let accept = s.call(Some(listener), 2, Op::Accept);
    s.entered(WEB, &accept);
    s.push(Fact::Door { door: 0, news: DoorNews::Visitor { outside: OUTSIDE, inside } });
    s.segment(&mut conn, Direction::ToServer, 0x02, 0);
    s.segment(&mut conn, Direction::ToClient, 0x12, 0);
    s.segment(&mut conn, Direction::ToServer, ACK, 0);
    let sock = s.accepted(&accept, WEB, &conn);
    let request = b"GET / HTTP/1.1\r\n\r\n";
    s.segment(&mut conn, Direction::ToServer, ACK, request.len() as u32);
    s.recv(sock, 3, 1024, request);
    s.sendall(sock, 4, answer);
    s.segment(&mut conn, Direction::ToClient, ACK, answer.len() as u32);
    s.segment(&mut conn, Direction::ToServer, ACK, 0);
    s.exited(WEB);
    s.ended();
    with_door(s)
}

#[wasm_bindgen_test]
async fn a_recorded_visitor_is_shown_what_was_received_as_text_never_as_markup() {
    let page =
        b"<html><title>no</title><h1>Hello</h1><script>document.title = 'caught'</script><img src=x></html>";
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", page.len());
    let events = visited(&[head.as_bytes(), page].concat());
    let last = events.len() as u64;
    let recorded =
        socketscope_shared::lesson::Lesson { recording: Some(testing::SESSION), ..testing::lesson("own") };
    let page = Page::of(events, Some(recorded));
    page.act(Action::Seek(last)).await;
    page.until("what was received", |page| page.count(".door .received") == 1).await;
    let says = page.text(".door .received");
    for part in ["as recorded", "HTTP/1.1 200 OK", "Content-Length", "<h1>Hello</h1>", "<script>"] {
        assert!(says.contains(part), "{part:?} in {says}");
    }
    assert_eq!(page.text(".door .received p"), "Hello", "and what it says");
    assert_eq!(page.count(".door iframe, .received script, .received img, .received h1"), 0);
    page.act(Action::Seek(3)).await;
    page.until("nothing yet", |page| page.count(".door .received") == 0).await;
    assert_eq!(page.count(".door .empty"), 1);
}
